/** What somebody has written and not published yet: kept in this browser at once, and on the server a moment later, so that it can be gone on with anywhere. */
import { useCallback, useEffect, useRef, useState } from "react";
import { api, got, ifMatch } from "@/api/client";
import { keys } from "@/api/keys";
import { Problem } from "@/api/problem";
import { queryClient } from "@/api/query-client";
import type { Draft as KeptDraft } from "@/api/types";

export interface Draft {
  title: string;
  body: string;
  channels: string[];
  tags: string[];
  audience: string[] | null;
}

/** Where it is kept: nowhere yet, on its way, on the server, in this browser alone; or somebody (the same member) goes on with it in another window. */
export type Whereabouts = "nowhere" | "underway" | "kept" | "here" | "elsewhere";

interface Begun {
  /** The item's id for a change of it, otherwise any fresh id. */
  id: string;
  item?: string;
  /** The item's version that a change began with. */
  beganWith?: number;
  first: Draft;
  /** What the server has of it. */
  kept: KeptDraft | null;
}

const HERE_AFTER = 400;
const SENT_AFTER = 1_500;
const place = (id: string) => `sharewell.draft.${id}`;

function here(id: string): { draft: Draft; at: number } | null {
  try {
    const found = JSON.parse(localStorage.getItem(place(id)) ?? "null");
    return found?.draft ? found : null;
  } catch {
    return null;
  }
}

export function wordsOf({ title, body, channels, tags, groups }: KeptDraft): Draft {
  return { title, body, channels, tags, audience: groups };
}

/** The newer of what this browser has and what the server has. */
function latest(id: string, kept: KeptDraft | null): Draft | null {
  const own = here(id);
  if (own && (!kept || own.at > Date.parse(kept.changed_at))) return own.draft;
  return kept && wordsOf(kept);
}

export function useDraft({ id, item, beganWith, first, kept }: Begun) {
  const [recovered, setRecovered] = useState(() => latest(id, kept));
  const [draft, setDraft] = useState<Draft>(recovered ?? first);
  const [is, setIs] = useState<Whereabouts>(kept ? "kept" : "nowhere");
  const known = useRef(kept?.version);
  const closed = useRef(false);
  const queue = useRef(Promise.resolve());
  const told = useRef(JSON.stringify(recovered ?? first));
  const changed = JSON.stringify(draft) !== JSON.stringify(first);

  const send = useCallback(
    (words: Draft) => {
      const said = JSON.stringify(words);
      if (said === told.current) return;
      told.current = said;
      queue.current = queue.current.then(async () => {
        if (closed.current) return;
        setIs("underway");
        try {
          const header = known.current ? ifMatch(known.current) : {};
          const { audience, ...rest } = words;
          const card = await got(
            api.PUT("/api/drafts/{draft}", {
              params: { path: { draft: id }, header },
              body: {
                ...rest,
                groups: audience,
                item: item ?? null,
                began_with: beganWith ?? null,
              },
            }),
          );
          known.current = card.version;
          setIs("kept");
          void queryClient.invalidateQueries({ queryKey: keys.drafts, exact: true });
        } catch (error) {
          told.current = "";
          if (!(error instanceof Problem) || error.code !== "stale") {
            setIs("here");
            return;
          }
          const other = await fetched(id);
          if (!other || same(wordsOf(other), words)) {
            // It was published or discarded elsewhere, or the answer to this very one was lost.
            known.current = other?.version;
            told.current = other ? said : "";
            setIs(other ? "kept" : "nowhere");
          } else {
            setIs("elsewhere");
          }
        }
      });
    },
    [id, item, beganWith],
  );

  const now = useRef(draft);
  now.current = draft;
  useEffect(() => {
    if (!changed || is === "elsewhere") return;
    const keep = setTimeout(() => {
      try {
        localStorage.setItem(place(id), JSON.stringify({ draft, at: Date.now() }));
      } catch {
        // Storage is off or full: the server has it in a moment.
      }
    }, HERE_AFTER);
    const tell = setTimeout(() => send(draft), SENT_AFTER);
    return () => {
      clearTimeout(keep);
      clearTimeout(tell);
    };
  }, [id, draft, changed, is, send]);

  // Leaving the page or the window sends what the last pause did not.
  const leaving = useRef(() => {});
  leaving.current = () => {
    if (changed && is !== "elsewhere" && !closed.current) send(now.current);
  };
  useEffect(() => {
    const hide = () => document.visibilityState === "hidden" && leaving.current();
    document.addEventListener("visibilitychange", hide);
    return () => {
      document.removeEventListener("visibilitychange", hide);
      leaving.current();
    };
  }, []);

  return {
    draft,
    change: (what: Partial<Draft>) => setDraft((before) => ({ ...before, ...what })),
    /** Puts the text that is known by now in the place of what stood for it. */
    replace: (from: string, to: string) =>
      setDraft((before) => ({ ...before, body: before.body.replace(from, () => to) })),
    changed,
    recovered: recovered !== null,
    is,
    /** Nothing is sent any more: it is about to be published. */
    close: async () => {
      closed.current = true;
      await queue.current;
    },
    reopen: () => {
      closed.current = false;
    },
    forget: () => {
      closed.current = true;
      localStorage.removeItem(place(id));
      queryClient.removeQueries({ queryKey: keys.draft(id) });
      void queryClient.invalidateQueries({ queryKey: keys.drafts, exact: true });
    },
    startOver: async () => {
      localStorage.removeItem(place(id));
      setRecovered(null);
      setDraft(first);
      told.current = JSON.stringify(first);
      known.current = undefined;
      setIs("nowhere");
      await discard(id);
    },
    /** Go on with what the other window wrote. */
    takeOther: async () => {
      const other = await fetched(id);
      if (!other) {
        known.current = undefined;
        setIs("nowhere");
        return;
      }
      known.current = other.version;
      told.current = JSON.stringify(wordsOf(other));
      setDraft(wordsOf(other));
      setIs("kept");
    },
    /** Write over what the other window wrote. */
    keepOwn: () => {
      known.current = undefined;
      setIs("nowhere");
    },
  };
}

/** What the server has now; null when it has none, or cannot be asked. */
async function fetched(id: string): Promise<KeptDraft | null> {
  try {
    return await got(api.GET("/api/drafts/{draft}", { params: { path: { draft: id } } }));
  } catch {
    return null;
  }
}

function same(one: Draft, other: Draft): boolean {
  const plain = ({ title, body, channels, tags, audience }: Draft) =>
    JSON.stringify([title.trim(), body, channels, tags, audience]);
  return plain(one) === plain(other);
}

export async function discard(id: string) {
  await got(api.DELETE("/api/drafts/{draft}", { params: { path: { draft: id } } }));
  localStorage.removeItem(place(id));
  queryClient.removeQueries({ queryKey: keys.draft(id) });
  await queryClient.invalidateQueries({ queryKey: keys.drafts, exact: true });
}
