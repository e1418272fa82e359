/** Picks people by name. */
import { MultiSelect, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { firstHits } from "@/search/queries";
import { snippetText } from "@/ui/snippet";

interface Choice {
  value: string;
  label: string;
}

/** People matching the typed name, plus those already picked. */
function usePeople(chosen: Choice[]) {
  const [typed, setTyped] = useState("");
  const [asked] = useDebouncedValue(typed, 150);
  const { data } = useQuery(firstHits(asked, "person"));
  const found =
    data?.hits.map((it) => ({ value: it.person ?? "", label: snippetText(it.title) })) ?? [];
  const known = new Map([...chosen, ...found].map((it) => [it.value, it]));
  return { typed, setTyped, choices: [...known.values()] };
}

interface ManyProps {
  label: string;
  description?: string;
  value: Choice[];
  onChange: (people: Choice[]) => void;
}

export function PeoplePicker({ label, description, value, onChange }: ManyProps) {
  const { typed, setTyped, choices } = usePeople(value);
  return (
    <MultiSelect
      label={label}
      description={description}
      placeholder={value.length > 0 ? "" : "Type a name"}
      data={choices}
      value={value.map((it) => it.value)}
      onChange={(ids) => onChange(choices.filter((it) => ids.includes(it.value)))}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      hidePickedOptions
    />
  );
}

interface OneProps {
  label: string;
  description?: string;
  value: Choice | null;
  error?: ReactNode;
  onChange: (person: Choice | null) => void;
}

export function PersonPicker({ label, description, value, error, onChange }: OneProps) {
  const { typed, setTyped, choices } = usePeople(value ? [value] : []);
  return (
    <Select
      label={label}
      description={description}
      placeholder="Type a name"
      data={choices}
      value={value?.value ?? null}
      error={error}
      onChange={(id) => onChange(choices.find((it) => it.value === id) ?? null)}
      searchable
      clearable
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
    />
  );
}
