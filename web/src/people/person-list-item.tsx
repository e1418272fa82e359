/** A person in a list. */
import type { ReactNode } from "react";
import { Link } from "react-router";
import { Avatar } from "@/ui/avatar";
import classes from "./people.module.css";

interface Props {
  id: string;
  name: ReactNode;
  plainName: string;
  photo?: string | null;
  lines: ReactNode[];
}

export function PersonListItem({ id, name, plainName, photo, lines }: Props) {
  return (
    <li>
      <Link to={`/people/${id}`} className={classes.card}>
        <Avatar name={plainName} photo={photo} size={44} />
        <span>
          <strong>{name}</strong>
          {lines.map(
            (line, at) =>
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines are a fixed few
              line && <small key={at}>{line}</small>,
          )}
        </span>
      </Link>
    </li>
  );
}
