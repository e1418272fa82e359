/** Matching pasted lists, and previewing and setting rules. */
import { queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { api, ifMatch, unwrap } from "@/api/client";
import { keys } from "@/api/keys";
import type { GroupRule, GroupView } from "@/api/types";
import { invalidateGroups } from "./queries";

export interface RulePreview {
  seen: number;
  joins: number;
  joining: string[];
  leaves: number;
  leaving: string[];
}

export function useMatchPeople(group: string | null) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (people: string) =>
      unwrap(api.POST("/api/pasted-people", { body: { people, group } })),
  });
}

const EMPTY_PREVIEW: RulePreview = { seen: 0, joins: 0, joining: [], leaves: 0, leaving: [] };
const MAX_NAMES = 20;

/** Previews a rule for all members, 200 at a time. */
export function useRulePreview(rule: GroupRule | null, group: string | null) {
  return useQuery({
    queryKey: ["groups", "trial", group, rule],
    enabled: rule !== null,
    retry: false,
    meta: { quiet: true },
    queryFn: async ({ signal }) => {
      let sum = EMPTY_PREVIEW;
      let after: string | null = null;
      do {
        const some: RulePreview & { next: string | null } = await unwrap(
          api.POST("/api/rule-previews", {
            body: { rule: rule as GroupRule, group, after },
            signal,
          }),
        );
        sum = {
          seen: sum.seen + some.seen,
          joins: sum.joins + some.joins,
          joining: [...sum.joining, ...some.joining].slice(0, MAX_NAMES),
          leaves: sum.leaves + some.leaves,
          leaving: [...sum.leaving, ...some.leaving].slice(0, MAX_NAMES),
        };
        after = some.next;
      } while (after);
      return sum;
    },
  });
}

export const groupRule = (id: string) =>
  queryOptions({
    queryKey: keys.groupRule(id),
    queryFn: () => unwrap(api.GET("/api/groups/{group}/rule", { params: { path: { group: id } } })),
    refetchInterval: ({ state }) =>
      state.data?.progress && !state.data.progress.done ? 2000 : false,
  });

export function useSetRule() {
  return useMutation({
    meta: { quiet: true },
    mutationFn: ({ of, rule }: { of: GroupView; rule: GroupRule | null }) => {
      const path = { group: of.id };
      return rule
        ? unwrap(
            api.PUT("/api/groups/{group}/rule", {
              params: { path, header: ifMatch(of.version) },
              body: { rule },
            }),
          )
        : unwrap(api.DELETE("/api/groups/{group}/rule", { params: { path } }));
    },
    onSettled: invalidateGroups,
  });
}
