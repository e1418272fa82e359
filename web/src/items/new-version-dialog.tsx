/** Uploads a new version of a file, chosen or dropped. */
import { Button, FileButton, Group, Stack, Text } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import type { ItemFile, OpenedItem } from "@/api/types";
import { Dialog } from "@/ui/dialog";
import { formatBytes } from "@/ui/format";
import { uploadNewVersion } from "@/uploads/uploads";

interface Props {
  it: OpenedItem;
  file: ItemFile;
  /** The dropped file, if any. */
  given: File | null;
  close: () => void;
}

export default function NewVersionDialog({ it, file, given, close }: Props) {
  const [chosen, choose] = useState(given);
  const share = () => {
    if (!chosen) return;
    void uploadNewVersion(it, chosen);
    close();
  };
  return (
    <Dialog onClose={close} title="New version">
      <Stack>
        <Text size="sm">
          The current file stays until the new one is processed, and you can restore it later.
          Title, channels, discussion and links stay the same.
        </Text>
        <FileLine label="Current" name={file.name} bytes={file.size} />
        {chosen && <FileLine label="New" name={chosen.name} bytes={chosen.size} />}
        <Group justify="space-between">
          <FileButton onChange={(it) => it && choose(it)}>
            {(props) => (
              <Button
                {...props}
                variant="default"
                leftSection={<IconUpload size={17} aria-hidden />}
                data-autofocus={!chosen || undefined}
              >
                {chosen ? "Choose another file" : "Choose file"}
              </Button>
            )}
          </FileButton>
          <Button disabled={!chosen} data-autofocus={chosen ? true : undefined} onClick={share}>
            {" "}
            Upload{" "}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function FileLine({ label, name, bytes }: { label: string; name: string; bytes: number }) {
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text truncate>
        <Text span c="dimmed">
          {label}:{" "}
        </Text>
        {name}
      </Text>
      <Text size="sm" c="dimmed" style={{ whiteSpace: "nowrap" }}>
        {formatBytes(bytes)}
      </Text>
    </Group>
  );
}
