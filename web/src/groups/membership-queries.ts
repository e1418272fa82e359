/** Who is in a group, who wants to be, and who is asked in. */
import { useMutation } from "@tanstack/react-query";
import { api, got } from "@/api/client";
import { keys } from "@/api/keys";
import { pages } from "@/api/pagination";
import { queryClient } from "@/api/query-client";
import type { GroupRole } from "@/api/types";
import { forgetGroups } from "./queries";

export interface Whom {
  role?: GroupRole | undefined;
  name?: string | undefined;
}

export const groupMembers = (id: string, { role, name }: Whom = {}) =>
  pages([...keys.groupMembers(id), role ?? "", name ?? ""], (after) =>
    got(
      api.GET("/api/groups/{group}/members", {
        params: {
          path: { group: id },
          query: { ...(role && { role }), ...(name && { name }), ...(after && { after }) },
        },
      }),
    ),
  );

export const groupRequests = (id: string) =>
  pages(keys.groupRequests(id), (after) =>
    got(
      api.GET("/api/groups/{group}/requests", {
        params: { path: { group: id }, query: { after } },
      }),
    ),
  );

export const groupInvited = (id: string) =>
  pages(keys.groupInvited(id), (after) =>
    got(
      api.GET("/api/groups/{group}/invitations", {
        params: { path: { group: id }, query: { after } },
      }),
    ),
  );

export function useAddToGroup(id: string) {
  return useMutation({
    mutationFn: (members: string[]) =>
      got(
        api.POST("/api/groups/{group}/members", {
          params: { path: { group: id } },
          body: { members },
        }),
      ),
    onSettled: forgetGroups,
  });
}

export function useSendLettersTo() {
  return useMutation({
    mutationFn: ({ group, addresses }: { group: string; addresses: string[] }) =>
      got(
        api.POST("/api/groups/{group}/letters", {
          params: { path: { group } },
          body: { people: addresses.join("\n") },
        }),
      ),
    onSettled: forgetGroups,
  });
}

export function useInvite(id: string) {
  return useMutation({
    mutationFn: (members: string[]) =>
      Promise.all(
        members.map((member) =>
          got(
            api.PUT("/api/groups/{group}/invitations/{member}", {
              params: { path: { group: id, member } },
            }),
          ),
        ),
      ),
    onSettled: forgetGroups,
  });
}

export function useWithdraw(id: string) {
  return useMutation({
    mutationFn: (member: string) =>
      got(
        api.DELETE("/api/groups/{group}/invitations/{member}", {
          params: { path: { group: id, member } },
        }),
      ),
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: keys.groupOffers });
      return forgetGroups();
    },
  });
}

export function useAnswerRequest(id: string) {
  return useMutation({
    mutationFn: ({ member, yes }: { member: string; yes: boolean }) => {
      const params = { path: { group: id, member } };
      return yes
        ? got(api.PUT("/api/groups/{group}/requests/{member}", { params }))
        : got(api.DELETE("/api/groups/{group}/requests/{member}", { params }));
    },
    onSettled: forgetGroups,
  });
}

export function useTakeOutOfGroup(id: string) {
  return useMutation({
    mutationFn: (member: string) =>
      got(
        api.DELETE("/api/groups/{group}/members/{member}", {
          params: { path: { group: id, member } },
        }),
      ),
    onSuccess: forgetGroups,
  });
}

export function useCast(id: string) {
  return useMutation({
    mutationFn: ({ member, role }: { member: string; role: GroupRole }) =>
      got(
        api.PATCH("/api/groups/{group}/members/{member}", {
          params: { path: { group: id, member } },
          body: { role },
        }),
      ),
    onSettled: forgetGroups,
  });
}

export function useHandOver(id: string) {
  return useMutation({
    mutationFn: (to: string) =>
      got(
        api.POST("/api/groups/{group}/hand-over", {
          params: { path: { group: id } },
          body: { to },
        }),
      ),
    onSuccess: forgetGroups,
  });
}
