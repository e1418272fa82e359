/** Edits an item's tags. */
import { TagsInput } from "@mantine/core";
import type { ReactNode } from "react";

/** The API's limits of tags and their length. */
const MAX_TAGS = 10;
const MAX_TAG_LENGTH = 40;

interface Props {
  value: string[];
  onChange: (tags: string[]) => void;
  error?: ReactNode;
}

export function TagsField({ value, onChange, error }: Props) {
  return (
    <TagsInput
      label="Tags"
      placeholder={value.length > 0 ? "" : "Add tags"}
      value={value}
      onChange={(tags) => onChange(tags.map(normaliseTag).filter(Boolean))}
      error={error}
      maxTags={MAX_TAGS}
      splitChars={[",", ";"]}
      clearable
    />
  );
}

/** A tag as the API spells it. */
export function normaliseTag(tag: string): string {
  return tag
    .replace(/^\s*#/, "")
    .split(/\s+/)
    .filter(Boolean)
    .join(" ")
    .toLowerCase()
    .slice(0, MAX_TAG_LENGTH);
}
