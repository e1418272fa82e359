import { expect, test } from "vitest";
import { previewOutcomes, toFolder, topFolders } from "./file-selection";

const file = (path: string) => ({ path, file: new File(["x"], path.split("/").at(-1) ?? path) });

test("toFolder uses a single root as name, not in paths", () => {
  const chosen = toFolder(["Book/b.txt", "Book/Lab/a.txt", "Book/.DS_Store"].map(file));
  expect(chosen.name).toBe("Book");
  expect(chosen.files.map((it) => it.path)).toEqual(["b.txt", "Lab/a.txt"]);
  expect(chosen.skipped).toBe(1);
});

test("toFolder keeps several roots in paths", () => {
  expect(toFolder(["A/a.txt", "B/b.txt"].map(file)).files.map((it) => it.path)).toEqual([
    "A/a.txt",
    "B/b.txt",
  ]);
});

test("previewOutcomes maps top folders to channels and lower ones to tags", () => {
  const files = ["Lab/Tests/a.txt", "Lab/b.txt", "c.txt"].map(file);
  expect(previewOutcomes(files, "channels")).toEqual([
    { channel: "Lab", tags: ["tests"], count: 2 },
    { channel: null, tags: [], count: 1 },
  ]);
  expect(topFolders(files)).toEqual(["Lab"]);
  expect(previewOutcomes(files, "tags").map((it) => it.tags)).toEqual([
    ["lab", "tests"],
    ["lab"],
    [],
  ]);
  expect(previewOutcomes(files, "flat")).toEqual([{ channel: null, tags: [], count: 3 }]);
});
