/** Verification: what the member is to verify, and who verifies an item. */
import { useMutation } from "@tanstack/react-query";
import { api, got, ifMatch } from "@/api/client";
import { keys } from "@/api/keys";
import { pages } from "@/api/pagination";
import { queryClient } from "@/api/query-client";
import type { ItemView } from "@/api/types";
import { forgetLists } from "@/items/queries";
import { say } from "@/ui/toast";

export const due = {
  ...pages(keys.due, (after) =>
    got(api.GET("/api/verifications", { params: { query: { after } } })),
  ),
  staleTime: 60_000,
};

function keep(it: ItemView) {
  void queryClient.invalidateQueries({ queryKey: keys.item(it.id) });
  void queryClient.invalidateQueries({ queryKey: keys.due });
  forgetLists();
}

/** Say that an item still holds, as it was read in this version where one is known. */
export function useVerify() {
  return useMutation({
    mutationFn: ({ id, version }: { id: string; version?: number }) =>
      got(
        api.POST("/api/items/{item}/verify", {
          params: {
            path: { item: id },
            ...(version === undefined ? {} : { header: ifMatch(version) }),
          },
        }),
      ),
    onSuccess: (it) => {
      keep(it);
      say(`“${it.title}” is verified.`);
    },
  });
}

export function useChooseVerifier(of: ItemView) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: { verifier: string; interval: number }) =>
      got(
        api.PUT("/api/items/{item}/verification", {
          params: { path: { item: of.id }, header: ifMatch(of.version) },
          body,
        }),
      ),
    onSuccess: keep,
  });
}

export function useRelease(of: ItemView) {
  return useMutation({
    mutationFn: () =>
      got(api.DELETE("/api/items/{item}/verification", { params: { path: { item: of.id } } })),
    onSuccess: () => keep(of),
  });
}
