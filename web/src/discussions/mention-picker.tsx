/** Picks people and groups to mention after an @. */
import { Combobox, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconUser, IconUsersGroup } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { groups } from "@/groups/queries";
import { firstHits } from "@/search/queries";
import { snippetText } from "@/ui/snippet";

interface Choice {
  to: string;
  name: string;
  group: boolean;
}

/** The name being typed before the caret; null if none. */
export function typedMention(text: string, caret: number): string | null {
  return (
    /(?:^|[\s(])@([\p{L}\p{N}][\p{L}\p{N} '-]{0,30})$/u.exec(text.slice(0, caret))?.[1] ?? null
  );
}

/** Returns the text with the mention as a link, and the new caret position. */
export function insertMention(text: string, caret: number, { to, name }: Choice): [string, number] {
  const start = text.slice(0, caret).lastIndexOf("@");
  const link = `[@${name.replace(/[[\]]/g, "")}](${to}) `;
  return [text.slice(0, start) + link + text.slice(caret), start + link.length];
}

function useMentionChoices(typed: string | null): Choice[] {
  const [asked] = useDebouncedValue(typed ?? "", 120);
  const people = useQuery(firstHits(asked, "person"));
  const own = useQuery({ ...groups, enabled: typed !== null });
  if (typed === null) return [];
  const word = typed.toLowerCase();
  return [
    ...(people.data?.hits ?? []).map((it) => ({
      to: `/people/${it.person}`,
      name: snippetText(it.title),
      group: false,
    })),
    ...(own.data ?? [])
      .filter((it) => it.name.toLowerCase().startsWith(word))
      .map((it) => ({ to: `/groups/${it.id}`, name: it.name, group: true })),
  ].slice(0, 6);
}

interface Props {
  typed: string | null;
  choose: (choice: Choice) => void;
  children: ReactNode;
}

export function MentionPicker({ typed, choose, children }: Props) {
  const choices = useMentionChoices(typed);
  const combobox = useCombobox();
  const { openDropdown, closeDropdown, selectFirstOption } = combobox;
  const some = choices.length > 0;
  const first = choices[0]?.to;
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the list is another one
  useEffect(() => {
    if (some) openDropdown();
    else closeDropdown();
    if (some) selectFirstOption();
  }, [some, first]);
  return (
    <Combobox
      store={combobox}
      position="bottom-start"
      width={260}
      withinPortal={false}
      onOptionSubmit={(to) => {
        const choice = choices.find((it) => it.to === to);
        if (choice) choose(choice);
        closeDropdown();
      }}
    >
      <Combobox.EventsTarget withKeyboardNavigation={some}>
        <div>
          <Combobox.DropdownTarget>
            <div>{children}</div>
          </Combobox.DropdownTarget>
        </div>
      </Combobox.EventsTarget>
      <Combobox.Dropdown hidden={!some}>
        <Combobox.Options aria-label="People and groups">
          {choices.map((it) => (
            <Combobox.Option key={it.to} value={it.to}>
              {it.group ? (
                <IconUsersGroup size={14} aria-label="Group" />
              ) : (
                <IconUser size={14} aria-label="Person" />
              )}{" "}
              {it.name}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
