/** Changing a note: with the draft one left, and with what others changed meanwhile. */
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useParams } from "react-router";
import { Problem } from "@/api/problem";
import { queryClient } from "@/api/query-client";
import type { Draft as KeptDraft, OpenedItem } from "@/api/types";
import { Failure } from "@/ui/error-state";
import { Rows } from "@/ui/list-skeleton";
import { Page } from "@/ui/page";
import { draft, drafts } from "./draft-queries";
import { NoteEditor } from "./note-editor";
import { item, itemWords, useChangeOf } from "./queries";
import type { Draft } from "./use-draft";

const MergeView = lazy(() => import("./merge-view"));

export function EditNotePage() {
  const { item: id = "" } = useParams();
  return (
    <Page title="Edit note" quiet>
      <Opened key={id} id={id} />
    </Page>
  );
}

interface Beginning {
  first: OpenedItem;
  kept: KeptDraft | null;
}

/** What is here when one begins stays what one began with: the draft that is kept a moment later is one's own. */
function Opened({ id }: { id: string }) {
  const [begins, setBegins] = useState<Beginning | null>(null);
  const note = useQuery({ ...item(id), refetchOnWindowFocus: false });
  const all = useQuery({ ...drafts, refetchOnWindowFocus: false });
  const has = all.data?.some((it) => it.id === id) ?? false;
  const kept = useQuery({ ...draft(id), enabled: has && !begins });
  if (begins) return <Editor {...begins} />;
  if (note.error) return <Failure error={note.error} retry={note.refetch} />;
  // Without the list of drafts one still edits: this browser may have the draft.
  const known = all.error || (all.data && (!has || kept.isSuccess || kept.error));
  if (note.data && known) setBegins({ first: note.data, kept: (has && kept.data) || null });
  return <Rows />;
}

/** A note's words, as a draft has them. */
function asDraft({ title, body, channels, tags, groups }: OpenedItem): Draft {
  return { title, body, channels, tags, audience: groups.length > 0 ? groups : null };
}

interface Clash {
  base: Draft;
  theirs: OpenedItem;
  mine: Draft;
}

function isStale(error: unknown): boolean {
  return error instanceof Problem && error.code === "stale";
}

function Editor({ first, kept }: Beginning) {
  // Somebody may have changed the note since the draft was begun.
  const beganWith = kept?.began_with ?? first.version;
  const [clash, setClash] = useState<Clash | null>(null);
  const change = useChangeOf();

  const write = async (of: OpenedItem, { audience, ...words }: Draft) => {
    const body = { ...words, groups: audience ?? [], draft: first.id };
    return (await change.mutateAsync({ of, body })).id;
  };
  /** What both began with. */
  const baseOf = async (): Promise<Draft> => {
    if (clash) return asDraft(clash.theirs);
    if (beganWith === first.version) return asDraft(first);
    const { title, body } = await queryClient.fetchQuery(itemWords(first.id, beganWith));
    return { ...asDraft(first), title, body };
  };
  /** Save over what somebody else wrote meanwhile, if that is easy; otherwise show both. */
  const meet = async (mine: Draft) => {
    const theirs = await queryClient.fetchQuery({ ...item(first.id), staleTime: 0 });
    const base = await baseOf();
    if (theirs.title === base.title && theirs.body === base.body) {
      return write(theirs, (await import("./merge")).together(base, theirs, mine));
    }
    setClash({ base, theirs, mine });
    return null;
  };
  return (
    <NoteEditor
      id={first.id}
      item={first.id}
      beganWith={beganWith}
      kept={kept}
      first={asDraft(first)}
      submit="Save"
      pending={change.isPending}
      error={isStale(change.error) ? null : change.error}
      save={async (mine) => {
        if (!clash && beganWith < first.version) return meet(mine);
        try {
          return await write(clash ? clash.theirs : first, mine);
        } catch (error) {
          if (!isStale(error)) throw error;
          return meet(mine);
        }
      }}
      instead={
        clash &&
        ((publish) => (
          <Suspense fallback={<Rows />}>
            <MergeView
              {...clash}
              key={clash.theirs.version}
              pending={change.isPending}
              save={publish}
              back={() => setClash(null)}
            />
          </Suspense>
        ))
      }
    />
  );
}
