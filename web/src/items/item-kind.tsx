/** An item's kind as a label and an icon. */
import {
  type Icon,
  IconFile,
  IconFileSpreadsheet,
  IconFileText,
  IconFileTypePdf,
  IconHeadphones,
  IconLink,
  IconMail,
  IconMessage2,
  IconMovie,
  IconNotes,
  IconPhoto,
  IconPresentation,
} from "@tabler/icons-react";
import type { Card } from "@/api/types";

const BY_TYPE: [RegExp, Icon, string][] = [
  [/pdf/, IconFileTypePdf, "PDF"],
  [/^image\//, IconPhoto, "Picture"],
  [/^audio\//, IconHeadphones, "Recording"],
  [/^video\//, IconMovie, "Video"],
  [/presentation|powerpoint/, IconPresentation, "Slides"],
  [/sheet|excel|csv/, IconFileSpreadsheet, "Table"],
  [/word|document|rtf/, IconFileText, "Document"],
  [/vtt|subrip/, IconMessage2, "Captions"],
  [/rfc822|outlook/, IconMail, "Email"],
  [/^text\//, IconFileText, "Text"],
];

export function itemKind(it: Pick<Card, "kind" | "type">): { icon: Icon; word: string } {
  if (it.kind === "note") return { icon: IconNotes, word: "Note" };
  if (it.kind === "link") return { icon: IconLink, word: "Link" };
  const found = BY_TYPE.find(([pattern]) => pattern.test(it.type ?? ""));
  return found ? { icon: found[1], word: found[2] } : { icon: IconFile, word: "File" };
}
