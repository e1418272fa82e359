/**
 * Open tabs of one browser share a session without writing it down: a new tab asks the others,
 * and whoever renews tells the rest, since a rotated refresh token works only once.
 */
import type { Tokens } from "./tokens";

type Said = { kind: "ask" } | { kind: "have"; tokens: Tokens } | { kind: "gone" };

const PATIENCE = 120;
const channel = "BroadcastChannel" in window ? new BroadcastChannel("sharewell.session") : null;

export function listen(on: { ask: () => Tokens | null; have(it: Tokens): void; gone(): void }) {
  channel?.addEventListener("message", ({ data }: MessageEvent<Said>) => {
    if (data.kind === "ask") {
      const tokens = on.ask();
      if (tokens) share(tokens);
    } else if (data.kind === "have") on.have(data.tokens);
    else on.gone();
  });
}

export function share(tokens: Tokens) {
  channel?.postMessage({ kind: "have", tokens } satisfies Said);
}

export function shareEnd() {
  channel?.postMessage({ kind: "gone" } satisfies Said);
}

/** The tokens of another tab, or null when none answers soon. */
export function fromOtherTabs(): Promise<Tokens | null> {
  if (!channel) return Promise.resolve(null);
  return new Promise((tell) => {
    const done = (tokens: Tokens | null) => {
      clearTimeout(timer);
      channel.removeEventListener("message", heard);
      tell(tokens);
    };
    const heard = ({ data }: MessageEvent<Said>) => {
      if (data.kind === "have") done(data.tokens);
    };
    const timer = setTimeout(() => done(null), PATIENCE);
    channel.addEventListener("message", heard);
    channel.postMessage({ kind: "ask" } satisfies Said);
  });
}
