/** Changing a note. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import type { ItemView } from "@/api/types";
import { Failure } from "@/ui/failure";
import { Page } from "@/ui/page";
import { Rows } from "@/ui/rows";
import { NoteEditor } from "./note-editor";
import { item, useChange } from "./queries";

export function EditNotePage() {
  const { item: id = "" } = useParams();
  const { data, error, refetch } = useQuery({ ...item(id), refetchOnWindowFocus: false });
  return (
    <Page title="Change a note" quiet>
      {error && <Failure error={error} retry={refetch} />}
      {!data && !error && <Rows />}
      {data && <Editor key={id} note={data} />}
    </Page>
  );
}

function Editor({ note }: { note: ItemView }) {
  const change = useChange(note);
  return (
    <NoteEditor
      name={`${note.id}.${note.version}`}
      first={{
        title: note.title,
        body: note.body,
        channels: note.channels,
        tags: note.tags,
        audience: note.groups.length > 0 ? note.groups : null,
      }}
      submit="Save"
      pending={change.isPending}
      error={change.error}
      save={async ({ title, body, channels, tags = [], audience }) => {
        const words = { title, body, channels, tags, groups: audience ?? [] };
        return (await change.mutateAsync(words)).id;
      }}
    />
  );
}
