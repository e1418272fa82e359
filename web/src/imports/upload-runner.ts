/** Uploads one file to the bucket: in one form post, or in parts, each at most once. */
import { api, unwrap } from "@/api/client";
import type { Form } from "@/api/types";

/** Delays before each retry. */
const RETRY_DELAYS_MS = [500, 2000, 6000];
const CONCURRENCY = 3;

export interface UploadInstructions {
  form?: Form | null | undefined;
  parts?: { size: number; count: number } | null | undefined;
}

/** Owner of the parts: an item's upload, or an import's archive. */
export type UploadTarget = { item: string } | { batch: string };

interface UploadHooks {
  signal: AbortSignal;
  /** Resolves once the upload is not paused. */
  whenResumed: () => Promise<void>;
  /** Reports additional bytes uploaded. */
  onProgress: (bytes: number) => void;
}

export async function runUpload(
  file: Blob,
  way: UploadInstructions,
  of: UploadTarget,
  watch: UploadHooks,
): Promise<void> {
  if (way.form) {
    const form = new FormData();
    for (const [name, value] of Object.entries(way.form.fields)) form.append(name, value);
    form.append("file", file);
    const { url } = way.form;
    await withRetries(watch, () => sendRequest("POST", url, form, file.size, watch));
  } else if (way.parts) await uploadParts(file, way.parts.size, way.parts.count, of, watch);
}

async function uploadParts(
  file: Blob,
  size: number,
  count: number,
  of: UploadTarget,
  watch: UploadHooks,
) {
  const partBlob = (number: number) => file.slice((number - 1) * size, number * size);
  const uploaded = new Set((await listUploadedParts(of)).map((it) => it.number));
  const missing = [...Array(count).keys()].map((it) => it + 1).filter((it) => !uploaded.has(it));
  for (const number of uploaded) watch.onProgress(partBlob(number).size);
  const worker = async () => {
    for (let number = missing.shift(); number; number = missing.shift()) {
      const part = number;
      await withRetries(watch, async () => {
        const url = await fetchPartUrl(of, part);
        await sendRequest("PUT", url, partBlob(part), partBlob(part).size, watch);
      });
    }
  };
  await Promise.all([...Array(CONCURRENCY)].map(worker));
  await completeUpload(of);
}

/** Runs with retries; progress of a failed attempt is reverted. */
async function withRetries(watch: UploadHooks, work: () => Promise<void>) {
  for (let attempt = 0; ; attempt += 1) {
    await watch.whenResumed();
    try {
      await work();
      return;
    } catch (error) {
      const wait = RETRY_DELAYS_MS[attempt];
      if (wait === undefined || watch.signal.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

function sendRequest(
  method: string,
  url: string,
  body: Blob | FormData,
  size: number,
  watch: UploadHooks,
) {
  return new Promise<void>((done, fail) => {
    const request = new XMLHttpRequest();
    let reported = 0;
    const report = (bytes: number) => {
      const now = Math.min(size, bytes);
      watch.onProgress(now - reported);
      reported = now;
    };
    const end = (problem?: string) => {
      watch.signal.removeEventListener("abort", abort);
      if (problem === undefined) {
        report(size);
        done();
      } else {
        report(0);
        fail(new Error(problem));
      }
    };
    const abort = () => request.abort();
    watch.signal.addEventListener("abort", abort);
    request.upload.onprogress = (event) => report(event.loaded);
    request.onload = () => end(request.status < 300 ? undefined : "The upload was rejected.");
    request.onerror = () => end("The upload failed.");
    request.onabort = () => end("The upload was cancelled.");
    request.open(method, url);
    request.send(body);
  });
}

async function listUploadedParts(of: UploadTarget) {
  const answer =
    "item" in of
      ? api.GET("/api/uploads/{item}/parts", { params: { path: of } })
      : api.GET("/api/imports/{batch}/parts", { params: { path: of } });
  return (await unwrap(answer)).parts;
}

async function fetchPartUrl(of: UploadTarget, number: number) {
  const body = { numbers: [number] };
  const answer =
    "item" in of
      ? api.POST("/api/uploads/{item}/parts", { params: { path: of }, body })
      : api.POST("/api/imports/{batch}/parts", { params: { path: of }, body });
  const [part] = (await unwrap(answer)).parts;
  if (!part) throw new Error("the API returned no part URL");
  return part.url;
}

async function completeUpload(of: UploadTarget) {
  await unwrap(
    "item" in of
      ? api.POST("/api/uploads/{item}/complete", { params: { path: of } })
      : api.POST("/api/imports/{batch}/complete", { params: { path: of } }),
  );
}
