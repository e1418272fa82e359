/** Uploads a folder, with a preview of where each file goes. */
import { Alert, Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { problemMessage } from "@/api/problem";
import { channels as allChannels } from "@/channels/queries";
import { isAudienceComplete } from "@/groups/audience-picker";
import { Dialog } from "@/ui/dialog";
import { formatBytes, pluralise } from "@/ui/format";
import { type Destination, DestinationFields, useDestination } from "./destination-form";
import {
  folderFromEntries,
  MAX_CHANNELS,
  MAX_FILES,
  previewOutcomes,
  type SelectedFolder,
  type Structure,
  topFolders,
} from "./file-selection";
import { FolderPicker } from "./folder-picker";
import classes from "./imports.module.css";
import { createImport, findOrCreateChannels } from "./queries";
import { conversionProblem, countPages } from "./zip-folder";

interface Props {
  channels: string[];
  groups?: string[];
  entries?: FileSystemEntry[];
  close: () => void;
}

export default function FolderDialog({ channels, groups, entries, close }: Props) {
  const [folder, setFolder] = useState<SelectedFolder | null>(null);
  const [placing, setPlacing] = useDestination(channels, groups);
  const navigate = useNavigate();
  useEffect(() => {
    if (entries) void folderFromEntries(entries).then(setFolder);
  }, [entries]);
  const names = folder ? topFolders(folder.files) : [];
  const tooMany = names.length > MAX_CHANNELS;
  const structure = tooMany && placing.structure === "channels" ? "tags" : placing.structure;
  const [asNotes, setAsNotes] = useState(true);
  const pages = folder ? countPages(folder.files) : 0;
  const hindered = folder && pages > 0 ? conversionProblem(folder) : null;
  const becomeNotes = pages > 0 && asNotes && !hindered;
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: async (it: SelectedFolder) => {
      if (becomeNotes) return await uploadAsNotes(it, placing, structure);
      const made = await createImport({
        source: "folder",
        name: it.name.slice(0, 200),
        structure,
        total: it.files.length,
        size: 0,
        folders: structure === "channels" ? await findOrCreateChannels(names) : [],
        channels: placing.channels,
        groups: placing.audience ?? [],
        tags: placing.tags,
      });
      const { uploadFolder } = await import("./import-upload");
      void uploadFolder(made.id, made.name, it.files);
      return made.id;
    },
    onSuccess: (id) => {
      close();
      navigate(`/imports/${id}`);
    },
  });
  const count = folder?.files.length ?? 0;
  return (
    <Dialog onClose={close} title="Upload a folder">
      <Stack>
        <FolderPicker
          onChange={setFolder}
          label={folder ? "Choose another folder" : "Choose folder"}
        />
        {!folder && (
          <Text size="sm" c="dimmed">
            Or drop a folder anywhere on a page. Up to {MAX_FILES.toLocaleString("en")} files of up
            to 5 GB each.
          </Text>
        )}
        {folder && (
          <>
            <DestinationFields
              value={{ ...placing, structure }}
              onChange={setPlacing}
              noChannels={
                tooMany
                  ? `This folder has ${names.length} top folders. The limit is ${MAX_CHANNELS}.`
                  : undefined
              }
            />
            {pages > 0 && (
              <Checkbox
                label={`Convert ${pluralise(pages, "Markdown page")} to ${pages === 1 ? "a note" : "notes"}`}
                description={
                  hindered ?? "Keeps titles, tags, dates, pictures and links between pages."
                }
                checked={becomeNotes}
                disabled={hindered !== null}
                onChange={(event) => setAsNotes(event.currentTarget.checked)}
              />
            )}
            <Preview folder={folder} structure={structure} />
          </>
        )}
        {count > MAX_FILES && (
          <Alert color="red" role="alert">
            This folder has {pluralise(count, "file")}. The limit is{" "}
            {MAX_FILES.toLocaleString("en")}.
          </Alert>
        )}
        {send.error && (
          <Alert color="red" role="alert">
            {problemMessage(send.error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button
            loading={send.isPending}
            disabled={count === 0 || count > MAX_FILES || !isAudienceComplete(placing.audience)}
            onClick={() => folder && send.mutate(folder)}
          >
            {count > 0 ? `Upload ${pluralise(count, "file")}` : "Upload"}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

/** Uploads the folder as an archive, in which Markdown pages become notes. */
async function uploadAsNotes(
  it: SelectedFolder,
  placing: Destination,
  structure: Structure,
): Promise<string> {
  const { zipFolder } = await import("./zip-folder");
  const archive = await zipFolder(it);
  const made = await createImport({
    source: "zip",
    name: it.name.slice(0, 200),
    structure,
    total: 1,
    size: archive.size,
    folders: [],
    channels: placing.channels,
    groups: placing.audience ?? [],
    tags: placing.tags,
  });
  const { uploadArchive } = await import("./import-upload");
  void uploadArchive(made, archive);
  return made.id;
}

const PREVIEW_ROWS = 12;

function Preview({
  folder,
  structure,
}: {
  folder: SelectedFolder;
  structure: "channels" | "tags" | "flat";
}) {
  const { data } = useQuery(allChannels);
  const known = new Set(data?.map((it) => it.name.toLowerCase()));
  const found = previewOutcomes(folder.files, structure);
  const bytes = folder.files.reduce((sum, it) => sum + it.file.size, 0);
  return (
    <section aria-label="Preview" className={classes.preview}>
      <Text fw={600}>
        {folder.name}: {pluralise(folder.files.length, "file")}, {formatBytes(bytes)}
      </Text>
      <ul>
        {found.slice(0, PREVIEW_ROWS).map((it) => (
          <li key={`${it.channel} ${it.tags.join()}`}>
            <span>
              {it.channel
                ? `# ${it.channel}`
                : it.tags.length > 0
                  ? it.tags.join(", ")
                  : "No folder"}
              {it.channel && (
                <Text span size="sm" c="dimmed">
                  {known.has(it.channel.toLowerCase()) ? "" : " (new channel)"}
                  {it.tags.length > 0 && ` with tags ${it.tags.slice(0, 4).join(", ")}`}
                </Text>
              )}
            </span>
            <Text span size="sm" c="dimmed">
              {pluralise(it.count, "file")}
            </Text>
          </li>
        ))}
      </ul>
      {found.length > PREVIEW_ROWS && (
        <Text size="sm" c="dimmed">
          and {pluralise(found.length - PREVIEW_ROWS, "more place")}
        </Text>
      )}
      {folder.skipped > 0 && (
        <Text size="sm" c="dimmed">
          {pluralise(folder.skipped, "system file")} skipped.
        </Text>
      )}
    </section>
  );
}
