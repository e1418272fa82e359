/** Imports an archive that the server unpacks: plain files, or an export. */
import { Alert, Button, FileButton, Group, Stack, Text } from "@mantine/core";
import { IconFileZip } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { problemMessage } from "@/api/problem";
import { isAudienceComplete } from "@/groups/audience-picker";
import { Dialog } from "@/ui/dialog";
import { formatBytes } from "@/ui/format";
import { DestinationFields, useDestination } from "./destination-form";
import { MAX_FILES, MAX_ZIP_SIZE } from "./file-selection";
import { createImport } from "./queries";

export default function ZipDialog({ channels, close }: { channels: string[]; close: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [placing, setPlacing] = useDestination(channels);
  const navigate = useNavigate();
  const tooBig = (file?.size ?? 0) > MAX_ZIP_SIZE;
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: async (it: File) => {
      const made = await createImport({
        source: "zip",
        name: it.name.slice(0, 200),
        structure: placing.structure,
        total: 1,
        size: it.size,
        folders: [],
        channels: placing.channels,
        groups: placing.audience ?? [],
        tags: placing.tags,
      });
      const { uploadArchive } = await import("./import-upload");
      void uploadArchive(made, it);
      return made.id;
    },
    onSuccess: (id) => {
      close();
      navigate(`/imports/${id}`);
    },
  });
  return (
    <Dialog onClose={close} title="Import ZIP">
      <Stack>
        <Text size="sm" c="dimmed">
          Markdown pages become notes with their titles, tags and links. Everything else becomes
          files. Notion (Markdown & CSV) and Outline (Markdown) exports are supported. Up to{" "}
          {formatBytes(MAX_ZIP_SIZE)} and {MAX_FILES.toLocaleString("en")} files.
        </Text>
        <FileButton accept=".zip,application/zip" onChange={setFile}>
          {(props) => (
            <Button
              {...props}
              variant="default"
              leftSection={<IconFileZip size={17} aria-hidden />}
              data-autofocus
            >
              {file ? "Choose another ZIP" : "Choose ZIP"}
            </Button>
          )}
        </FileButton>
        {file && (
          <Text>
            {file.name} ({formatBytes(file.size)})
          </Text>
        )}
        <DestinationFields value={placing} onChange={setPlacing} />
        {(tooBig || send.error) && (
          <Alert color="red" role="alert">
            {tooBig
              ? `This ZIP is too large. The limit is ${formatBytes(MAX_ZIP_SIZE)}.`
              : problemMessage(send.error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button
            loading={send.isPending}
            disabled={!file?.size || tooBig || !isAudienceComplete(placing.audience)}
            onClick={() => file && send.mutate(file)}
          >
            Import
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
