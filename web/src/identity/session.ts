/**
 * Who is signed in, in this browser.
 *
 * Tokens live in memory. The refresh token alone is also kept in this tab's sessionStorage, so that
 * a reload need not ask for a password; every use replaces it, and it goes with the tab. (The pool's
 * own cookie would do the same on AWS, for an hour; the laptop's pool has none.)
 */
import { useSyncExternalStore } from "react";
import { broadcastSignOut, broadcastTokens, listenToTabs, requestTokens } from "./session-sharing";
import { redeemCode, refreshTokens, signInUrl, signOutUrl, type Tokens } from "./tokens";

export type State = "starting" | "in" | "out" | "lost";

const REFRESH_KEY = "sharewell.refresh";
/** Renew this long before the end, so that no request travels with a token about to die. */
const RENEW_BEFORE_MS = 60_000;

let state: State = "starting";
let tokens: Tokens | null = null;
let renewing: Promise<Tokens> | null = null;
const listeners = new Set<() => void>();

function setSession(next: State, having: Tokens | null) {
  state = next;
  tokens = having;
  if (having?.refresh) sessionStorage.setItem(REFRESH_KEY, having.refresh);
  else sessionStorage.removeItem(REFRESH_KEY);
  for (const listener of listeners) listener();
}

/** What we hold, if it is good for a while yet. */
function validTokens(): Tokens | null {
  return tokens !== null && tokens.expires - Date.now() > RENEW_BEFORE_MS ? tokens : null;
}

async function renewTokens(): Promise<Tokens> {
  // One tab at a time: of two that send the same refresh token, the pool would refuse the second.
  const work = async () => {
    const held = validTokens();
    if (held) return held;
    const refresh = tokens?.refresh ?? sessionStorage.getItem(REFRESH_KEY);
    if (!refresh) throw new Error("nothing to renew with");
    const next = await refreshTokens(refresh);
    setSession("in", next);
    broadcastTokens(next);
    return next;
  };
  return navigator.locks ? navigator.locks.request("sharewell.renew", work) : work();
}

listenToTabs({
  getTokens: validTokens,
  onTokens: (it) => {
    if (state === "in") setSession("in", it);
  },
  onSignedOut: () => setSession("out", null),
});

export const session = {
  /** Find out whether somebody is signed in: ask other tabs, then the pool. */
  async start() {
    const others = await requestTokens();
    if (others) return setSession("in", others);
    if (!sessionStorage.getItem(REFRESH_KEY)) return setSession("out", null);
    try {
      await renewTokens();
    } catch {
      setSession("out", null);
    }
  },

  /** A token that is good for the next minute, or null while nobody is signed in. */
  async token(): Promise<string | null> {
    const held = validTokens();
    if (held) return held.access;
    if (state !== "in") return null;
    renewing ??= renewTokens().finally(() => {
      renewing = null;
    });
    try {
      return (await renewing).access;
    } catch {
      if (navigator.onLine) session.expire();
      return null;
    }
  },

  async signIn(to: string, hint?: string) {
    location.assign(await signInUrl(to, hint));
  },

  /** Back from the pool's page. Answers where to go. */
  async finish(address: string): Promise<string> {
    const found = await redeemCode(address);
    setSession("in", found.tokens);
    broadcastTokens(found.tokens);
    return found.to;
  },

  async signOut() {
    const away = await signOutUrl();
    setSession("out", null);
    broadcastSignOut();
    location.assign(away);
  },

  /** The server knows this session no more. */
  expire() {
    if (state === "in") setSession("lost", null);
  },
};

export function useSession(): State {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}
