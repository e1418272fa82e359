/** Writes a new note or continues the draft of one. */
import { Anchor, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { ulid } from "@/api/idempotency";
import type { Draft as StoredDraft } from "@/api/types";
import { ErrorState } from "@/ui/error-state";
import { ListSkeleton } from "@/ui/list-skeleton";
import { Page } from "@/ui/page";
import { draft, drafts } from "./draft-queries";
import { NoteEditor } from "./note-editor";
import classes from "./note-editor.module.css";
import { usePublish } from "./queries";

const MAX_OFFERED = 3;

export function NewNotePage() {
  const [params] = useSearchParams();
  const asked = params.get("draft");
  const [fresh] = useState(() => ulid());
  // A draft started on this page is not loaded again when its id appears in the URL.
  const resumed = asked && asked !== fresh ? asked : null;
  const stored = useQuery({ ...draft(resumed ?? ""), enabled: resumed !== null });
  const failed = stored.error && <ErrorState error={stored.error} retry={stored.refetch} />;
  return (
    <Page title="New note" quiet>
      {resumed ? (
        failed ||
        (stored.isPending && <ListSkeleton />) || (
          <NewNote key={resumed} id={resumed} stored={stored.data} />
        )
      ) : (
        <>
          <OtherDrafts exclude={fresh} />
          <NewNote key={fresh} id={fresh} stored={null} />
        </>
      )}
    </Page>
  );
}

function NewNote({ id, stored }: { id: string; stored: StoredDraft | null | undefined }) {
  const [params, setParams] = useSearchParams();
  const publish = usePublish();
  const channel = params.get("channel");
  const group = params.get("group");
  return (
    <NoteEditor
      id={id}
      stored={stored ?? null}
      initial={{
        title: "",
        body: "",
        channels: channel ? [channel] : [],
        tags: [],
        audience: group ? [group] : null,
      }}
      onStored={() => {
        if (params.get("draft") === id) return;
        setParams((now) => ({ ...Object.fromEntries(now), draft: id }), { replace: true });
      }}
      submit="Publish"
      pending={publish.isPending}
      error={publish.error}
      save={async ({ audience, ...words }) => {
        const item = { kind: "note", ...words, url: null, written_on: null } as const;
        return (await publish.mutateAsync({ ...item, groups: audience ?? [], draft: id })).id;
      }}
    />
  );
}

/** Links to other drafts of new notes. */
function OtherDrafts({ exclude }: { exclude: string }) {
  const { data } = useQuery(drafts);
  const others = data?.filter((it) => it.item === null && it.id !== exclude) ?? [];
  if (others.length === 0) return null;
  return (
    <Text size="sm" c="dimmed" className={classes.otherDrafts ?? ""} component="div">
      Continue{" "}
      {others.slice(0, MAX_OFFERED).map((it) => (
        <Anchor key={it.id} component={Link} to={`/new/note?draft=${it.id}`} size="sm">
          {it.title || "Untitled note"}
        </Anchor>
      ))}
      <Anchor component={Link} to="/saved/drafts" size="sm">
        All drafts
      </Anchor>
    </Text>
  );
}
