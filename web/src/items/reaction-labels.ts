/** Labels and icons of reactions. */
import {
  type Icon,
  IconBulb,
  IconConfetti,
  IconHeart,
  IconLifebuoy,
  IconMoodSmile,
  IconThumbUp,
} from "@tabler/icons-react";
import type { Reaction } from "@/api/types";

export const REACTION_LABELS: Record<Reaction, { word: string; icon: Icon }> = {
  helped: { word: "Helpful", icon: IconLifebuoy },
  thanks: { word: "Thanks", icon: IconHeart },
  agree: { word: "Agree", icon: IconThumbUp },
  insight: { word: "Insightful", icon: IconBulb },
  celebrate: { word: "Celebrate", icon: IconConfetti },
  laugh: { word: "Funny", icon: IconMoodSmile },
};
