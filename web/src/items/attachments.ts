/** What is put into a text: a picture shows in it, any other file becomes an item that it links to. */
import { api, unwrap } from "@/api/client";
import { idempotencyHeader, ulid } from "@/api/idempotency";
import type { UploadDestination } from "@/uploads/uploads";

const PICTURE = /^image\/(png|jpeg|gif|webp)$/;
const MAX_PICTURE_SIZE = 10 * 1024 * 1024;

/** Sends the file, and answers with the Markdown that stands for it. */
export async function attachFile(
  file: File,
  name: string,
  place: UploadDestination,
): Promise<string> {
  if (PICTURE.test(file.type) && file.size <= MAX_PICTURE_SIZE) return uploadPicture(file, name);
  const { uploadFile } = await import("@/uploads/uploader");
  return `[${name}](/items/${await uploadFile(file, place)})`;
}

async function uploadPicture(file: File, name: string): Promise<string> {
  const { key, form } = await unwrap(
    api.POST("/api/pictures", {
      params: { header: idempotencyHeader(ulid()) },
      body: { size: file.size, type: file.type },
    }),
  );
  const body = new FormData();
  for (const [field, value] of Object.entries(form.fields)) body.append(field, value);
  body.append("file", file);
  const sent = await fetch(form.url, { method: "POST", body });
  if (!sent.ok) throw new Error(`the bucket answered ${sent.status}`);
  return `![${name.replace(/\.\w+$/, "")}](/${key}${await sizeFragment(file)})`;
}

/** Its size, so that the page keeps the room for it. */
async function sizeFragment(file: File): Promise<string> {
  try {
    const { width, height } = await createImageBitmap(file);
    return `#${width}x${height}`;
  } catch {
    return "";
  }
}
