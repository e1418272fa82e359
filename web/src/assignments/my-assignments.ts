/** What one is asked oneself. Beside the navigation from the first page on, so nothing else is here. */
import { api, unwrap } from "@/api/client";
import { keys } from "@/api/keys";
import { paginatedQuery } from "@/api/pagination";
import type { OwnAssignment } from "@/api/types";

export const myAssignments = (done: boolean) =>
  paginatedQuery(keys.myAssignments(done), (after) =>
    unwrap(api.GET("/api/assignments", { params: { query: { done, after } } })),
  );

/** Whether one has neither handed it in nor said why not. */
export const isActionable = (it: OwnAssignment) => it.state === "open" && !it.why;
