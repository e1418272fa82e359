/** Text with matches highlighted. */
import type { Piece } from "@/api/types";

export function Snippet({ pieces }: { pieces: Piece[] }) {
  let at = 0;
  return pieces.map((piece) => {
    const key = at;
    at += piece.text.length;
    return piece.hit ? <mark key={key}>{piece.text}</mark> : <span key={key}>{piece.text}</span>;
  });
}

export function snippetText(pieces: Piece[]): string {
  return pieces.map((piece) => piece.text).join("");
}
