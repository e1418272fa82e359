/** A new note, or a draft of one that is gone on with. */
import { Anchor, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { ulid } from "@/api/idempotency";
import type { Draft as KeptDraft } from "@/api/types";
import { Failure } from "@/ui/error-state";
import { Rows } from "@/ui/list-skeleton";
import { Page } from "@/ui/page";
import { draft, drafts } from "./draft-queries";
import { NoteEditor } from "./note-editor";
import classes from "./note-editor.module.css";
import { usePublish } from "./queries";

const OFFERED = 3;

export function NewNotePage() {
  const [params] = useSearchParams();
  const asked = params.get("draft");
  const [fresh] = useState(() => ulid());
  // What was begun on this very page is not asked for again when its id comes into the address.
  const resumed = asked && asked !== fresh ? asked : null;
  const kept = useQuery({ ...draft(resumed ?? ""), enabled: resumed !== null });
  const failed = kept.error && <Failure error={kept.error} retry={kept.refetch} />;
  return (
    <Page title="New note" quiet>
      {resumed ? (
        failed ||
        (kept.isPending && <Rows />) || <New key={resumed} id={resumed} kept={kept.data} />
      ) : (
        <>
          <Others but={fresh} />
          <New key={fresh} id={fresh} kept={null} />
        </>
      )}
    </Page>
  );
}

function New({ id, kept }: { id: string; kept: KeptDraft | null | undefined }) {
  const [params, setParams] = useSearchParams();
  const publish = usePublish();
  const channel = params.get("channel");
  const group = params.get("group");
  return (
    <NoteEditor
      id={id}
      kept={kept ?? null}
      first={{
        title: "",
        body: "",
        channels: channel ? [channel] : [],
        tags: [],
        audience: group ? [group] : null,
      }}
      begun={() => {
        if (params.get("draft") === id) return;
        setParams((now) => ({ ...Object.fromEntries(now), draft: id }), { replace: true });
      }}
      submit="Publish"
      pending={publish.isPending}
      error={publish.error}
      save={async ({ audience, ...words }) => {
        const made = { kind: "note", ...words, url: null, written_on: null } as const;
        return (await publish.mutateAsync({ ...made, groups: audience ?? [], draft: id })).id;
      }}
    />
  );
}

/** Drafts of other new notes, to go on with one of them instead. */
function Others({ but }: { but: string }) {
  const { data } = useQuery(drafts);
  const others = data?.filter((it) => it.item === null && it.id !== but) ?? [];
  if (others.length === 0) return null;
  return (
    <Text size="sm" c="dimmed" className={classes.others ?? ""} component="div">
      Continue{" "}
      {others.slice(0, OFFERED).map((it) => (
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
