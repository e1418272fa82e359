/** Attaches files to a note: pictures are embedded, other files become linked items. */
import { api, unwrap } from "@/api/client";
import { idempotencyHeader, ulid } from "@/api/idempotency";
import type { UploadDestination } from "@/uploads/uploads";

const PICTURE = /^image\/(png|jpeg|gif|webp)$/;
const MAX_PICTURE_SIZE = 10 * 1024 * 1024;

/** Uploads the file and returns the Markdown that shows or links it. */
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

/** The picture's size as a fragment, so that the page can reserve room. */
async function sizeFragment(file: File): Promise<string> {
  try {
    const { width, height } = await createImageBitmap(file);
    return `#${width}x${height}`;
  } catch {
    return "";
  }
}
