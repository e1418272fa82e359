/** Assignment queries and mutations. */
import { queryOptions, useMutation } from "@tanstack/react-query";
import { api, ifMatch, unwrap } from "@/api/client";
import { useIdempotencyKey } from "@/api/idempotency";
import { keys } from "@/api/keys";
import { paginatedQuery } from "@/api/pagination";
import { queryClient } from "@/api/query-client";
import type {
  AssignmentForMe,
  AssignmentReason,
  AssignmentState,
  NewAssignments,
  OwnAssignment,
  StatusFilter,
} from "@/api/types";
import { toast } from "@/ui/toast";

/** The path parameters of an assignment. */
export interface AssignmentRef {
  to: string;
  id: string;
}

const pathOf = ({ to, id }: AssignmentRef) => ({ to, assignment: id });

export const itemAssignments = (item: string) =>
  queryOptions({
    queryKey: keys.itemAssignments(item),
    queryFn: async () =>
      (await unwrap(api.GET("/api/items/{item}/assignments", { params: { path: { item } } })))
        .items,
  });

export const groupAssignments = (group: string) =>
  paginatedQuery(keys.groupAssignments(group), (after) =>
    unwrap(
      api.GET("/api/groups/{group}/assignments", {
        params: { path: { group }, query: { after } },
      }),
    ),
  );

/** Groups that the member may assign to. */
export const assignableGroups = queryOptions({
  queryKey: keys.assignableGroups,
  queryFn: async () =>
    (await unwrap(api.GET("/api/groups", { params: { query: { managed: true } } }))).items,
});

export const assignmentsByMe = paginatedQuery(keys.assignmentsByMe, (after) =>
  unwrap(api.GET("/api/assignments/created", { params: { query: { after } } })),
);

export const assignees = (of: AssignmentRef, where: StatusFilter | null) =>
  paginatedQuery(keys.assignees(of.id, where ?? "all"), (after) =>
    unwrap(
      api.GET("/api/assignments/{to}/{assignment}/people", {
        params: { path: pathOf(of), query: { after, ...(where ? { where } : {}) } },
      }),
    ),
  );

export const reviews = paginatedQuery(keys.reviews, (after) =>
  unwrap(api.GET("/api/reviews", { params: { query: { after } } })),
);

function invalidateAssignments() {
  return queryClient.invalidateQueries({ queryKey: keys.assignments });
}

export function useAssign() {
  const once = useIdempotencyKey();
  return useMutation({
    meta: { quiet: true },
    retry: once.retry,
    mutationFn: (body: NewAssignments) =>
      unwrap(api.POST("/api/assignments", { params: { header: once.header() }, body })),
    onSuccess: () => {
      once.done();
      return invalidateAssignments();
    },
  });
}

/** Updates cached assignments at once; the response replaces them. */
function updateCachedAssignments(item: string, change: (it: AssignmentForMe) => AssignmentForMe) {
  queryClient.setQueryData<AssignmentForMe[]>(keys.itemAssignments(item), (list) =>
    list?.map(change),
  );
}

function putState(ref: AssignmentRef, state: AssignmentState) {
  return unwrap(
    api.PUT("/api/assignments/{to}/{assignment}/mine", {
      params: { path: pathOf(ref) },
      body: { state },
    }),
  );
}

const STATE_MESSAGES: Record<AssignmentState, string> = {
  done: "Completed",
  ready: "Submitted for review",
  open: "Marked not done",
};

/** Sets the member's state; can be undone for ten seconds. */
export function useSetState() {
  return useMutation({
    mutationFn: ({ it, state }: { it: OwnAssignment; state: AssignmentState }) =>
      putState(it, state),
    onMutate: ({ it, state }) => {
      updateCachedAssignments(it.item, (one) => (one.id === it.id ? { ...one, state } : one));
    },
    onSuccess: (_answer, { it, state }) => showStateChange(it, state),
    onSettled: invalidateAssignments,
  });
}

