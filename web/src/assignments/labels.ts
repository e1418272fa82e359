/** Labels for the API's assignment values. */
import type {
  AssignmentReason,
  AssignmentTask,
  OwnAssignment,
  OwnState,
  StatusFilter,
} from "@/api/types";

export const TASK_VERBS: Record<AssignmentTask, string> = {
  read: "Read",
  do: "Do",
  review: "Work on",
};

export const TASK_LABELS: Record<AssignmentTask, string> = {
  read: "To read",
  do: "To do",
  review: "For review",
};

export const DECLINE_REASONS: Record<AssignmentReason, string> = {
  "no-time": "Not enough time",
  "not-relevant": "Not relevant to me",
  "no-access": "No access",
  other: "Other reason",
};

export const STATUS_LABELS: Record<StatusFilter, string> = {
  open: "Open",
  done: "Done",
  ready: "Ready for review",
  extension_requested: "Extension requested",
  declined: "Declined",
  extended: "Extended",
};

/** The member's own status in one line. */
export function statusText(
  { state, decline_reason, requested_until }: OwnState,
  closed: boolean,
): string {
  if (state === "done") return "Completed";
  if (state === "ready") return "Submitted, waiting for review";
  if (requested_until) return "Extension requested";
  if (decline_reason) return `Declined: ${DECLINE_REASONS[decline_reason].toLowerCase()}`;
  return closed ? "Not completed" : "Not completed yet";
}

export const PDF = "application/pdf";

/** Whether the assignee marks it done; notes and PDFs are completed by reading. */
export function isMarkedManually(it: OwnAssignment, pages?: number): boolean {
  const hasEnd = it.kind === "note" || (it.type === PDF && pages !== 0);
  return it.task === "do" || (it.task === "read" && !hasEnd);
}
