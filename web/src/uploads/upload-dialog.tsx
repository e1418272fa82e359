/** Uploads files: selection, destination and audience. */
import { Button, FileButton, Group, Stack, Text, Textarea } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import { ChannelPicker } from "@/channels/channel-picker";
import { type Audience, AudiencePicker, isAudienceComplete } from "@/groups/audience-picker";
import { TagsField } from "@/items/tags-field";
import { Dialog } from "@/ui/dialog";
import { formatBytes } from "@/ui/format";
import { uploadFiles } from "./uploads";

interface Props {
  channels: string[];
  groups?: string[] | undefined;
  files?: File[] | undefined;
  close: () => void;
}

export default function UploadDialog({ channels: first, groups, files: given = [], close }: Props) {
  const [files, setFiles] = useState(given);
  const [channels, setChannels] = useState(first);
  const [tags, setTags] = useState<string[]>([]);
  const [body, setBody] = useState("");
  const [audience, setAudience] = useState<Audience>(groups ?? null);
  const share = () => {
    void uploadFiles(files, { channels, groups: audience ?? [], tags, body });
    close();
  };
  return (
    <Dialog onClose={close} title="Upload files">
      <Stack>
        <FileButton multiple onChange={(more) => setFiles((before) => [...before, ...more])}>
          {(props) => (
            <Button
              {...props}
              variant="default"
              leftSection={<IconUpload size={17} aria-hidden />}
              data-autofocus
            >
              {files.length > 0 ? "Choose more files" : "Choose files"}
            </Button>
          )}
        </FileButton>
        {files.map((file, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same file may be chosen twice
          <Group key={at} justify="space-between" wrap="nowrap">
            <Text truncate>{file.name}</Text>
            <Text size="sm" c="dimmed" style={{ whiteSpace: "nowrap" }}>
              {formatBytes(file.size)}
            </Text>
          </Group>
        ))}
        <Textarea
          label="Description"
          autosize
          minRows={2}
          maxLength={100_000}
          value={body}
          onChange={(event) => setBody(event.currentTarget.value)}
        />
        <ChannelPicker
          draft={[...files.map((file) => file.name), body].join("\n")}
          value={channels}
          onChange={setChannels}
        />
        <TagsField value={tags} onChange={setTags} />
        <AudiencePicker value={audience} onChange={setAudience} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button disabled={files.length === 0 || !isAudienceComplete(audience)} onClick={share}>
            {" "}
            Upload{" "}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
