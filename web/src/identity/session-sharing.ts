/**
 * Shares the session between the tabs of a browser without storing it: a new tab asks the others,
 * and a tab that refreshes tokens broadcasts them, since a rotated refresh token works only once.
 */
import type { Tokens } from "./tokens";

type TabMessage = { kind: "ask" } | { kind: "have"; tokens: Tokens } | { kind: "gone" };

const REPLY_TIMEOUT_MS = 120;
const channel = "BroadcastChannel" in window ? new BroadcastChannel("sharewell.session") : null;

export function listenToTabs(on: {
  getTokens: () => Tokens | null;
  onTokens(it: Tokens): void;
  onSignedOut(): void;
}) {
  channel?.addEventListener("message", ({ data }: MessageEvent<TabMessage>) => {
    if (data.kind === "ask") {
      const tokens = on.getTokens();
      if (tokens) broadcastTokens(tokens);
    } else if (data.kind === "have") on.onTokens(data.tokens);
    else on.onSignedOut();
  });
}

export function broadcastTokens(tokens: Tokens) {
  channel?.postMessage({ kind: "have", tokens } satisfies TabMessage);
}

export function broadcastSignOut() {
  channel?.postMessage({ kind: "gone" } satisfies TabMessage);
}

/** Returns the tokens of another tab; null if none replies in time. */
export function requestTokens(): Promise<Tokens | null> {
  if (!channel) return Promise.resolve(null);
  return new Promise((resolve) => {
    const done = (tokens: Tokens | null) => {
      clearTimeout(timer);
      channel.removeEventListener("message", onMessage);
      resolve(tokens);
    };
    const onMessage = ({ data }: MessageEvent<TabMessage>) => {
      if (data.kind === "have") done(data.tokens);
    };
    const timer = setTimeout(() => done(null), REPLY_TIMEOUT_MS);
    channel.addEventListener("message", onMessage);
    channel.postMessage({ kind: "ask" } satisfies TabMessage);
  });
}
