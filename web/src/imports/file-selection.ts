/** Files of a folder as somebody chose or dropped it, and what will come of each. */
import { plain } from "@/items/tags-field";

/** A file, and its path below the folder that was chosen. */
export interface Chosen {
  path: string;
  file: File;
}

export interface Folder {
  name: string;
  files: Chosen[];
  /** What computers leave beside people's files. */
  leftOut: number;
}

export type Structure = "channels" | "tags" | "flat";

/** As the API has them (imports/model.py). */
export const MOST_FILES = 2000;
export const MOST_CHANNELS = 30;
export const LARGEST_ZIP = 1_000_000_000;

const OF_THE_SYSTEM = new Set([".ds_store", "thumbs.db", "desktop.ini", ".git", "__macosx"]);

function isOfTheSystem(path: string): boolean {
  const parts = path.toLowerCase().split("/");
  const name = parts.at(-1) ?? "";
  return parts.some((it) => OF_THE_SYSTEM.has(it)) || /^(\._|~\$)/.test(name);
}

/** A folder of these files; where all lie in one folder, that is its name and not part of paths. */
export function folderOf(all: readonly Chosen[], otherwise = "Files"): Folder {
  const files = all.filter((it) => !isOfTheSystem(it.path));
  const first = new Set(files.map(({ path }) => (path.includes("/") ? path.split("/")[0] : "")));
  const [root = ""] = first;
  const one = first.size === 1 && root !== "";
  const below = one ? files.map((it) => ({ ...it, path: it.path.slice(root.length + 1) })) : files;
  return {
    name: one ? root : otherwise,
    files: below.toSorted((a, b) => a.path.localeCompare(b.path)),
    leftOut: all.length - files.length,
  };
}

/** What an `<input webkitdirectory>` gave. */
export function fromInput(list: Iterable<File>): Folder {
  return folderOf([...list].map((file) => ({ path: file.webkitRelativePath || file.name, file })));
}

/** What was dropped: folders are walked through. */
export async function fromEntries(entries: readonly FileSystemEntry[]): Promise<Folder> {
  const found: Chosen[] = [];
  const walk = async (entry: FileSystemEntry, path: string): Promise<void> => {
    if (found.length > 2 * MOST_FILES) return;
    if (entry.isFile) {
      const file = await new Promise<File>((take, fail) =>
        (entry as FileSystemFileEntry).file(take, fail),
      );
      found.push({ path: path + entry.name, file });
      return;
    }
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    for (;;) {
      const some = await new Promise<FileSystemEntry[]>((take, fail) =>
        reader.readEntries(take, fail),
      );
      if (some.length === 0) return;
      for (const it of some) await walk(it, `${path}${entry.name}/`);
    }
  };
  for (const it of entries) await walk(it, "");
  return folderOf(found);
}

/** One line of the preview: where some of the files go. */
export interface Outcome {
  channel: string | null;
  tags: string[];
  count: number;
}

/** Where a file goes by its folders: the same rule as the API's (imports/structure.py). */
export function placed(path: string, structure: Structure): Omit<Outcome, "count"> {
  const folders = path.split("/").slice(0, -1);
  const [top, ...below] = folders;
  if (structure === "flat") return { channel: null, tags: [] };
  if (structure === "tags") return { channel: null, tags: words(folders) };
  return { channel: top?.slice(0, 80).trim() ?? null, tags: words(below) };
}

export function outcomes(files: readonly Chosen[], structure: Structure): Outcome[] {
  const found = new Map<string, Outcome>();
  for (const { path } of files) {
    const to = placed(path, structure);
    const key = JSON.stringify(structure === "channels" ? to.channel : to);
    const seen = found.get(key);
    if (seen) {
      seen.count += 1;
      for (const tag of to.tags) if (!seen.tags.includes(tag)) seen.tags.push(tag);
    } else found.set(key, { ...to, count: 1 });
  }
  return [...found.values()];
}

/** The top folders, which may become channels. */
export function tops(files: readonly Chosen[]): string[] {
  const names = files.flatMap(({ path }) => placed(path, "channels").channel ?? []);
  return [...new Set(names)];
}

function words(folders: readonly string[]): string[] {
  return [...new Set(folders.map(plain).filter(Boolean))].slice(0, 10);
}
