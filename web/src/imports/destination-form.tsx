/** What folders become, and where the imported files go. */
import { Radio, Stack } from "@mantine/core";
import { useState } from "react";
import { ChannelPicker } from "@/channels/channel-picker";
import { type Audience, AudiencePicker } from "@/groups/audience-picker";
import { TagsField } from "@/items/tags-field";
import type { Structure } from "./file-selection";

export interface Destination {
  structure: Structure;
  channels: string[];
  tags: string[];
  audience: Audience;
}

export function useDestination(channels: string[], groups: string[] = []) {
  const audience = groups.length > 0 ? groups : null;
  return useState<Destination>({ structure: "channels", channels, tags: [], audience });
}

interface Props {
  value: Destination;
  onChange: (value: Destination) => void;
  /** Why folders cannot become channels. */
  noChannels?: string | undefined;
}

export function DestinationFields({ value, onChange, noChannels }: Props) {
  const change = (what: Partial<Destination>) => onChange({ ...value, ...what });
  return (
    <Stack>
      <Radio.Group
        label="Folders become"
        value={value.structure}
        onChange={(structure) => change({ structure: structure as Structure })}
      >
        <Stack gap={8} mt={6}>
          <Radio
            value="channels"
            label="Channels"
            description={
              noChannels ?? "Each top folder becomes a channel; folders below become tags."
            }
            disabled={noChannels !== undefined}
          />
          <Radio value="tags" label="Tags" description="Every folder in the path becomes a tag." />
          <Radio value="flat" label="Nothing" description="Folder names are ignored." />
        </Stack>
      </Radio.Group>
      <ChannelPicker
        value={value.channels}
        onChange={(it) => change({ channels: it.slice(0, 5) })}
      />
      <TagsField value={value.tags} onChange={(tags) => change({ tags })} />
      <AudiencePicker value={value.audience} onChange={(audience) => change({ audience })} />
    </Stack>
  );
}
