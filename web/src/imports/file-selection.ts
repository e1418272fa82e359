/** Files of a selected or dropped folder, and a preview of their destinations. */
import { normaliseTag } from "@/items/tags-field";

/** A file with its path below the selected folder. */
export interface SelectedFile {
  path: string;
  file: File;
}

export interface SelectedFolder {
  name: string;
  files: SelectedFile[];
  /** The number of system files left out. */
  skipped: number;
}

export type Structure = "channels" | "tags" | "flat";

/** The API's limits (imports/model.py). */
export const MAX_FILES = 2000;
export const MAX_CHANNELS = 30;
export const MAX_ZIP_SIZE = 1_000_000_000;

const SYSTEM_FILES = new Set([".ds_store", "thumbs.db", "desktop.ini", ".git", "__macosx"]);

function isSystemFile(path: string): boolean {
  const parts = path.toLowerCase().split("/");
  const name = parts.at(-1) ?? "";
  return parts.some((it) => SYSTEM_FILES.has(it)) || /^(\._|~\$)/.test(name);
}

/** Builds a folder from files; a single common root becomes its name, not part of paths. */
export function toFolder(all: readonly SelectedFile[], otherwise = "Files"): SelectedFolder {
  const files = all.filter((it) => !isSystemFile(it.path));
  const first = new Set(files.map(({ path }) => (path.includes("/") ? path.split("/")[0] : "")));
  const [root = ""] = first;
  const one = first.size === 1 && root !== "";
  const below = one ? files.map((it) => ({ ...it, path: it.path.slice(root.length + 1) })) : files;
  return {
    name: one ? root : otherwise,
    files: below.toSorted((a, b) => a.path.localeCompare(b.path)),
    skipped: all.length - files.length,
  };
}

/** Reads the files of an `<input webkitdirectory>`. */
export function folderFromInput(list: Iterable<File>): SelectedFolder {
  return toFolder([...list].map((file) => ({ path: file.webkitRelativePath || file.name, file })));
}

/** Reads dropped entries, walking through folders. */
export async function folderFromEntries(
  entries: readonly FileSystemEntry[],
): Promise<SelectedFolder> {
  const found: SelectedFile[] = [];
  const walk = async (entry: FileSystemEntry, path: string): Promise<void> => {
    if (found.length > 2 * MAX_FILES) return;
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
  return toFolder(found);
}

/** One line of the preview: where some of the files go. */
export interface Outcome {
  channel: string | null;
  tags: string[];
  count: number;
}

/** The destination of a file by its folders; the same rule as the API's (imports/structure.py). */
export function destinationOf(path: string, structure: Structure): Omit<Outcome, "count"> {
  const folders = path.split("/").slice(0, -1);
  const [top, ...below] = folders;
  if (structure === "flat") return { channel: null, tags: [] };
  if (structure === "tags") return { channel: null, tags: toTags(folders) };
  return { channel: top?.slice(0, 80).trim() ?? null, tags: toTags(below) };
}

export function previewOutcomes(files: readonly SelectedFile[], structure: Structure): Outcome[] {
  const found = new Map<string, Outcome>();
  for (const { path } of files) {
    const to = destinationOf(path, structure);
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
export function topFolders(files: readonly SelectedFile[]): string[] {
  const names = files.flatMap(({ path }) => destinationOf(path, "channels").channel ?? []);
  return [...new Set(names)];
}

function toTags(folders: readonly string[]): string[] {
  return [...new Set(folders.map(normaliseTag).filter(Boolean))].slice(0, 10);
}
