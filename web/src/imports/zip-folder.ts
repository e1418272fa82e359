/**
 * A folder with pages of Markdown as one archive, which is unpacked as any other: pages become notes,
 * links between them and their pictures lead where they led.
 */
import { MAX_ZIP_SIZE, type SelectedFile, type SelectedFolder } from "./file-selection";

/** As the API has them (reading/archive.py). */
const PAGE = /\.(md|markdown)$/i;
const ARCHIVE = /\.(zip|7z|rar|tar|gz|tgz|bz2|xz|zst|jar|iso)$/i;

export function countPages(files: readonly SelectedFile[]): number {
  return files.filter(({ path }) => PAGE.test(path)).length;
}

/** Why its pages cannot become notes, as a sentence; null when they can. */
export function conversionProblem({ files }: SelectedFolder): string | null {
  const bytes = files.reduce((sum, it) => sum + it.file.size, 0);
  if (bytes > MAX_ZIP_SIZE - 1_000 * files.length)
    return "Folders over 1 GB can’t be converted to notes.";
  if (files.some(({ path }) => ARCHIVE.test(path)))
    return "Folders that contain archives can’t be converted to notes.";
  return null;
}

/** The archive; of the same files it is the same, so that what arrived of it is not sent twice. */
export async function zipFolder({ name, files }: SelectedFolder): Promise<File> {
  const { downloadZip } = await import("client-zip");
  // The folder's name goes first only where there are others below: the one at the top is no place.
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
