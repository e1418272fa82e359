/** Notices as sentences, and where each leads. */
import type { Notice } from "@/api/types";

const SAID: Record<Notice["kind"], (who: string) => string> = {
  mention: (who) => `${who} mentioned you`,
  reply: (who) => `${who} replied to you`,
  question: (who) => `${who} asked a question`,
  answer: (who) => `${who} marked an answer`,
  status: (who) => `${who} responded to your post`,
  merged: (who) => `${who} merged your idea into another`,
  newcomer: (who) => `${who} wrote their first post. Say hello`,
  assigned: (who) => `${who} assigned this to you`,
  reminded: (who) => `${who} reminds you of this`,
  review: (who) => `${who} asks for your review`,
  reviewed: (who) => `${who} has reviewed your work`,
  reviews: (who) => `${who} reviews your work from now on`,
  review_left: (who) => `${who} has left. It is yours to review now`,
  time_asked: (who) => `${who} asks for more time`,
  time_decided: (who) => `${who} has decided about more time`,
  join_request: (who) => `${who} asks to join`,
  joined: (who) => `${who} let you in`,
  invited: (who) => `${who} asks you to join`,
  verify: (who) => (who ? `${who} asks you to verify this` : "Waits for you to verify it"),
};

export function sentence(it: Notice): string {
  return SAID[it.kind](it.by?.name ?? (it.kind === "verify" ? "" : "Somebody"));
}

const PLACES: Record<string, string> = { item: "items", group: "groups", channel: "channels" };

export function addressOf(it: Notice): string {
  const [kind = "", id = ""] = it.ref.split(":");
  if (it.kind === "review" || it.kind === "review_left") return "/assignments/reviews";
  if (it.kind === "time_asked") {
    return kind === "group" ? `/groups/${id}/assignments` : "/assignments/given";
  }
  const place = `/${PLACES[kind] ?? kind}/${id}`;
  if (!it.part) return place;
  return `${place}${kind === "group" ? "/discussion" : ""}?post=${it.part}`;
}
