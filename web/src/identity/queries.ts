/** The signed-in user and their memberships. */
import { queryOptions, useMutation, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { keys } from "@/api/keys";
import { queryClient } from "@/api/query-client";
import type { Me, Membership } from "@/api/types";

export const me = queryOptions({
  queryKey: keys.me,
  queryFn: () => unwrap(api.GET("/api/me")),
  staleTime: 5 * 60_000,
});

export function useMe() {
  return useQuery(me);
}

/** The current membership. Only below the shell, which requires one. */
export function useMembership(): Membership {
  const { data } = useSuspenseQuery(me);
  if (!data.current) throw new Error("no organisation is chosen");
  return data.current;
}

/** Drops all cached data of the previous organisation. */
export function enterOrganisation(at: Me) {
  queryClient.clear();
  queryClient.setQueryData(keys.me, at);
}

export function useChooseOrganisation() {
  return useMutation({
    mutationFn: (organisation: string) =>
      unwrap(api.PUT("/api/me/organisation", { body: { organisation } })),
    onSuccess: enterOrganisation,
  });
}

export function useCreateOrganisation() {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: { name: string; your_name: string }) =>
      unwrap(api.POST("/api/organisations", { body })),
    onSuccess: enterOrganisation,
  });
}

export const invitation = (token: string) =>
  queryOptions({
    queryKey: keys.invitation(token),
    queryFn: () =>
      unwrap(api.GET("/api/invitation-links/{token}", { params: { path: { token } } })),
    retry: false,
  });

export function useAcceptInvitation(token: string) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (name: string) =>
      unwrap(
        api.POST("/api/invitation-links/{token}/accept", {
          params: { path: { token } },
          body: { name },
        }),
      ),
    onSuccess: enterOrganisation,
  });
}

export function useSignOutEverywhere() {
  return useMutation({ mutationFn: () => unwrap(api.POST("/api/me/sign-out-everywhere")) });
}
