import { expect, test } from "vitest";
import { wordPattern } from "./highlighted-text";

const found = (text: string, ...marks: string[]) => text.match(wordPattern(marks) ?? /$^/);

test("whole words are marked, in any case", () => {
  expect(found("Steam, steamed; STEAM", "steam")).toEqual(["Steam", "STEAM"]);
});

test("letters of other scripts end words too", () => {
  expect(found("Größe und Größenordnung", "größe")).toEqual(["Größe"]);
});

test("what means something in a pattern is only itself", () => {
  expect(found("C++ is not C", "C++")).toEqual(["C++"]);
  expect(wordPattern(["", " "])).toBeNull();
});
