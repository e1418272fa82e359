import { expect, test } from "vitest";
import { toFolder } from "./file-selection";
import { conversionProblem, countPages, zipFolder } from "./zip-folder";

const file = (path: string) => ({
  path,
  file: new File([`# ${path}`], path.split("/").at(-1) ?? path, {
    lastModified: 1_700_000_000_000,
  }),
});

async function names(paths: string[]): Promise<string[]> {
  const bytes = new Uint8Array(await (await zipFolder(toFolder(paths.map(file)))).arrayBuffer());
  const text = new TextDecoder("latin1").decode(bytes);
  return text
    .split("PK\x01\x02")
    .slice(1)
    .map((it) => /[A-Z][\w/. ]*\.(md|png)/.exec(it)?.[0] ?? "");
}

test("zipFolder adds the root folder only if there are subfolders", async () => {
  expect(await names(["Book/B.md", "Book/A.md"])).toEqual(["A.md", "B.md"]);
  expect(await names(["Book/B.md", "Book/Lab/P.png"])).toEqual(["Book/B.md", "Book/Lab/P.png"]);
});

test("zipFolder is deterministic", async () => {
  const [one, other] = await Promise.all(
    [
      ["Book/a.md", "Book/Lab/b.md"],
      ["Book/Lab/b.md", "Book/a.md"],
    ].map((it) => zipFolder(toFolder(it.map(file))).then((zip) => zip.arrayBuffer())),
  );
  expect(new Uint8Array(one as ArrayBuffer)).toEqual(new Uint8Array(other as ArrayBuffer));
});

test("conversionProblem rejects folders with archives", () => {
  const folder = toFolder(["Book/a.md", "Book/old.zip"].map(file));
  expect(countPages(folder.files)).toBe(1);
  expect(conversionProblem(folder)).toContain("archives");
  expect(conversionProblem(toFolder([file("Book/a.md")]))).toBeNull();
});
