/** Upload functions; the uploader loads with the first file. */
import { toast } from "@/ui/toast";

export interface UploadDestination {
  channels: string[];
  groups: string[];
  tags?: string[];
  /** Their description, in Markdown. */
  body?: string;
}

const loadUploader = () => import("./uploader");

async function withUploader(
  work: (it: Awaited<ReturnType<typeof loadUploader>>) => Promise<void> | void,
) {
  try {
    await work(await loadUploader());
  } catch (error) {
    toast.problem(error);
  }
}

/** Uploads files as new items. */
export function uploadFiles(files: readonly File[], place: UploadDestination) {
  return withUploader((it) => it.uploadFiles(files, place));
}

/** Resumes an interrupted upload; parts already uploaded are skipped. */
export function resumeUpload(item: string, file: File) {
  return withUploader((it) => it.resumeUpload(item, file));
}

/** Uploads a new version of an item's file, based on the version that was read. */
export function uploadNewVersion(of: { id: string; version: number }, file: File) {
  return withUploader((it) => it.uploadNewVersion(of, file));
}

export function retryUpload(id: string) {
  return withUploader((it) => it.retryUpload(id));
}

export function cancelUpload(id: string) {
  return withUploader((it) => it.cancelUpload(id));
}
