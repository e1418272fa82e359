/** Labels for kinds, statuses, reactions and modes. */
import { type Icon, IconBulb, IconConfetti, IconHeart, IconThumbUp } from "@tabler/icons-react";
import type { DiscussionMode, PostKind, PostReaction, PostStatus } from "@/api/types";

export const POST_KIND_LABELS: Record<PostKind, string> = {
  comment: "Comment",
  question: "Question",
  idea: "Idea",
  feedback: "Feedback",
};

export const POST_STATUS_LABELS: Record<PostStatus, string> = {
  heard: "Heard",
  considering: "Considering",
  done: "Done",
  declined: "Declined",
};

export const POST_REACTIONS: Record<PostReaction, { icon: Icon; word: string }> = {
  like: { icon: IconThumbUp, word: "Like" },
  thanks: { icon: IconHeart, word: "Thanks" },
  celebrate: { icon: IconConfetti, word: "Celebrate" },
  curious: { icon: IconBulb, word: "Curious" },
};

export const MODE_LABELS: Record<DiscussionMode, { label: string; about: string }> = {
  open: { label: "Open", about: "Everyone with access can comment" },
  "questions-only": { label: "Questions only", about: "Only questions and answers" },
  locked: { label: "Locked", about: "Read only" },
  off: { label: "Off", about: "Hidden, not deleted" },
};
