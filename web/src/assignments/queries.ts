/** Assignments: what one is asked, what one's groups are asked, and what can be done with them. */
import { queryOptions, useMutation } from "@tanstack/react-query";
import { api, got, ifMatch } from "@/api/client";
import { useOnce } from "@/api/idempotency";
import { keys } from "@/api/keys";
import { pages } from "@/api/pagination";
import { queryClient } from "@/api/query-client";
import type {
  AskedOfMe,
  AssignmentReason,
  AssignmentState,
  NewAssignments,
  OwnAssignment,
  Where,
} from "@/api/types";
import { sayUndoable } from "@/ui/toast";

/** What an assignment is addressed by. */
export interface Ref {
  to: string;
  id: string;
}

const at = ({ to, id }: Ref) => ({ to, assignment: id });

export const itemAssignments = (item: string) =>
  queryOptions({
    queryKey: keys.itemAssignments(item),
    queryFn: async () =>
      (await got(api.GET("/api/items/{item}/assignments", { params: { path: { item } } }))).items,
  });

export const groupAssignments = (group: string) =>
  pages(keys.groupAssignments(group), (after) =>
    got(
      api.GET("/api/groups/{group}/assignments", {
        params: { path: { group }, query: { after } },
      }),
    ),
  );

/** The groups that one may ask for something. */
export const tendedGroups = queryOptions({
  queryKey: keys.tendedGroups,
  queryFn: async () =>
    (await got(api.GET("/api/groups", { params: { query: { tended: true } } }))).items,
});

export const givenAssignments = pages(keys.givenAssignments, (after) =>
  got(api.GET("/api/assignments/given", { params: { query: { after } } })),
);

export const assignees = (of: Ref, where: Where | null) =>
  pages(keys.assignees(of.id, where ?? "all"), (after) =>
    got(
      api.GET("/api/assignments/{to}/{assignment}/people", {
        params: { path: at(of), query: { after, ...(where ? { where } : {}) } },
      }),
    ),
  );

export const reviews = pages(keys.reviews, (after) =>
  got(api.GET("/api/reviews", { params: { query: { after } } })),
);

function forget() {
  return queryClient.invalidateQueries({ queryKey: keys.assignments });
}

export function useAssign() {
  const once = useOnce();
  return useMutation({
    meta: { quiet: true },
    retry: once.retry,
    mutationFn: (body: NewAssignments) =>
      got(api.POST("/api/assignments", { params: { header: once.header() }, body })),
    onSuccess: () => {
      once.done();
      return forget();
    },
  });
}

/** Show at once where one stands now; what the answer says comes in its place. */
function show(item: string, change: (it: AskedOfMe) => AskedOfMe) {
  queryClient.setQueryData<AskedOfMe[]>(keys.itemAssignments(item), (list) => list?.map(change));
}

function says(ref: Ref, state: AssignmentState) {
  return got(
    api.PUT("/api/assignments/{to}/{assignment}/mine", {
      params: { path: at(ref) },
      body: { state },
    }),
  );
}

const SAID: Record<AssignmentState, string> = {
  done: "Completed",
  ready: "Submitted for review",
  open: "Marked not done",
};

/** Tick, or take a tick back; either can be undone for ten seconds. */
export function useSay() {
  return useMutation({
    mutationFn: ({ it, state }: { it: OwnAssignment; state: AssignmentState }) => says(it, state),
    onMutate: ({ it, state }) => {
      show(it.item, (one) => (one.id === it.id ? { ...one, state } : one));
    },
    onSuccess: (_answer, { it, state }) => sayDone(it, state),
    onSettled: forget,
  });
}

function sayDone(it: OwnAssignment, state: AssignmentState = "done") {
  sayUndoable(`${SAID[state]}: “${it.title}”`, async () => {
    await says(it, it.state);
    await forget();
  });
}

export function useReachPage() {
  return useMutation({
    meta: { quiet: true },
    mutationFn: ({ it, page }: { it: AskedOfMe; page: number }) =>
      got(
        api.PUT("/api/assignments/{to}/{assignment}/mine/page", {
          params: { path: at(it) },
          body: { page },
        }),
      ),
    onSuccess: (now, { it }) => {
      show(it.item, (one) => (one.id === it.id ? now : one));
      if (now.state === it.state) return;
      sayDone(it);
      void forget();
    },
  });
}

export function useExplain(it: Ref) {
  return useMutation({
    mutationFn: (reason: { why: AssignmentReason; words: string } | null) =>
      reason
        ? got(
            api.PUT("/api/assignments/{to}/{assignment}/mine/reason", {
              params: { path: at(it) },
              body: reason,
            }),
          )
        : got(
            api.DELETE("/api/assignments/{to}/{assignment}/mine/reason", {
              params: { path: at(it) },
            }),
          ),
    onSettled: forget,
  });
}

export function useAskForTime(it: Ref) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: { due: string; words: string }) =>
      got(
        api.PUT("/api/assignments/{to}/{assignment}/mine/extension", {
          params: { path: at(it) },
          body,
        }),
      ),
    onSuccess: forget,
  });
}

interface Change {
  due?: string;
  note?: string;
  phase?: "open" | "closed" | "withdrawn";
}

export function useChangeAssignment(it: Ref & { version: number | null }) {
  return useMutation({
    mutationFn: ({
      due = null,
      note = null,
      phase = null,
    }: { [K in keyof Change]: Change[K] | null }) =>
      got(
        api.PATCH("/api/assignments/{to}/{assignment}", {
          params: { path: at(it), header: it.version ? ifMatch(it.version) : {} },
          body: { due, note, phase },
        }),
      ),
    onSettled: forget,
  });
}

/** Open what was closed or withdrawn again. */
export async function reopen(it: Ref) {
  await got(
    api.PATCH("/api/assignments/{to}/{assignment}", {
      params: { path: at(it) },
      body: { due: null, note: null, phase: "open" },
    }),
  );
  await forget();
}

export function useRemind(it: Ref) {
  return useMutation({
    mutationFn: () =>
      got(api.POST("/api/assignments/{to}/{assignment}/reminders", { params: { path: at(it) } })),
    onSettled: forget,
  });
}

export function useDecideTime(of: Ref) {
  return useMutation({
    mutationFn: ({ member, due }: { member: string; due: string | null }) => {
      const path = { ...at(of), member };
      return due
        ? got(
            api.PUT("/api/assignments/{to}/{assignment}/people/{member}/extension", {
              params: { path },
              body: { due },
            }),
          )
        : got(
            api.DELETE("/api/assignments/{to}/{assignment}/people/{member}/extension", {
              params: { path },
            }),
          );
    },
    onSettled: forget,
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
      it: Ref;
      member: string;
      accepted: boolean;
      word: string;
    }) =>
      got(
        api.PUT("/api/assignments/{to}/{assignment}/people/{member}/review", {
          params: { path: { ...at(it), member } },
          body: { accepted, word },
        }),
      ),
    onSettled: forget,
  });
}
