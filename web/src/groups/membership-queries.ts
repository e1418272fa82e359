/** Queries and mutations for members, join requests and invitations. */
import { useMutation } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { keys } from "@/api/keys";
import { paginatedQuery } from "@/api/pagination";
import { queryClient } from "@/api/query-client";
import type { GroupRole } from "@/api/types";
import { invalidateGroups } from "./queries";

export interface MemberFilter {
  role?: GroupRole | undefined;
  name?: string | undefined;
}

export const groupMembers = (id: string, { role, name }: MemberFilter = {}) =>
  paginatedQuery([...keys.groupMembers(id), role ?? "", name ?? ""], (after) =>
    unwrap(
      api.GET("/api/groups/{group}/members", {
        params: {
          path: { group: id },
          query: { ...(role && { role }), ...(name && { name }), ...(after && { after }) },
        },
      }),
    ),
  );

export const groupRequests = (id: string) =>
  paginatedQuery(keys.groupRequests(id), (after) =>
    unwrap(
      api.GET("/api/groups/{group}/requests", {
        params: { path: { group: id }, query: { after } },
      }),
    ),
  );

export const groupInvitations = (id: string) =>
  paginatedQuery(keys.groupInvitations(id), (after) =>
    unwrap(
      api.GET("/api/groups/{group}/invitations", {
        params: { path: { group: id }, query: { after } },
      }),
    ),
  );

export function useAddToGroup(id: string) {
  return useMutation({
    mutationFn: (members: string[]) =>
      unwrap(
        api.POST("/api/groups/{group}/members", {
          params: { path: { group: id } },
          body: { members },
        }),
      ),
    onSettled: invalidateGroups,
  });
}

export function useInviteByEmail() {
  return useMutation({
    mutationFn: ({ group, addresses }: { group: string; addresses: string[] }) =>
      unwrap(
        api.POST("/api/groups/{group}/email-invitations", {
          params: { path: { group } },
          body: { people: addresses.join("\n") },
        }),
      ),
    onSettled: invalidateGroups,
  });
}

export function useInviteToGroup(id: string) {
  return useMutation({
    mutationFn: (members: string[]) =>
      Promise.all(
        members.map((member) =>
          unwrap(
            api.PUT("/api/groups/{group}/invitations/{member}", {
              params: { path: { group: id, member } },
            }),
          ),
        ),
      ),
    onSettled: invalidateGroups,
  });
}

export function useWithdrawGroupInvitation(id: string) {
  return useMutation({
    mutationFn: (member: string) =>
      unwrap(
        api.DELETE("/api/groups/{group}/invitations/{member}", {
          params: { path: { group: id, member } },
        }),
      ),
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: keys.ownGroupInvitations });
      return invalidateGroups();
    },
  });
}

export function useAnswerJoinRequest(id: string) {
  return useMutation({
    mutationFn: ({ member, yes }: { member: string; yes: boolean }) => {
      const params = { path: { group: id, member } };
      return yes
        ? unwrap(api.PUT("/api/groups/{group}/requests/{member}", { params }))
        : unwrap(api.DELETE("/api/groups/{group}/requests/{member}", { params }));
    },
    onSettled: invalidateGroups,
  });
}

export function useRemoveFromGroup(id: string) {
  return useMutation({
    mutationFn: (member: string) =>
      unwrap(
        api.DELETE("/api/groups/{group}/members/{member}", {
          params: { path: { group: id, member } },
        }),
      ),
    onSuccess: invalidateGroups,
  });
}

export function useChangeRole(id: string) {
  return useMutation({
    mutationFn: ({ member, role }: { member: string; role: GroupRole }) =>
      unwrap(
        api.PATCH("/api/groups/{group}/members/{member}", {
          params: { path: { group: id, member } },
          body: { role },
        }),
      ),
    onSettled: invalidateGroups,
  });
}

export function useTransferLead(id: string) {
  return useMutation({
    mutationFn: (to: string) =>
      unwrap(
        api.POST("/api/groups/{group}/lead", {
          params: { path: { group: id } },
          body: { to },
        }),
      ),
    onSuccess: invalidateGroups,
  });
}
