/** A list of groups with kind, visibility and purpose. */
import { IconUsersGroup } from "@tabler/icons-react";
import { Link } from "react-router";
import type { GroupCard } from "@/api/types";
import rows from "@/channels/channels.module.css";
import { kindLabel, visibilityLabel } from "./labels";

export function GroupList({ groups: some }: { groups: GroupCard[] }) {
  return (
    <ul className={rows.list}>
      {some.map(({ id, name, kind, visibility, purpose }) => (
        <li key={id} className={rows.row}>
          <IconUsersGroup size={20} stroke={1.5} aria-hidden />
          <div className={rows.text}>
            <Link to={`/groups/${id}`} className={rows.name}>
              {name}
            </Link>
            <div className={rows.description}>
              {kindLabel(kind)} · {visibilityLabel(visibility)}
              {purpose && ` · ${purpose}`}
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}
