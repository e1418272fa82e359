/**
 * Sends a folder file by file, or an archive: announces some at a time, carries a few at once, and
 * knows what failed. What is here already is never sent twice, so beginning again is going on.
 */
import { api, got } from "@/api/client";
import { keys } from "@/api/keys";
import { words } from "@/api/problem";
import { queryClient } from "@/api/query-client";
import type { Announced, ImportView } from "@/api/types";
import { forgetLists } from "@/items/queries";
import type { Chosen } from "./file-selection";
import { bulks } from "./import-progress";
import { carry } from "./upload-runner";

/** Files announced in one request (imports/model.py), and files carried side by side. */
const ANNOUNCED = 16;
const AT_ONCE = 4;
/** Bytes of a file up to which it is known by its contents before it is sent. */
const HASHED = 32 * 1024 * 1024;

interface Running {
  stop: AbortController;
  paused: Promise<void> | null;
  go: () => void;
  files: Map<string, Chosen>;
}

const running = new Map<string, Running>();

function begin(id: string, files: readonly Chosen[]): Running {
  running.get(id)?.stop.abort();
  const it: Running = {
    stop: new AbortController(),
    paused: null,
    go: () => {},
    files: new Map(files.map((file) => [file.path, file])),
  };
  running.set(id, it);
  return it;
}

/** Send what is missing of a folder. */
export async function sendFolder(batch: string, name: string, files: readonly Chosen[]) {
  const run = begin(batch, files);
  const bytes = files.reduce((sum, it) => sum + it.file.size, 0);
  bulks.put({
    id: batch,
    name,
    total: files.length,
    bytes,
    done: 0,
    sent: 0,
    failed: [],
    state: "sending",
  });
  const left = [...files];
  const queue: { it: Announced; file: File; path: string }[] = [];
  let announcing: Promise<void> | null = null;
  const announce = async () => {
    const some = left.splice(0, ANNOUNCED);
    try {
      for (const [at, it] of (await announced(batch, some)).entries()) {
        const { path, file } = some[at] as Chosen;
        if (it.form || it.parts) queue.push({ it, file, path });
        else passed(batch, file.size);
      }
    } catch (error) {
      for (const { path } of some) failed(batch, path, words(error));
    }
  };
  const next = async () => {
    while (queue.length === 0 && (left.length > 0 || announcing)) {
      announcing ??= announce().finally(() => {
        announcing = null;
      });
      await announcing;
    }
    return queue.shift();
  };
  const worker = async () => {
    for (let file = await next(); file && !run.stop.signal.aborted; file = await next()) {
      const { it, path } = file;
      try {
        await carry(file.file, it, { item: it.item ?? it.id }, watching(batch, run));
        bulks.change(batch, { done: (bulks.get(batch)?.done ?? 0) + 1 });
      } catch (error) {
        if (!run.stop.signal.aborted) failed(batch, path, reason(error));
      }
    }
  };
  await Promise.all([...Array(AT_ONCE)].map(worker));
  ended(batch, run);
}

/** Send an archive, or what is missing of it. */
export async function sendArchive(made: ImportView, file: File) {
  const run = begin(made.id, [{ path: file.name, file }]);
  const { id, name } = made;
  bulks.put({
    id,
    name,
    total: 1,
    bytes: file.size,
    done: 0,
    sent: 0,
    failed: [],
    state: "sending",
  });
  try {
    await carry(file, made.send ?? {}, { batch: id }, watching(id, run));
    bulks.change(id, { done: 1 });
  } catch (error) {
    if (!run.stop.signal.aborted) failed(id, file.name, reason(error));
  }
  ended(id, run);
}

/** Whether this tab still has the files of an import. */
export const has = (batch: string) => running.has(batch);

export function pause(batch: string) {
  const run = running.get(batch);
  if (!run || run.paused) return;
  run.paused = new Promise((go) => {
    run.go = go;
  });
  bulks.change(batch, { state: "paused" });
}

export function resume(batch: string) {
  const run = running.get(batch);
  if (!run?.paused) return;
  run.paused = null;
  run.go();
  bulks.change(batch, { state: "sending" });
}

/** Send again what failed, and nothing else. */
export async function sendFailed(batch: string) {
  const bulk = bulks.get(batch);
  const run = running.get(batch);
  const files = bulk?.failed.flatMap(({ path }) => run?.files.get(path) ?? []) ?? [];
  if (bulk && files.length > 0) await sendFolder(batch, bulk.name, files);
}

export function giveUp(batch: string) {
  running.get(batch)?.stop.abort();
  running.delete(batch);
  if (bulks.get(batch)) bulks.change(batch, { state: "ended" });
}

function watching(batch: string, run: Running) {
  return {
    signal: run.stop.signal,
    ready: async () => {
      while (run.paused) await run.paused;
    },
    moved: (bytes: number) => {
      const sent = (bulks.get(batch)?.sent ?? 0) + bytes;
      bulks.change(batch, { sent });
    },
  };
}

async function announced(batch: string, some: readonly Chosen[]): Promise<Announced[]> {
  const files = await Promise.all(
    some.map(async ({ path, file }) => ({
      path,
      size: file.size,
      type: /^[\w.+-]+\/[\w.+-]+$/.test(file.type) ? file.type : "application/octet-stream",
      sha256: await hashed(file),
    })),
  );
  const answer = await got(
    api.POST("/api/imports/{batch}/files", { params: { path: { batch } }, body: { files } }),
  );
  return answer.files;
}

async function hashed(file: File): Promise<string | null> {
  if (file.size > HASHED || !crypto.subtle) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return Array.from(digest, (it) => it.toString(16).padStart(2, "0")).join("");
}

function passed(batch: string, bytes: number) {
  const it = bulks.get(batch);
  if (it) bulks.change(batch, { done: it.done + 1, sent: it.sent + bytes });
}

function failed(batch: string, path: string, problem: string) {
  const it = bulks.get(batch);
  if (it) bulks.change(batch, { failed: [...it.failed, { path, problem }] });
}

function ended(batch: string, run: Running) {
  if (running.get(batch) !== run) return;
  bulks.change(batch, { state: "ended" });
  void queryClient.invalidateQueries({ queryKey: keys.imports });
  forgetLists();
}

function reason(error: unknown): string {
  return error instanceof Error && !("status" in error) ? error.message : words(error);
}
