/** Suggests people and groups after an @, by keyboard or pointer. */
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useState } from "react";
import { groups } from "@/groups/queries";
import { firstHits } from "@/search/queries";
import { Avatar } from "@/ui/avatar";
import { snippetText } from "@/ui/snippet";
import classes from "./note-editor.module.css";

export interface Mention {
  name: string;
  page: string;
}

interface FieldProps {
  "aria-controls": string;
  "aria-activedescendant": string | undefined;
  "aria-autocomplete": "list";
  onKeyDown: (event: KeyboardEvent) => void;
  onBlur: () => void;
}

interface Props {
  /** The text after the @; null if there is none. */
  asked: string | null;
  /** The bottom of the line with the @, in pixels. */
  below: number;
  choose: (who: Mention) => void;
  leave: () => void;
  children: (props: FieldProps) => ReactNode;
}

const MAX_CHOICES = 6;

function useMentionChoices(asked: string | null): Mention[] {
  const [typed] = useDebouncedValue(asked ?? "", 120);
  const { data: people } = useQuery(firstHits(typed, "person"));
  const { data: own } = useQuery({ ...groups, enabled: asked !== null });
  if (asked === null || typed === "") return [];
  const prefix = typed.toLowerCase();
  const matchingGroups = own?.filter((it) => it.name.toLowerCase().startsWith(prefix)) ?? [];
  const found = people?.hits.map((it) => ({
    name: snippetText(it.title),
    page: `/people/${it.person}`,
  }));
  return [
    ...(found ?? []),
    ...matchingGroups.map(({ id, name }) => ({ name, page: `/groups/${id}` })),
  ].slice(0, MAX_CHOICES);
}

export function MentionList({ asked, below, choose, leave, children }: Props) {
  const found = useMentionChoices(asked);
  const [at, setAt] = useState(0);
  const id = useId();
  // biome-ignore lint/correctness/useExhaustiveDependencies: other words have other people
  useEffect(() => setAt(0), [asked]);
  const chosen = found[at] ?? found[0];
  const act = (key: string): boolean => {
    if (key === "ArrowDown") setAt((at + 1) % found.length);
    else if (key === "ArrowUp") setAt((at + found.length - 1) % found.length);
    else if (key === "Escape") leave();
    else if ((key === "Enter" || key === "Tab") && chosen) choose(chosen);
    else return false;
    return true;
  };
  return (
    <>
      {children({
        "aria-controls": id,
        "aria-activedescendant": chosen && `${id}-${found.indexOf(chosen)}`,
        "aria-autocomplete": "list",
        onKeyDown: (event) => {
          if (found.length > 0 && act(event.key)) event.preventDefault();
        },
        onBlur: leave,
      })}
      <div
        role="listbox"
        id={id}
        aria-label="People and groups"
        className={classes.mentions}
        style={{ top: below + 4 }}
      >
        {found.map((who, number) => (
          <div
            key={who.page}
            id={`${id}-${number}`}
            role="option"
            aria-selected={who === chosen}
            tabIndex={-1}
            onMouseDown={(event) => {
              event.preventDefault();
              choose(who);
            }}
          >
            <Avatar name={who.name} size={22} />
            {who.name}
          </div>
        ))}
      </div>
    </>
  );
}
