import { expect, test } from "vitest";
import { folderOf } from "./file-selection";
import { hindrance, pagesOf, zipped } from "./zip-folder";

const file = (path: string) => ({
  path,
  file: new File([`# ${path}`], path.split("/").at(-1) ?? path, {
    lastModified: 1_700_000_000_000,
  }),
});

async function names(paths: string[]): Promise<string[]> {
  const bytes = new Uint8Array(await (await zipped(folderOf(paths.map(file)))).arrayBuffer());
  const text = new TextDecoder("latin1").decode(bytes);
  return text
    .split("PK\x01\x02")
    .slice(1)
    .map((it) => /[A-Z][\w/. ]*\.(md|png)/.exec(it)?.[0] ?? "");
}

test("a folder becomes an archive with its name only where others lie in it", async () => {
  expect(await names(["Book/B.md", "Book/A.md"])).toEqual(["A.md", "B.md"]);
  expect(await names(["Book/B.md", "Book/Lab/P.png"])).toEqual(["Book/B.md", "Book/Lab/P.png"]);
});

test("the same files make the same archive", async () => {
  const [one, other] = await Promise.all(
    [
      ["Book/a.md", "Book/Lab/b.md"],
      ["Book/Lab/b.md", "Book/a.md"],
    ].map((it) => zipped(folderOf(it.map(file))).then((zip) => zip.arrayBuffer())),
  );
  expect(new Uint8Array(one as ArrayBuffer)).toEqual(new Uint8Array(other as ArrayBuffer));
});

test("what holds archives is sent as it is", () => {
  const folder = folderOf(["Book/a.md", "Book/old.zip"].map(file));
  expect(pagesOf(folder.files)).toBe(1);
  expect(hindrance(folder)).toContain("archives");
  expect(hindrance(folderOf([file("Book/a.md")]))).toBeNull();
});
