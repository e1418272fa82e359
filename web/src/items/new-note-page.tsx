/** A new note. */
import { useSearchParams } from "react-router";
import { Page } from "@/ui/page";
import { NoteEditor } from "./note-editor";
import { usePublish } from "./queries";

export function NewNotePage() {
  const [params] = useSearchParams();
  const publish = usePublish();
  const channel = params.get("channel");
  return (
    <Page title="New note" quiet>
      <NoteEditor
        key={channel}
        name={channel ? `new.${channel}` : "new"}
        first={{
          title: "",
          body: "",
          channels: channel ? [channel] : [],
          tags: [],
          audience: null,
        }}
        submit="Publish"
        pending={publish.isPending}
        error={publish.error}
        save={async ({ title, body, channels, tags = [], audience }) => {
          const groups = audience ?? [];
          const words = { title, body, channels, tags, groups };
          const made = { kind: "note", url: null, written_on: null, ...words } as const;
          return (await publish.mutateAsync(made)).id;
        }}
      />
    </Page>
  );
}
