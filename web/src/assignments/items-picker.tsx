/** Picks items: offers the group's items at once, others by title. */
import { MultiSelect } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { flattenPages } from "@/api/pagination";
import { groupItems } from "@/groups/queries";
import { firstHits } from "@/search/queries";
import { snippetText } from "@/ui/snippet";

interface Choice {
  value: string;
  label: string;
}

interface Props {
  /** The group whose items are offered before the user types. */
  group: string;
  value: Choice[];
  onChange: (items: Choice[]) => void;
}

const MAX_ITEMS = 10;

export function ItemsPicker({ group, value, onChange }: Props) {
  const [typed, setTyped] = useState("");
  const [asked] = useDebouncedValue(typed, 150);
  const { data } = useQuery(firstHits(asked, "item"));
  const recent = useInfiniteQuery(groupItems(group));
  const groupChoices = flattenPages(recent.data).map((it) => ({ value: it.id, label: it.title }));
  const hits =
    data?.hits.map((it) => ({ value: it.item ?? "", label: snippetText(it.title) })) ?? [];
  const words = typed.trim().toLowerCase();
  const matching = groupChoices.filter((it) => it.label.toLowerCase().includes(words));
  const found = words ? [...matching, ...hits] : groupChoices;
  const known = new Map([...value, ...found].map((it) => [it.value, it]));
  const choices = [...known.values()].filter((it) => it.value);
  return (
    <MultiSelect
      label="Items"
      placeholder={value.length > 0 ? "" : "Type a title"}
      data={choices}
      value={value.map((it) => it.value)}
      onChange={(ids) => onChange(choices.filter((it) => ids.includes(it.value)))}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      maxValues={MAX_ITEMS}
      hidePickedOptions
      data-autofocus
    />
  );
}
