/** Three-way merge of two edits of a text. */
import { diff3Merge } from "node-diff3";
import type { OpenedItem } from "@/api/types";
import type { Draft } from "./use-draft";

/** Agreed text, or a conflict to resolve. */
export type MergePart = { both: string } | { theirs: string; mine: string };

export type Choice = "theirs" | "mine" | "both";

/** Merges by line; within lines that both changed, by word. */
export function mergeTexts(base: string, theirs: string, mine: string): MergePart[] {
  const found = mergePieces(
    splitText(mine, /(?<=\n)/),
    splitText(base, /(?<=\n)/),
    splitText(theirs, /(?<=\n)/),
  );
  const finer = found.flatMap((one): MergePart[] => {
    if ("both" in one) return [one];
    const by = /(?<=\s)/;
    const words = mergePieces(
      splitText(one.mine, by),
      splitText(one.base, by),
      splitText(one.theirs, by),
    );
    const clash = words.some((it) => !("both" in it));
    return clash ? [one] : words;
  });
  return finer.reduce<MergePart[]>((all, one) => {
    const last = all.at(-1);
    if (!("both" in one)) all.push({ theirs: one.theirs, mine: one.mine });
    else if (last && "both" in last) all[all.length - 1] = { both: last.both + one.both };
    else all.push(one);
    return all;
  }, []);
}

type RawMergePart = { both: string } | { theirs: string; mine: string; base: string };

function mergePieces(mine: string[], base: string[], theirs: string[]): RawMergePart[] {
  return diff3Merge(mine, base, theirs, { excludeFalseConflicts: true }).map((one) => {
    if (one.ok) return { both: one.ok.join("") };
    const { a = [], o = [], b = [] } = one.conflict ?? {};
    return { mine: a.join(""), base: o.join(""), theirs: b.join("") };
  });
}

function splitText(text: string, at: RegExp): string[] {
  return text.split(at);
}

export function countConflicts(stretches: MergePart[]): number {
  return stretches.filter((one) => !("both" in one)).length;
}

/** The merged text, with the nth conflict resolved by the nth choice. */
export function applyChoices(stretches: MergePart[], choices: Choice[]): string {
  let at = 0;
  return stretches
    .map((one) => {
      if ("both" in one) return one.both;
      const choice = choices[at] ?? "both";
      at += 1;
      if (choice === "theirs") return one.theirs;
      if (choice === "mine") return one.mine;
      return one.theirs.endsWith("\n") ? one.theirs + one.mine : `${one.theirs}\n${one.mine}`;
    })
    .join("");
}

/** Applies one side's additions and removals to the other's list. */
export function mergeLists(base: string[], theirs: string[], mine: string[]): string[] {
  const common = theirs.filter((it) => mine.includes(it) || !base.includes(it));
  return [...common, ...mine.filter((it) => !base.includes(it) && !common.includes(it))];
}

/** Merges channels, tags and audience; the own change of audience wins. */
export function mergeDrafts(base: Draft, theirs: OpenedItem, mine: Draft): Draft {
  const audience = theirs.groups.length > 0 ? theirs.groups : null;
  const own = JSON.stringify(mine.audience) !== JSON.stringify(base.audience);
  return {
    ...mine,
    channels: mergeLists(base.channels, theirs.channels, mine.channels),
    tags: mergeLists(base.tags, theirs.tags, mine.tags),
    audience: own ? mine.audience : audience,
  };
}
