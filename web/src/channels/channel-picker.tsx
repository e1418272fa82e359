/** Which channels something belongs in. */
import { MultiSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { channels } from "./queries";

/** As many as one item may be in. */
const MOST = 7;

interface Props {
  value: string[];
  onChange: (ids: string[]) => void;
  error?: ReactNode;
}

export function ChannelPicker({ value, onChange, error }: Props) {
  const { data } = useQuery(channels);
  return (
    <MultiSelect
      label="Channels"
      placeholder={value.length > 0 ? "" : "Where people look for it"}
      data={
        data
          ?.filter((it) => !it.archived || value.includes(it.id))
          .map(({ id, name }) => ({ value: id, label: name })) ?? []
      }
      value={value}
      onChange={onChange}
      error={error}
      maxValues={MOST}
      searchable
      hidePickedOptions
    />
  );
}
