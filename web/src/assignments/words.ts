/** What is asked, said in the words of the product. */
import type { AssignmentReason, AssignmentTask, OwnAssignment, OwnState, Where } from "@/api/types";

export const VERB: Record<AssignmentTask, string> = {
  read: "read",
  do: "do",
  review: "work on and have reviewed",
};

export const TASK: Record<AssignmentTask, string> = {
  read: "To read",
  do: "To do",
  review: "For review",
};

export const WHY: Record<AssignmentReason, string> = {
  "no-time": "No time",
  "not-relevant": "Not relevant for me",
  "no-access": "No access",
  other: "Something else",
};

export const WHERE: Record<Where, string> = {
  open: "Not yet",
  done: "Done",
  ready: "Ready for review",
  asks: "Asks for time",
  says: "Said why not",
  later: "Has more time",
};

/** Where one stands oneself, in a line. */
export function said({ state, why, asked_until }: OwnState, closed: boolean): string {
  if (state === "done") return "You have done it";
  if (state === "ready") return "You handed it in, and wait for the review";
  if (asked_until) return "You asked for more time";
  if (why) return `You said why not: ${WHY[why].toLowerCase()}`;
  return closed ? "You have not done it" : "You have not done it yet";
}

export const PDF = "application/pdf";

/** Whether its own tick is how it is done; what is read is done by reading. */
export function isTicked(it: OwnAssignment, pages?: number): boolean {
  const hasEnd = it.kind === "note" || (it.type === PDF && pages !== 0);
  return it.task === "do" || (it.task === "read" && !hasEnd);
}
