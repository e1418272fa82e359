/**
 * Uploads files directly to the bucket with Uppy: small files in one POST, large files in parts
 * that can resume. The API signs the requests.
 */
import AwsS3, { type AwsS3Options } from "@uppy/aws-s3";
import Uppy, { type Body, type Meta, type UppyFile } from "@uppy/core";
import { api, ifMatch, unwrap } from "@/api/client";
import { idempotencyHeader, ulid } from "@/api/idempotency";
import { keys } from "@/api/keys";
import { Problem, problemMessage } from "@/api/problem";
import { queryClient } from "@/api/query-client";
import type { Upload } from "@/api/types";
import { invalidateItemLists } from "@/items/queries";
import { transfers } from "./transfers";
import type { UploadDestination } from "./uploads";

interface UploadMeta extends Meta {
  item?: string;
  place?: UploadDestination;
  /** The item, with the version that was read, whose file is replaced. */
  renews?: { id: string; version: number };
  /** The idempotency key of the announcement. */
  once?: string;
}
type UploadedFile = UppyFile<UploadMeta, Body>;

/** Files above this are uploaded in parts of this size (uploads/model.py). */
const PART_SIZE = 16 * 1024 * 1024;
const CONCURRENCY = 3;

const options: AwsS3Options<UploadMeta, Body> = {
  limit: CONCURRENCY,
  retryDelays: [0, 1000, 3000, 8000],
  shouldUseMultipart: (file: UploadedFile) => (file.size ?? 0) > PART_SIZE,
  getChunkSize: () => PART_SIZE,

  async getUploadParameters(file) {
    const { form } = await announceFile(file);
    if (!form) throw new Error("the API returned no upload form");
    return { method: "POST", url: form.url, fields: form.fields };
  },
  async createMultipartUpload(file) {
    const { item } = await announceFile(file);
    return { key: item, uploadId: item };
  },
  async listParts(_file, { key }) {
    const { parts } = await unwrap(
      api.GET("/api/uploads/{item}/parts", { params: { path: { item: key } } }),
    );
    return parts.map(({ number, size }) => ({ PartNumber: number, Size: size }));
  },
  async signPart(_file, { key, partNumber }) {
    const { parts } = await unwrap(
      api.POST("/api/uploads/{item}/parts", {
        params: { path: { item: key } },
        body: { numbers: [partNumber] },
      }),
    );
    const part = parts[0];
    if (!part) throw new Error("the API returned no part URL");
    return { method: "PUT", url: part.url };
  },
  async completeMultipartUpload(_file, { key }) {
    await unwrap(api.POST("/api/uploads/{item}/complete", { params: { path: { item: key } } }));
    return {};
  },
  // Uppy would abort the upload when one part fails; only people cancel uploads here.
  abortMultipartUpload: () => {},
};

const uppy = new Uppy<UploadMeta, Body>({
  autoProceed: true,
  allowMultipleUploadBatches: true,
}).use(AwsS3, options);

uppy.on("upload-progress", (file, { bytesUploaded }) => {
  if (file) transfers.change(file.id, { state: "sending", sent: bytesUploaded });
});
uppy.on("upload-success", (file) => {
  if (!file) return;
  transfers.change(file.id, { state: "arrived", sent: file.size ?? 0 });
  invalidateItem(file.meta.item);
});
uppy.on("upload-error", (file, error) => {
  if (file) transfers.change(file.id, { state: "failed", problem: errorMessage(error) });
});

/** Announces the file to the API, which creates the item. */
async function announceFile(file: UploadedFile): Promise<Upload> {
  const { item, place, renews, once = ulid() } = uppy.getFile(file.id).meta;
  const what = {
    name: file.name,
    size: file.size ?? 0,
    type: /^[\w.+-]+\/[\w.+-]+$/.test(file.type) ? file.type : "application/octet-stream",
  };
  const upload = item
    ? await unwrap(api.POST("/api/uploads/{item}/retry", { params: { path: { item } } }))
    : renews
      ? await unwrap(
          api.POST("/api/items/{item}/file", {
            params: {
              path: { item: renews.id },
              header: { ...idempotencyHeader(once), ...ifMatch(renews.version) },
            },
            body: what,
          }),
        )
      : await unwrap(
          api.POST("/api/uploads", {
            params: { header: idempotencyHeader(once) },
            body: {
              ...what,
              title: null,
              body: place?.body ?? "",
              channels: place?.channels ?? [],
              groups: place?.groups ?? [],
              tags: place?.tags ?? [],
              written_on: null,
            },
          }),
        );
  if (!transfers.get(file.id)) {
    // It was cancelled during the announcement.
    await deleteUpload(upload.item);
    throw new Error("upload cancelled");
  }
  uppy.setFileMeta(file.id, { item: upload.item });
  transfers.change(file.id, { item: upload.item, state: "sending" });
  invalidateItem(upload.item);
  return upload;
}

export function uploadFiles(files: readonly File[], place: UploadDestination) {
  for (const file of files) addFile(file, { place, once: ulid() });
}

/** Uploads a file as a new item; resolves with its id once announced. */
export function uploadFile(file: File, place: UploadDestination): Promise<string> {
  const id = addFile(file, { place, once: ulid() });
  return transfers.announced(id);
}

export function uploadNewVersion(of: { id: string; version: number }, file: File) {
  addFile(file, { renews: { id: of.id, version: of.version }, once: ulid() });
}

export async function resumeUpload(item: string, file: File) {
  const upload = await unwrap(
    api.POST("/api/uploads/{item}/retry", { params: { path: { item } } }),
  );
  const id = addFile(file, { item }, !upload.parts);
  if (!upload.parts) return;
  uppy.setFileState(id, multipartState(item));
  await uppy.upload();
}

export async function retryUpload(id: string) {
  const { item } = uppy.getFile(id).meta;
  transfers.change(id, { state: "waiting", problem: undefined });
  if (item && (uppy.getFile(id).size ?? 0) > PART_SIZE) {
    uppy.setFileState(id, multipartState(item));
  }
  await uppy.retryUpload(id);
}

export async function cancelUpload(id: string) {
  const file = uppy.getFile(id);
  uppy.removeFile(id);
  transfers.remove(id);
  if (file?.meta.item) await deleteUpload(file.meta.item);
}

async function deleteUpload(item: string) {
  await unwrap(api.DELETE("/api/uploads/{item}", { params: { path: { item } } }));
  invalidateItem(item);
}

/** Uppy's state of a resumable upload: it lists uploaded parts and sends the rest. */
function multipartState(item: string) {
  return Object.assign({ isPaused: false }, { s3Multipart: { key: item, uploadId: item } });
}

let count = 0;

function addFile(file: File, meta: UploadMeta, begin = true): string {
  count += 1;
  uppy.setOptions({ autoProceed: begin });
  // The number makes the same file twice two uploads.
  const id = uppy.addFile({
    name: file.name || "pasted.png",
    type: file.type,
    data: file,
    source: `${count}`,
    meta: { ...meta, relativePath: `${count}` },
  });
  transfers.add({
    id,
    name: file.name || "pasted.png",
    size: file.size,
    sent: 0,
    state: "waiting",
    ...(meta.item ? { item: meta.item } : {}),
  });
  return id;
}

function invalidateItem(item: string | undefined) {
  if (item) void queryClient.invalidateQueries({ queryKey: keys.item(item) });
  invalidateItemLists();
}

function errorMessage(error: unknown): string {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  return cause instanceof Problem ? problemMessage(cause) : "The upload failed.";
}
