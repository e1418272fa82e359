/** The HTTP API client: typed by functions/openapi.json, authorised by the session. */
import createClient, { type Middleware } from "openapi-fetch";
import { session } from "@/identity/session";
import { Problem } from "./problem";
import type { paths } from "./schema";

const authMiddleware: Middleware = {
  async onRequest({ request }) {
    const token = await session.token();
    if (token) request.headers.set("Authorization", `Bearer ${token}`);
    return request;
  },
  async onResponse({ response }) {
    if (response.ok) return undefined;
    const problem = await Problem.fromResponse(response);
    if (response.status === 401) session.expire();
    throw problem;
  },
  onError({ error }) {
    return error instanceof Problem ? error : new Problem(0);
  },
};

export const api = createClient<paths>({
  querySerializer: { array: { style: "form", explode: true } },
});
api.use(authMiddleware);

/** Returns the body of a response. Errors were already thrown as Problem. */
export async function unwrap<T>(asked: Promise<{ data?: T }>): Promise<T> {
  const { data } = await asked;
  return data as T;
}

/** The header that makes a change fail with 412 if the version is outdated. */
export function ifMatch(version: number) {
  return { "If-Match": `"${version}"` };
}
