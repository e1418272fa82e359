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
  open: { label: "Open", about: "Everyone who sees this can say something" },
  "questions-only": { label: "Questions only", about: "Questions, and answers to them" },
  locked: { label: "Locked", about: "What was said stays; nothing new" },
  off: { label: "Off", about: "Hidden, never deleted" },
};
