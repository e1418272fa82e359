/** What kinds, states, reactions and switches are called. */
import { type Icon, IconBulb, IconConfetti, IconHeart, IconThumbUp } from "@tabler/icons-react";
import type { Feeling, PostKind, PostStatus, Switch } from "@/api/types";

export const KINDS: Record<PostKind, string> = {
  comment: "Comment",
  question: "Question",
  idea: "Idea",
  feedback: "Feedback",
};

export const STATUSES: Record<PostStatus, string> = {
  heard: "Heard",
  considering: "Considering",
  done: "Done",
  declined: "Declined",
};

export const REACTIONS: Record<Feeling, { icon: Icon; word: string }> = {
  like: { icon: IconThumbUp, word: "Like" },
  thanks: { icon: IconHeart, word: "Thanks" },
  celebrate: { icon: IconConfetti, word: "Celebrate" },
  curious: { icon: IconBulb, word: "Curious" },
};

export const SWITCHES: Record<Switch, { label: string; about: string }> = {
  open: { label: "Open", about: "Everyone with access can comment" },
  "questions-only": { label: "Questions only", about: "Only questions and answers" },
  locked: { label: "Locked", about: "Read only" },
  off: { label: "Off", about: "Hidden, not deleted" },
};
