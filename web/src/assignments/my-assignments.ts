/** The member's own assignments. In the first load, so nothing else belongs here. */
import { api, unwrap } from "@/api/client";
import { keys } from "@/api/keys";
import { paginatedQuery } from "@/api/pagination";
import type { OwnAssignment } from "@/api/types";

export const myAssignments = (done: boolean) =>
  paginatedQuery(keys.myAssignments(done), (after) =>
    unwrap(api.GET("/api/assignments", { params: { query: { done, after } } })),
  );

/** Whether the member still has to act: neither submitted nor declined. */
export const isActionable = (it: OwnAssignment) => it.state === "open" && !it.decline_reason;
