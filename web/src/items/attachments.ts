/** What is put into a text: a picture shows in it, any other file becomes an item that it links to. */
import { api, got } from "@/api/client";
import { onlyOnce, ulid } from "@/api/idempotency";
import type { Place } from "@/uploads/uploads";

const PICTURE = /^image\/(png|jpeg|gif|webp)$/;
const LARGEST = 10 * 1024 * 1024;

/** Sends the file, and answers with the Markdown that stands for it. */
export async function attach(file: File, name: string, place: Place): Promise<string> {
  if (PICTURE.test(file.type) && file.size <= LARGEST) return picture(file, name);
  const { sendOne } = await import("@/uploads/uploader");
  return `[${name}](/items/${await sendOne(file, place)})`;
}

async function picture(file: File, name: string): Promise<string> {
  const { key, form } = await got(
    api.POST("/api/pictures", {
      params: { header: onlyOnce(ulid()) },
      body: { size: file.size, type: file.type },
    }),
  );
  const body = new FormData();
  for (const [field, value] of Object.entries(form.fields)) body.append(field, value);
  body.append("file", file);
  const sent = await fetch(form.url, { method: "POST", body });
  if (!sent.ok) throw new Error(`the bucket answered ${sent.status}`);
  return `![${name.replace(/\.\w+$/, "")}](/${key}${await measured(file)})`;
}

/** Its size, so that the page keeps the room for it. */
async function measured(file: File): Promise<string> {
  try {
    const { width, height } = await createImageBitmap(file);
    return `#${width}x${height}`;
  } catch {
    return "";
  }
}
