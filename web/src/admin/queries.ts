/** Admin queries: members, roles, invitations. */
import { useMutation } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { keys } from "@/api/keys";
import { paginatedQuery } from "@/api/pagination";
import { queryClient } from "@/api/query-client";
import type { Role } from "@/api/types";
import { toast } from "@/ui/toast";

export const members = paginatedQuery(keys.members, (after) =>
  unwrap(api.GET("/api/members", { params: { query: { after } } })),
);

export const invitations = paginatedQuery(keys.invitations, (after) =>
  unwrap(api.GET("/api/invitations", { params: { query: { after } } })),
);

/** Omitted fields stay unchanged. */
type MemberChange = { role?: Role | null; active?: boolean | null };

export function useChangeMember() {
  return useMutation({
    mutationFn: ({ id, role = null, active = null }: MemberChange & { id: string }) =>
      unwrap(
        api.PATCH("/api/members/{member}", {
          params: { path: { member: id } },
          body: { role, active },
        }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.members }),
  });
}

function invalidateInvitations() {
  return queryClient.invalidateQueries({ queryKey: keys.invitations });
}

export function useInviteMembers() {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: { people: string; role: Role }) =>
      unwrap(api.POST("/api/invitations", { body })),
    onSuccess: invalidateInvitations,
  });
}

export function useResendInvitation() {
  return useMutation({
    mutationFn: ({ id }: { id: string; email: string }) =>
      unwrap(
        api.POST("/api/invitations/{invitation}/resend", { params: { path: { invitation: id } } }),
      ),
    onSuccess: (_nothing, { email }) => toast.success(`Invitation resent to ${email}.`),
  });
}

export function useWithdrawInvitation() {
  return useMutation({
    mutationFn: (id: string) =>
      unwrap(api.DELETE("/api/invitations/{invitation}", { params: { path: { invitation: id } } })),
    onSettled: invalidateInvitations,
  });
}
