import { expect, test } from "vitest";
import { wordPattern } from "./highlighted-text";

const found = (text: string, ...marks: string[]) => text.match(wordPattern(marks) ?? /$^/);

test("wordPattern matches whole words in any case", () => {
  expect(found("Steam, steamed; STEAM", "steam")).toEqual(["Steam", "STEAM"]);
});

test("wordPattern treats letters of all scripts as word characters", () => {
  expect(found("Größe und Größenordnung", "größe")).toEqual(["Größe"]);
});

test("wordPattern escapes special characters", () => {
  expect(found("C++ is not C", "C++")).toEqual(["C++"]);
  expect(wordPattern(["", " "])).toBeNull();
});
