/**
 * Who is signed in, in this browser.
 *
 * Tokens live in memory. The refresh token alone is also kept in this tab's sessionStorage, so that
 * a reload need not ask for a password; every use replaces it, and it goes with the tab. (The pool's
 * own cookie would do the same on AWS, for an hour; the laptop's pool has none.)
 */
import { useSyncExternalStore } from "react";
import { fromOtherTabs, listen, share, shareEnd } from "./session-sharing";
import { redeem, renew, signInAddress, signOutAddress, type Tokens } from "./tokens";

export type State = "starting" | "in" | "out" | "lost";

const KEPT = "sharewell.refresh";
/** Renew this long before the end, so that no request travels with a token about to die. */
const EARLY = 60_000;

let state: State = "starting";
let tokens: Tokens | null = null;
let renewing: Promise<Tokens> | null = null;
const watchers = new Set<() => void>();

function become(next: State, having: Tokens | null) {
  state = next;
  tokens = having;
  if (having?.refresh) sessionStorage.setItem(KEPT, having.refresh);
  else sessionStorage.removeItem(KEPT);
  for (const tell of watchers) tell();
}

/** What we hold, if it is good for a while yet. */
function fresh(): Tokens | null {
  return tokens !== null && tokens.expires - Date.now() > EARLY ? tokens : null;
}

async function renewed(): Promise<Tokens> {
  // One tab at a time: of two that send the same refresh token, the pool would refuse the second.
  const work = async () => {
    const held = fresh();
    if (held) return held;
    const refresh = tokens?.refresh ?? sessionStorage.getItem(KEPT);
    if (!refresh) throw new Error("nothing to renew with");
    const next = await renew(refresh);
    become("in", next);
    share(next);
    return next;
  };
  return navigator.locks ? navigator.locks.request("sharewell.renew", work) : work();
}

listen({
  ask: fresh,
  have: (it) => {
    if (state === "in") become("in", it);
  },
  gone: () => become("out", null),
});

export const session = {
  /** Find out whether somebody is signed in: ask other tabs, then the pool. */
  async start() {
    const others = await fromOtherTabs();
    if (others) return become("in", others);
    if (!sessionStorage.getItem(KEPT)) return become("out", null);
    try {
      await renewed();
    } catch {
      become("out", null);
    }
  },

  /** A token that is good for the next minute, or null while nobody is signed in. */
  async token(): Promise<string | null> {
    const held = fresh();
    if (held) return held.access;
    if (state !== "in") return null;
    renewing ??= renewed().finally(() => {
      renewing = null;
    });
    try {
      return (await renewing).access;
    } catch {
      if (navigator.onLine) session.lose();
      return null;
    }
  },

  async signIn(to: string, hint?: string) {
    location.assign(await signInAddress(to, hint));
  },

  /** Back from the pool's page. Answers where to go. */
  async finish(address: string): Promise<string> {
    const found = await redeem(address);
    become("in", found.tokens);
    share(found.tokens);
    return found.to;
  },

  async signOut() {
    const away = await signOutAddress();
    become("out", null);
    shareEnd();
    location.assign(away);
  },

  /** The server knows this session no more. */
  lose() {
    if (state === "in") become("lost", null);
  },
};

export function useSession(): State {
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => state,
  );
}
