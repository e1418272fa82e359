/** Errors by message and field: the client side of application/problem+json (RFC 9457). */

interface FieldError {
  field: string;
  detail: string;
}

interface ProblemBody {
  code?: string;
  detail?: string;
  field?: string;
  errors?: FieldError[];
  id?: string;
}

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  /** The id under which the server logged the error. */
  readonly id: string | undefined;
  readonly errors: FieldError[];

  constructor(status: number, body: ProblemBody = {}) {
    super(body.detail ?? `Unexpected response from the server (${status}).`);
    this.name = "Problem";
    this.status = status;
    this.code = body.code ?? (status === 0 ? "offline" : "unknown");
    this.id = body.id;
    this.errors =
      body.errors ??
      (body.field ? [{ field: body.field, detail: body.detail ?? "is invalid" }] : []);
  }

  static async fromResponse(response: Response): Promise<Problem> {
    const body: ProblemBody = await response.json().catch(() => ({}));
    return new Problem(response.status, body);
  }
}

const MESSAGES: Record<string, string> = {
  offline: "Can’t reach Sharewell. Check your connection and try again.",
  unauthorized: "You’ve been signed out. Sign in to continue.",
  not_found: "We can’t find this. It may have been deleted, or you don’t have access.",
  version_conflict: "Someone else just changed this. Reload to see their version.",
  internal: "Something went wrong on our side. Try again in a moment.",
};

/** Returns a message for the reader. */
export function problemMessage(error: unknown): string {
  if (!(error instanceof Problem)) return "Something went wrong. Reload the page.";
  const body = MESSAGES[error.code];
  if (body) return body;
  if (error.status >= 500) return MESSAGES.internal ?? error.message;
  const first = error.errors[0];
  return first ? toSentence(first.detail) : toSentence(error.message);
}

/** Returns messages by field. Fields not in `known` are left to `problemMessage`. */
export function fieldErrors(error: unknown, known: readonly string[]): Record<string, string> {
  if (!(error instanceof Problem)) return {};
  const found: Record<string, string> = {};
  for (const { field, detail } of error.errors) {
    const name = known.find((it) => field === it || field.startsWith(`${it}.`));
    if (name) found[name] ??= toSentence(detail);
  }
  return found;
}

export function isMissing(error: unknown): boolean {
  return error instanceof Problem && (error.status === 404 || error.status === 410);
}

function toSentence(text: string): string {
  const body = text.replace(/^Value error, /, "");
  const capital = body.charAt(0).toUpperCase() + body.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
