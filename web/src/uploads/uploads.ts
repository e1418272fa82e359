/** The app's words for sending files; loads the machinery when the first file comes. */
import { sayProblem } from "@/ui/toast";

export interface Place {
  channels: string[];
  groups: string[];
  tags?: string[];
  /** What to know about them, in Markdown. */
  body?: string;
}

const sender = () => import("./uploader");

async function act(work: (it: Awaited<ReturnType<typeof sender>>) => Promise<void> | void) {
  try {
    await work(await sender());
  } catch (error) {
    sayProblem(error);
  }
}

/** Send files as new items. */
export function send(files: readonly File[], place: Place) {
  return act((it) => it.send(files, place));
}

/** Send a file again whose bytes never came; parts that did are not sent twice. */
export function sendAgain(item: string, file: File) {
  return act((it) => it.sendAgain(item, file));
}

/** Send another file for an item that has one, as it was when it was read. */
export function sendNewVersion(of: { id: string; version: number }, file: File) {
  return act((it) => it.sendNewVersion(of, file));
}

export function retry(id: string) {
  return act((it) => it.retry(id));
}

export function cancel(id: string) {
  return act((it) => it.cancel(id));
}
