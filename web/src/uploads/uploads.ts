/** The app's words for sending files; loads the machinery when the first file comes. */
import { toast } from "@/ui/toast";

export interface UploadDestination {
  channels: string[];
  groups: string[];
  tags?: string[];
  /** What to know about them, in Markdown. */
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

/** Send files as new items. */
export function uploadFiles(files: readonly File[], place: UploadDestination) {
  return withUploader((it) => it.uploadFiles(files, place));
}

/** Send a file again whose bytes never came; parts that did are not sent twice. */
export function resumeUpload(item: string, file: File) {
  return withUploader((it) => it.resumeUpload(item, file));
}

/** Send another file for an item that has one, as it was when it was read. */
export function uploadNewVersion(of: { id: string; version: number }, file: File) {
  return withUploader((it) => it.uploadNewVersion(of, file));
}

export function retryUpload(id: string) {
  return withUploader((it) => it.retryUpload(id));
}

export function cancelUpload(id: string) {
  return withUploader((it) => it.cancelUpload(id));
}
