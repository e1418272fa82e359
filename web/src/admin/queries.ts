/** What administrators do: members, roles, invitations. */
import { useMutation } from "@tanstack/react-query";
import { api, got } from "@/api/client";
import { keys } from "@/api/keys";
import { pages } from "@/api/pagination";
import { queryClient } from "@/api/query-client";
import type { Role } from "@/api/types";
import { say } from "@/ui/toast";

export const members = pages(keys.members, (after) =>
  got(api.GET("/api/members", { params: { query: { after } } })),
);

export const invitations = pages(keys.invitations, (after) =>
  got(api.GET("/api/invitations", { params: { query: { after } } })),
);

/** What is left out stays. */
type MemberChange = { role?: Role | null; active?: boolean | null };

export function useChangeMember() {
  return useMutation({
    mutationFn: ({ id, role = null, active = null }: MemberChange & { id: string }) =>
      got(
        api.PATCH("/api/members/{member}", {
          params: { path: { member: id } },
          body: { role, active },
        }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.members }),
  });
}

function forget() {
  return queryClient.invalidateQueries({ queryKey: keys.invitations });
}

export function useInvite() {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: { people: string; role: Role }) =>
      got(api.POST("/api/invitations", { body })),
    onSuccess: forget,
  });
}

export function useResend() {
  return useMutation({
    mutationFn: ({ id }: { id: string; address: string }) =>
      got(
        api.POST("/api/invitations/{invitation}/resend", { params: { path: { invitation: id } } }),
      ),
    onSuccess: (_nothing, { address }) => say(`Invitation resent to ${address}.`),
  });
}

export function useWithdraw() {
  return useMutation({
    mutationFn: (id: string) =>
      got(api.DELETE("/api/invitations/{invitation}", { params: { path: { invitation: id } } })),
    onSettled: forget,
  });
}
