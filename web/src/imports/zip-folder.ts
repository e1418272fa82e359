/**
 * Zips a folder with Markdown pages, which the server unpacks like any archive: pages become notes,
 * with their links and pictures.
 */
import { MAX_ZIP_SIZE, type SelectedFile, type SelectedFolder } from "./file-selection";

/** The API's file types (reading/archive.py). */
const PAGE = /\.(md|markdown)$/i;
const ARCHIVE = /\.(zip|7z|rar|tar|gz|tgz|bz2|xz|zst|jar|iso)$/i;

export function countPages(files: readonly SelectedFile[]): number {
  return files.filter(({ path }) => PAGE.test(path)).length;
}

/** Why pages can't become notes, as a sentence; null if they can. */
export function conversionProblem({ files }: SelectedFolder): string | null {
  const bytes = files.reduce((sum, it) => sum + it.file.size, 0);
  if (bytes > MAX_ZIP_SIZE - 1_000 * files.length)
    return "Folders over 1 GB can’t be converted to notes.";
  if (files.some(({ path }) => ARCHIVE.test(path)))
    return "Folders that contain archives can’t be converted to notes.";
  return null;
}

/** Zips a folder; the same files give the same archive, so that uploads resume. */
export async function zipFolder({ name, files }: SelectedFolder): Promise<File> {
  const { downloadZip } = await import("client-zip");
  // The folder's name is the top folder only if there are others below it.
  const root = files.some(({ path }) => path.includes("/")) ? `${safeName(name)}/` : "";
  const entries = files.map(({ path, file }) => ({
    name: root + path,
    input: file,
    lastModified: new Date(file.lastModified),
  }));
  const blob = await downloadZip(entries).blob();
  return new File([blob], `${name}.zip`, { type: "application/zip" });
}

function safeName(name: string): string {
  return name.replaceAll("/", " ").trim() || "Folder";
}
