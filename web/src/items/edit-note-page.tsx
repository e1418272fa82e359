/** Edits a note: restores the draft, and merges changes that others saved meanwhile. */
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useParams } from "react-router";
import { Problem } from "@/api/problem";
import { queryClient } from "@/api/query-client";
import type { OpenedItem, Draft as StoredDraft } from "@/api/types";
import { ErrorState } from "@/ui/error-state";
import { ListSkeleton } from "@/ui/list-skeleton";
import { Page } from "@/ui/page";
import { draft, drafts } from "./draft-queries";
import { NoteEditor } from "./note-editor";
import { item, itemContent, useChangeAnyItem } from "./queries";
import type { Draft } from "./use-draft";

const MergeView = lazy(() => import("./merge-view"));

export function EditNotePage() {
  const { item: id = "" } = useParams();
  return (
    <Page title="Edit note" quiet>
      <EditNote key={id} id={id} />
    </Page>
  );
}

interface EditStart {
  first: OpenedItem;
  stored: StoredDraft | null;
}

/** Loads the note and the stored draft once: later drafts come from this editor itself. */
function EditNote({ id }: { id: string }) {
  const [start, setStart] = useState<EditStart | null>(null);
  const note = useQuery({ ...item(id), refetchOnWindowFocus: false });
  const all = useQuery({ ...drafts, refetchOnWindowFocus: false });
  const has = all.data?.some((it) => it.id === id) ?? false;
  const stored = useQuery({ ...draft(id), enabled: has && !start });
  if (start) return <ItemEditor {...start} />;
  if (note.error) return <ErrorState error={note.error} retry={note.refetch} />;
  // Editing works without the list of drafts: this browser may have the draft.
  const known = all.error || (all.data && (!has || stored.isSuccess || stored.error));
  if (note.data && known) setStart({ first: note.data, stored: (has && stored.data) || null });
  return <ListSkeleton />;
}

/** The draft that equals a note. */
function toDraft({ title, body, channels, tags, groups }: OpenedItem): Draft {
  return { title, body, channels, tags, audience: groups.length > 0 ? groups : null };
}

interface EditConflict {
  base: Draft;
  theirs: OpenedItem;
  mine: Draft;
}

function isStale(error: unknown): boolean {
  return error instanceof Problem && error.code === "version_conflict";
}

function ItemEditor({ first, stored }: EditStart) {
  // The note may have changed since the draft was started.
  const baseVersion = stored?.base_version ?? first.version;
  const [conflict, setConflict] = useState<EditConflict | null>(null);
  const change = useChangeAnyItem();

  const write = async (of: OpenedItem, { audience, ...words }: Draft) => {
    const body = { ...words, groups: audience ?? [], draft: first.id };
    return (await change.mutateAsync({ of, body })).id;
  };
  /** The common base of both edits. */
  const baseOf = async (): Promise<Draft> => {
    if (conflict) return toDraft(conflict.theirs);
    if (baseVersion === first.version) return toDraft(first);
    const { title, body } = await queryClient.fetchQuery(itemContent(first.id, baseVersion));
    return { ...toDraft(first), title, body };
  };
  /** Saves on top of the other edit if only metadata changed; otherwise shows both. */
  const resolveOrShow = async (mine: Draft) => {
    const theirs = await queryClient.fetchQuery({ ...item(first.id), staleTime: 0 });
    const base = await baseOf();
    if (theirs.title === base.title && theirs.body === base.body) {
      return write(theirs, (await import("./merge")).mergeDrafts(base, theirs, mine));
    }
    setConflict({ base, theirs, mine });
    return null;
  };
  return (
    <NoteEditor
      id={first.id}
      item={first.id}
      baseVersion={baseVersion}
      stored={stored}
      initial={toDraft(first)}
      submit="Save"
      pending={change.isPending}
      error={isStale(change.error) ? null : change.error}
      save={async (mine) => {
        if (!conflict && baseVersion < first.version) return resolveOrShow(mine);
        try {
          return await write(conflict ? conflict.theirs : first, mine);
        } catch (error) {
          if (!isStale(error)) throw error;
          return resolveOrShow(mine);
        }
      }}
      replacement={
        conflict &&
        ((publish) => (
          <Suspense fallback={<ListSkeleton />}>
            <MergeView
              {...conflict}
              key={conflict.theirs.version}
              pending={change.isPending}
              save={publish}
              back={() => setConflict(null)}
            />
          </Suspense>
        ))
      }
    />
  );
}
