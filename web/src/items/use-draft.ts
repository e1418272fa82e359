/** Drafts: stored in this browser at once and on the server a moment later, so that the member can continue on any device. */
import { useCallback, useEffect, useRef, useState } from "react";
import { api, ifMatch, unwrap } from "@/api/client";
import { keys } from "@/api/keys";
import { Problem } from "@/api/problem";
import { queryClient } from "@/api/query-client";
import type { Draft as StoredDraft } from "@/api/types";

export interface Draft {
  title: string;
  body: string;
  channels: string[];
  tags: string[];
  audience: string[] | null;
}

/** Where the draft is stored. "local": in this browser only. "conflict": the same member is editing it in another window. */
export type SaveState = "unsaved" | "saving" | "saved" | "local" | "conflict";

interface DraftOptions {
  /** The item's id when editing an item, otherwise any new id. */
  id: string;
  item?: string;
  /** The version of the item that the edit started from. */
  baseVersion?: number;
  initial: Draft;
  /** The draft stored on the server, if any. */
  stored: StoredDraft | null;
}

const LOCAL_SAVE_DELAY_MS = 400;
const SERVER_SAVE_DELAY_MS = 1_500;
const storageKey = (id: string) => `sharewell.draft.${id}`;

function readLocal(id: string): { draft: Draft; at: number } | null {
  try {
    const found = JSON.parse(localStorage.getItem(storageKey(id)) ?? "null");
    return found?.draft ? found : null;
  } catch {
    return null;
  }
}

export function toDraft({ title, body, channels, tags, groups }: StoredDraft): Draft {
  return { title, body, channels, tags, audience: groups };
}

/** Returns the newer of the draft in this browser and the draft on the server. */
function newestDraft(id: string, stored: StoredDraft | null): Draft | null {
  const own = readLocal(id);
  if (own && (!stored || own.at > Date.parse(stored.changed_at))) return own.draft;
  return stored && toDraft(stored);
}

export function useDraft({ id, item, baseVersion, initial, stored }: DraftOptions) {
  const [restored, setRestored] = useState(() => newestDraft(id, stored));
  const [draft, setDraft] = useState<Draft>(restored ?? initial);
  const [saveState, setSaveState] = useState<SaveState>(stored ? "saved" : "unsaved");
  const serverVersion = useRef(stored?.version);
  const closed = useRef(false);
  const queue = useRef(Promise.resolve());
  const lastSent = useRef(JSON.stringify(restored ?? initial));
  const changed = JSON.stringify(draft) !== JSON.stringify(initial);

  const send = useCallback(
    (words: Draft) => {
      const json = JSON.stringify(words);
      if (json === lastSent.current) return;
      lastSent.current = json;
      queue.current = queue.current.then(async () => {
        if (closed.current) return;
        setSaveState("saving");
        try {
          const header = serverVersion.current ? ifMatch(serverVersion.current) : {};
          const { audience, ...rest } = words;
          const card = await unwrap(
            api.PUT("/api/drafts/{draft}", {
              params: { path: { draft: id }, header },
              body: {
                ...rest,
                groups: audience,
                item: item ?? null,
                base_version: baseVersion ?? null,
              },
            }),
          );
          serverVersion.current = card.version;
          setSaveState("saved");
          void queryClient.invalidateQueries({ queryKey: keys.drafts, exact: true });
        } catch (error) {
          lastSent.current = "";
          if (!(error instanceof Problem) || error.code !== "version_conflict") {
            setSaveState("local");
            return;
          }
          const other = await fetchDraft(id);
          if (!other || isSameDraft(toDraft(other), words)) {
            // It was published or discarded in another window, or the response to this request was lost.
            serverVersion.current = other?.version;
            lastSent.current = other ? json : "";
            setSaveState(other ? "saved" : "unsaved");
          } else {
            setSaveState("conflict");
          }
        }
      });
    },
    [id, item, baseVersion],
  );

  const latest = useRef(draft);
  latest.current = draft;
  useEffect(() => {
    if (!changed || saveState === "conflict") return;
    const storeTimer = setTimeout(() => {
      try {
        localStorage.setItem(storageKey(id), JSON.stringify({ draft, at: Date.now() }));
      } catch {
        // Storage is off or full: the server stores it in a moment.
      }
    }, LOCAL_SAVE_DELAY_MS);
    const sendTimer = setTimeout(() => send(draft), SERVER_SAVE_DELAY_MS);
    return () => {
      clearTimeout(storeTimer);
      clearTimeout(sendTimer);
    };
  }, [id, draft, changed, saveState, send]);

  // Leaving the page or the window sends unsent changes.
  const flush = useRef(() => {});
  flush.current = () => {
    if (changed && saveState !== "conflict" && !closed.current) send(latest.current);
  };
  useEffect(() => {
    const hide = () => document.visibilityState === "hidden" && flush.current();
    document.addEventListener("visibilitychange", hide);
    return () => {
      document.removeEventListener("visibilitychange", hide);
      flush.current();
    };
  }, []);

  return {
    draft,
    change: (fields: Partial<Draft>) => setDraft((before) => ({ ...before, ...fields })),
    /** Replaces a placeholder in the body by its final text. */
    replace: (from: string, to: string) =>
      setDraft((before) => ({ ...before, body: before.body.replace(from, () => to) })),
    changed,
    restored: restored !== null,
    saveState,
    /** Stops sending: the draft is about to be published. */
    close: async () => {
      closed.current = true;
      await queue.current;
    },
    reopen: () => {
      closed.current = false;
    },
    clear: () => {
      closed.current = true;
      localStorage.removeItem(storageKey(id));
      queryClient.removeQueries({ queryKey: keys.draft(id) });
      void queryClient.invalidateQueries({ queryKey: keys.drafts, exact: true });
    },
    startOver: async () => {
      localStorage.removeItem(storageKey(id));
      setRestored(null);
      setDraft(initial);
      lastSent.current = JSON.stringify(initial);
      serverVersion.current = undefined;
      setSaveState("unsaved");
      await discardDraft(id);
    },
    /** Continues with the version of the other window. */
    loadOther: async () => {
      const other = await fetchDraft(id);
      if (!other) {
        serverVersion.current = undefined;
        setSaveState("unsaved");
        return;
      }
      serverVersion.current = other.version;
      lastSent.current = JSON.stringify(toDraft(other));
      setDraft(toDraft(other));
      setSaveState("saved");
    },
    /** Overwrites the version of the other window. */
    keepOwn: () => {
      serverVersion.current = undefined;
      setSaveState("unsaved");
    },
  };
}

/** Returns the draft on the server; null if there is none or the request fails. */
async function fetchDraft(id: string): Promise<StoredDraft | null> {
  try {
    return await unwrap(api.GET("/api/drafts/{draft}", { params: { path: { draft: id } } }));
  } catch {
    return null;
  }
}

function isSameDraft(one: Draft, other: Draft): boolean {
  const plain = ({ title, body, channels, tags, audience }: Draft) =>
    JSON.stringify([title.trim(), body, channels, tags, audience]);
  return plain(one) === plain(other);
}

export async function discardDraft(id: string) {
  await unwrap(api.DELETE("/api/drafts/{draft}", { params: { path: { draft: id } } }));
  localStorage.removeItem(storageKey(id));
  queryClient.removeQueries({ queryKey: keys.draft(id) });
  await queryClient.invalidateQueries({ queryKey: keys.drafts, exact: true });
}
