/**
 * Uploads a folder file by file, or an archive: announces files in batches, uploads a few
 * concurrently and records failures. Uploaded files are skipped, so that a restart resumes.
 */
import { api, unwrap } from "@/api/client";
import { keys } from "@/api/keys";
import { problemMessage } from "@/api/problem";
import { queryClient } from "@/api/query-client";
import type { AnnouncedFile, ImportView } from "@/api/types";
import { invalidateItemLists } from "@/items/queries";
import type { SelectedFile } from "./file-selection";
import { importProgress } from "./import-progress";
import { runUpload } from "./upload-runner";

/** Files announced per request (imports/model.py), and concurrent uploads. */
const BATCH_SIZE = 16;
const CONCURRENCY = 4;
/** Files up to this size are deduplicated by hash before uploading. */
const MAX_HASHED_SIZE = 32 * 1024 * 1024;

interface RunningUpload {
  stop: AbortController;
  paused: Promise<void> | null;
  go: () => void;
  files: Map<string, SelectedFile>;
}

const running = new Map<string, RunningUpload>();

function startRun(id: string, files: readonly SelectedFile[]): RunningUpload {
  running.get(id)?.stop.abort();
  const it: RunningUpload = {
    stop: new AbortController(),
    paused: null,
    go: () => {},
    files: new Map(files.map((file) => [file.path, file])),
  };
  running.set(id, it);
  return it;
}

/** Uploads the missing files of a folder. */
export async function uploadFolder(batch: string, name: string, files: readonly SelectedFile[]) {
  const run = startRun(batch, files);
  const bytes = files.reduce((sum, it) => sum + it.file.size, 0);
  importProgress.put({
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
  const queue: { it: AnnouncedFile; file: File; path: string }[] = [];
  let announcing: Promise<void> | null = null;
  const announce = async () => {
    const some = left.splice(0, BATCH_SIZE);
    try {
      for (const [at, it] of (await announceFiles(batch, some)).entries()) {
        const { path, file } = some[at] as SelectedFile;
        if (it.form || it.parts) queue.push({ it, file, path });
        else recordSkipped(batch, file.size);
      }
    } catch (error) {
      for (const { path } of some) recordFailure(batch, path, problemMessage(error));
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
        await runUpload(file.file, it, { item: it.item ?? it.id }, hooksFor(batch, run));
        importProgress.change(batch, { done: (importProgress.get(batch)?.done ?? 0) + 1 });
      } catch (error) {
        if (!run.stop.signal.aborted) recordFailure(batch, path, errorMessage(error));
      }
    }
  };
  await Promise.all([...Array(CONCURRENCY)].map(worker));
  finishRun(batch, run);
}

/** Uploads an archive, or the missing parts of it. */
export async function uploadArchive(made: ImportView, file: File) {
  const run = startRun(made.id, [{ path: file.name, file }]);
  const { id, name } = made;
  importProgress.put({
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
    await runUpload(file, made.upload ?? {}, { batch: id }, hooksFor(id, run));
    importProgress.change(id, { done: 1 });
  } catch (error) {
    if (!run.stop.signal.aborted) recordFailure(id, file.name, errorMessage(error));
  }
  finishRun(id, run);
}

export function pause(batch: string) {
  const run = running.get(batch);
  if (!run || run.paused) return;
  run.paused = new Promise((go) => {
    run.go = go;
  });
  importProgress.change(batch, { state: "paused" });
}

export function resume(batch: string) {
  const run = running.get(batch);
  if (!run?.paused) return;
  run.paused = null;
  run.go();
  importProgress.change(batch, { state: "sending" });
}

/** Retries failed files only. */
export async function retryFailed(batch: string) {
  const bulk = importProgress.get(batch);
  const run = running.get(batch);
  const files = bulk?.failed.flatMap(({ path }) => run?.files.get(path) ?? []) ?? [];
  if (bulk && files.length > 0) await uploadFolder(batch, bulk.name, files);
}

function hooksFor(batch: string, run: RunningUpload) {
  return {
    signal: run.stop.signal,
    whenResumed: async () => {
      while (run.paused) await run.paused;
    },
    onProgress: (bytes: number) => {
      const sent = (importProgress.get(batch)?.sent ?? 0) + bytes;
      importProgress.change(batch, { sent });
    },
  };
}

async function announceFiles(
  batch: string,
  some: readonly SelectedFile[],
): Promise<AnnouncedFile[]> {
  const files = await Promise.all(
    some.map(async ({ path, file }) => ({
      path,
      size: file.size,
      type: /^[\w.+-]+\/[\w.+-]+$/.test(file.type) ? file.type : "application/octet-stream",
      sha256: await sha256(file),
    })),
  );
  const answer = await unwrap(
    api.POST("/api/imports/{batch}/files", { params: { path: { batch } }, body: { files } }),
  );
  return answer.files;
}

async function sha256(file: File): Promise<string | null> {
  if (file.size > MAX_HASHED_SIZE || !crypto.subtle) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return Array.from(digest, (it) => it.toString(16).padStart(2, "0")).join("");
}

function recordSkipped(batch: string, bytes: number) {
  const it = importProgress.get(batch);
  if (it) importProgress.change(batch, { done: it.done + 1, sent: it.sent + bytes });
}

function recordFailure(batch: string, path: string, problem: string) {
  const it = importProgress.get(batch);
  if (it) importProgress.change(batch, { failed: [...it.failed, { path, problem }] });
}

function finishRun(batch: string, run: RunningUpload) {
  if (running.get(batch) !== run) return;
  importProgress.change(batch, { state: "ended" });
  void queryClient.invalidateQueries({ queryKey: keys.imports });
  invalidateItemLists();
}

function errorMessage(error: unknown): string {
  return error instanceof Error && !("status" in error) ? error.message : problemMessage(error);
}
