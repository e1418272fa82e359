/** Sending a whole folder: chosen or dropped, with a view of what will come of each file. */
import { Alert, Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { words } from "@/api/problem";
import { channels as allChannels } from "@/channels/queries";
import { isChosen } from "@/groups/audience-picker";
import { Dialog } from "@/ui/dialog";
import { many, size } from "@/ui/format";
import { type Placing, PlacingFields, usePlacing } from "./destination-form";
import {
  type Folder,
  fromEntries,
  MOST_CHANNELS,
  MOST_FILES,
  outcomes,
  type Structure,
  tops,
} from "./file-selection";
import { ChooseFolder } from "./folder-picker";
import classes from "./imports.module.css";
import { beginImport, channelsNamed } from "./queries";
import { hindrance, pagesOf } from "./zip-folder";

interface Props {
  channels: string[];
  groups?: string[];
  entries?: FileSystemEntry[];
  close: () => void;
}

export default function FolderDialog({ channels, groups, entries, close }: Props) {
  const [folder, setFolder] = useState<Folder | null>(null);
  const [placing, setPlacing] = usePlacing(channels, groups);
  const navigate = useNavigate();
  useEffect(() => {
    if (entries) void fromEntries(entries).then(setFolder);
  }, [entries]);
  const names = folder ? tops(folder.files) : [];
  const tooMany = names.length > MOST_CHANNELS;
  const structure = tooMany && placing.structure === "channels" ? "tags" : placing.structure;
  const [asNotes, setAsNotes] = useState(true);
  const pages = folder ? pagesOf(folder.files) : 0;
  const hindered = folder && pages > 0 ? hindrance(folder) : null;
  const becomeNotes = pages > 0 && asNotes && !hindered;
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: async (it: Folder) => {
      if (becomeNotes) return await sendAsNotes(it, placing, structure);
      const made = await beginImport({
        way: "folder",
        name: it.name.slice(0, 200),
        structure,
        total: it.files.length,
        size: 0,
        folders: structure === "channels" ? await channelsNamed(names) : [],
        channels: placing.channels,
        groups: placing.audience ?? [],
        tags: placing.tags,
      });
      const { sendFolder } = await import("./import-upload");
      void sendFolder(made.id, made.name, it.files);
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
        <ChooseFolder
          onChange={setFolder}
          label={folder ? "Choose another folder" : "Choose folder"}
        />
        {!folder && (
          <Text size="sm" c="dimmed">
            Or drop a folder anywhere on a page. Up to {MOST_FILES.toLocaleString("en")} files of up
            to 5 GB each.
          </Text>
        )}
        {folder && (
          <>
            <PlacingFields
              value={{ ...placing, structure }}
              onChange={setPlacing}
              noChannels={
                tooMany
                  ? `This folder has ${names.length} top folders. The limit is ${MOST_CHANNELS}.`
                  : undefined
              }
            />
            {pages > 0 && (
              <Checkbox
                label={`Convert ${many(pages, "Markdown page")} to ${pages === 1 ? "a note" : "notes"}`}
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
        {count > MOST_FILES && (
          <Alert color="red" role="alert">
            This folder has {many(count, "file")}. The limit is {MOST_FILES.toLocaleString("en")}.
          </Alert>
        )}
        {send.error && (
          <Alert color="red" role="alert">
            {words(send.error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button
            loading={send.isPending}
            disabled={count === 0 || count > MOST_FILES || !isChosen(placing.audience)}
            onClick={() => folder && send.mutate(folder)}
          >
            {count > 0 ? `Upload ${many(count, "file")}` : "Upload"}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

/** By the way that archives go, on which pages are read. */
async function sendAsNotes(it: Folder, placing: Placing, structure: Structure): Promise<string> {
  const { zipped } = await import("./zip-folder");
  const archive = await zipped(it);
  const made = await beginImport({
    way: "zip",
    name: it.name.slice(0, 200),
    structure,
    total: 1,
    size: archive.size,
    folders: [],
    channels: placing.channels,
    groups: placing.audience ?? [],
    tags: placing.tags,
  });
  const { sendArchive } = await import("./import-upload");
  void sendArchive(made, archive);
  return made.id;
}

const SHOWN = 12;

function Preview({
  folder,
  structure,
}: {
  folder: Folder;
  structure: "channels" | "tags" | "flat";
}) {
  const { data } = useQuery(allChannels);
  const known = new Set(data?.map((it) => it.name.toLowerCase()));
  const found = outcomes(folder.files, structure);
  const bytes = folder.files.reduce((sum, it) => sum + it.file.size, 0);
  return (
    <section aria-label="Preview" className={classes.preview}>
      <Text fw={600}>
        {folder.name}: {many(folder.files.length, "file")}, {size(bytes)}
      </Text>
      <ul>
        {found.slice(0, SHOWN).map((it) => (
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
              {many(it.count, "file")}
            </Text>
          </li>
        ))}
      </ul>
      {found.length > SHOWN && (
        <Text size="sm" c="dimmed">
          and {many(found.length - SHOWN, "more place")}
        </Text>
      )}
      {folder.leftOut > 0 && (
        <Text size="sm" c="dimmed">
          {many(folder.leftOut, "system file")} skipped.
        </Text>
      )}
    </section>
  );
}
