/**
 * The session of this browser.
 *
 * Tokens are kept in memory. Only the refresh token is also stored in the tab's sessionStorage, so
 * that a reload needs no password; every use rotates it, and closing the tab drops it. (The pool's
 * cookie would do the same on AWS, for an hour; the local pool has none.)
 */
import { useSyncExternalStore } from "react";
import { broadcastSignOut, broadcastTokens, listenToTabs, requestTokens } from "./session-sharing";
import { redeemCode, refreshTokens, signInUrl, signOutUrl, type Tokens } from "./tokens";

export type State = "starting" | "in" | "out" | "lost";

const REFRESH_KEY = "sharewell.refresh";
/** Refresh this long before expiry, so that no request carries an expired token. */
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

/** The current tokens, if still valid for a while. */
function validTokens(): Tokens | null {
  return tokens !== null && tokens.expires - Date.now() > RENEW_BEFORE_MS ? tokens : null;
}

async function renewTokens(): Promise<Tokens> {
  // One tab at a time: the pool refuses a refresh token that was already used.
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
  /** Checks whether someone is signed in: asks other tabs, then the pool. */
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

  /** Returns an access token valid for the next minute; null if signed out. */
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

  /** Completes the sign-in redirect; returns the URL to continue to. */
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

  /** The server no longer accepts this session. */
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
