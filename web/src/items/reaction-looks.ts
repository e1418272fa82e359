/** What each reaction says, as words and as a picture. */
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

export const LOOKS: Record<Reaction, { word: string; icon: Icon }> = {
  helped: { word: "This helped me", icon: IconLifebuoy },
  thanks: { word: "Thank you", icon: IconHeart },
  agree: { word: "I agree", icon: IconThumbUp },
  insight: { word: "I see now", icon: IconBulb },
  celebrate: { word: "Well done", icon: IconConfetti },
  laugh: { word: "It made me smile", icon: IconMoodSmile },
};
