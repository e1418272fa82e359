/** A person's photo, or their initials on a stable colour. */
import type { CSSProperties } from "react";
import { usePictureUrl } from "@/api/pictures";
import classes from "./avatar.module.css";

interface Props {
  name: string;
  /** A key for /api/pictures. */
  photo?: string | null | undefined;
  size?: number;
}

export function Avatar({ name, photo, size = 28 }: Props) {
  const picture = usePictureUrl(photo);
  const style = { "--size": `${size}px`, "--hue": hueOf(name) } as CSSProperties;
  return (
    <span className={classes.avatar} style={style} aria-hidden>
      {picture ? <img src={picture} alt="" /> : initials(name)}
    </span>
  );
}

export function initials(name: string): string {
  const parts = name.trim().split(/\s+/);
  const first = parts[0]?.[0] ?? "?";
  const last = parts.length > 1 ? (parts[parts.length - 1]?.[0] ?? "") : "";
  return (first + last).toUpperCase();
}

function hueOf(name: string): number {
  let sum = 7;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 3600;
  return sum % 360;
}
