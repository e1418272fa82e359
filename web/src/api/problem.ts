/** What went wrong, in words and by field: the app's half of application/problem+json (RFC 9457). */

interface Wrong {
  field: string;
  detail: string;
}

interface Said {
  code?: string;
  detail?: string;
  field?: string;
  errors?: Wrong[];
  id?: string;
}

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  /** The id that the server's log has too. */
  readonly id: string | undefined;
  readonly wrong: Wrong[];

  constructor(status: number, said: Said = {}) {
    super(said.detail ?? `Unexpected response from the server (${status}).`);
    this.name = "Problem";
    this.status = status;
    this.code = said.code ?? (status === 0 ? "offline" : "unknown");
    this.id = said.id;
    this.wrong =
      said.errors ??
      (said.field ? [{ field: said.field, detail: said.detail ?? "is invalid" }] : []);
  }

  static async of(response: Response): Promise<Problem> {
    const said: Said = await response.json().catch(() => ({}));
    return new Problem(response.status, said);
  }
}

const WORDS: Record<string, string> = {
  offline: "Can’t reach Sharewell. Check your connection and try again.",
  unauthorized: "You’ve been signed out. Sign in to continue.",
  missing: "We can’t find this. It may have been deleted, or you don’t have access.",
  stale: "Someone else just changed this. Reload to see their version.",
  internal: "Something went wrong on our side. Try again in a moment.",
};

/** A sentence for whoever is looking. */
export function words(error: unknown): string {
  if (!(error instanceof Problem)) return "Something went wrong. Reload the page.";
  const said = WORDS[error.code];
  if (said) return said;
  if (error.status >= 500) return WORDS.internal ?? error.message;
  const first = error.wrong[0];
  return first ? sentence(first.detail) : sentence(error.message);
}

/** What to show at which field; names not among `known` are left to `words`. */
export function atFields(error: unknown, known: readonly string[]): Record<string, string> {
  if (!(error instanceof Problem)) return {};
  const found: Record<string, string> = {};
  for (const { field, detail } of error.wrong) {
    const name = known.find((it) => field === it || field.startsWith(`${it}.`));
    if (name) found[name] ??= sentence(detail);
  }
  return found;
}

export function isMissing(error: unknown): boolean {
  return error instanceof Problem && (error.status === 404 || error.status === 410);
}

function sentence(text: string): string {
  const said = text.replace(/^Value error, /, "");
  const capital = said.charAt(0).toUpperCase() + said.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
