/** Notifications as sentences, with their URLs. */
import type { Notice } from "@/api/types";

const SENTENCES: Record<Notice["kind"], (who: string) => string> = {
  mention: (who) => `${who} mentioned you`,
  reply: (who) => `${who} replied to you`,
  question: (who) => `${who} asked a question`,
  answer: (who) => `${who} marked a reply as the answer`,
  status: (who) => `${who} responded to your post`,
  merged: (who) => `${who} merged your idea into another`,
  newcomer: (who) => `${who} wrote their first post`,
  assigned: (who) => `${who} assigned this to you`,
  reminder: (who) => `${who} sent you a reminder`,
  review: (who) => `${who} asked for your review`,
  reviewed: (who) => `${who} reviewed your work`,
  reviewer_changed: (who) => `${who} is now your reviewer`,
  review_reassigned: (who) => `${who} has left. You are now the reviewer`,
  extension_requested: (who) => `${who} requested an extension`,
  extension_decided: (who) => `${who} answered your extension request`,
  join_request: (who) => `${who} requested to join`,
  joined: (who) => `${who} added you`,
  invited: (who) => `${who} invited you`,
  verify: (who) => (who ? `${who} asked you to verify this` : "Needs your verification"),
};

export function notificationText(it: Notice): string {
  return SENTENCES[it.kind](it.by?.name ?? (it.kind === "verify" ? "" : "Someone"));
}

const PATHS: Record<string, string> = { item: "items", group: "groups", channel: "channels" };

export function notificationUrl(it: Notice): string {
  const [kind = "", id = ""] = it.ref.split(":");
  if (it.kind === "review" || it.kind === "review_reassigned") return "/assignments/reviews";
  if (it.kind === "extension_requested") {
    return kind === "group" ? `/groups/${id}/assignments` : "/assignments/given";
  }
  const place = `/${PATHS[kind] ?? kind}/${id}`;
  if (!it.part) return place;
  return `${place}${kind === "group" ? "/discussion" : ""}?post=${it.part}`;
}