function showStateChange(it: OwnAssignment, state: AssignmentState = "done") {
  toast.undoable(`${STATE_MESSAGES[state]}: “${it.title}”`, async () => {
    await putState(it, it.state);
    await invalidateAssignments();
  });
}

export function useRecordPage() {
  return useMutation({
    meta: { quiet: true },
    mutationFn: ({ it, page }: { it: AssignmentForMe; page: number }) =>
      unwrap(
        api.PUT("/api/assignments/{to}/{assignment}/mine/page", {
          params: { path: pathOf(it) },
          body: { page },
        }),
      ),
    onSuccess: (now, { it }) => {
      updateCachedAssignments(it.item, (one) => (one.id === it.id ? now : one));
      if (now.state === it.state) return;
      showStateChange(it);
      void invalidateAssignments();
    },
  });
}

export function useDecline(it: AssignmentRef) {
  return useMutation({
    mutationFn: (reason: { decline_reason: AssignmentReason; comment: string } | null) =>
      reason
        ? unwrap(
            api.PUT("/api/assignments/{to}/{assignment}/mine/decline", {
              params: { path: pathOf(it) },
              body: reason,
            }),
          )
        : unwrap(
            api.DELETE("/api/assignments/{to}/{assignment}/mine/decline", {
              params: { path: pathOf(it) },
            }),
          ),
    onSettled: invalidateAssignments,
  });
}

export function useRequestExtension(it: AssignmentRef) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: { due: string; comment: string }) =>
      unwrap(
        api.PUT("/api/assignments/{to}/{assignment}/mine/extension", {
          params: { path: pathOf(it) },
          body,
        }),
      ),
    onSuccess: invalidateAssignments,
  });
}

interface Change {
  due?: string;
  note?: string;
  phase?: "open" | "closed" | "withdrawn";
}

export function useChangeAssignment(it: AssignmentRef & { version: number | null }) {
  return useMutation({
    mutationFn: ({
      due = null,
      note = null,
      phase = null,
    }: { [K in keyof Change]: Change[K] | null }) =>
      unwrap(
        api.PATCH("/api/assignments/{to}/{assignment}", {
          params: { path: pathOf(it), header: it.version ? ifMatch(it.version) : {} },
          body: { due, note, phase },
        }),
      ),
    onSettled: invalidateAssignments,
  });
}

/** Reopens a closed or withdrawn assignment. */
export async function reopenAssignment(it: AssignmentRef) {
  await unwrap(
    api.PATCH("/api/assignments/{to}/{assignment}", {
      params: { path: pathOf(it) },
      body: { due: null, note: null, phase: "open" },
    }),
  );
  await invalidateAssignments();
}

export function useRemind(it: AssignmentRef) {
  return useMutation({
    mutationFn: () =>
      unwrap(
        api.POST("/api/assignments/{to}/{assignment}/reminders", { params: { path: pathOf(it) } }),
      ),
    onSettled: invalidateAssignments,
  });
}

export function useDecideExtension(of: AssignmentRef) {
  return useMutation({
    mutationFn: ({ member, due }: { member: string; due: string | null }) => {
      const path = { ...pathOf(of), member };
      return due
        ? unwrap(
            api.PUT("/api/assignments/{to}/{assignment}/people/{member}/extension", {
              params: { path },
              body: { due },
            }),
          )
        : unwrap(
            api.DELETE("/api/assignments/{to}/{assignment}/people/{member}/extension", {
              params: { path },
            }),
          );
    },
    onSettled: invalidateAssignments,
  });
}

export function useReview() {
  return useMutation({
    mutationFn: ({
      it,
      member,
      accepted,
      word,
    }: {
      it: AssignmentRef;
      member: string;
      accepted: boolean;
      word: string;
    }) =>
      unwrap(
        api.PUT("/api/assignments/{to}/{assignment}/people/{member}/review", {
          params: { path: { ...pathOf(it), member } },
          body: { accepted, review_comment: word },
        }),
      ),
    onSettled: invalidateAssignments,
  });
}
