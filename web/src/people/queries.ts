/** People queries and the member's own profile. */
import { queryOptions, useMutation } from "@tanstack/react-query";
import { api, ifMatch, unwrap } from "@/api/client";
import { keys } from "@/api/keys";
import { paginatedQuery } from "@/api/pagination";
import { queryClient } from "@/api/query-client";
import type { ProfileFields } from "@/api/types";

export const people = paginatedQuery(keys.people, (after) =>
  unwrap(api.GET("/api/people", { params: { query: { after } } })),
);

export const person = (id: string) =>
  queryOptions({
    queryKey: keys.person(id),
    queryFn: () => unwrap(api.GET("/api/people/{member}", { params: { path: { member: id } } })),
  });

export const personItems = (id: string) =>
  paginatedQuery(keys.personItems(id), (after) =>
    unwrap(
      api.GET("/api/people/{member}/items", {
        params: { path: { member: id }, query: { after } },
      }),
    ),
  );

export const profile = queryOptions({
  queryKey: keys.profile,
  queryFn: () => unwrap(api.GET("/api/me/profile")),
  staleTime: 5 * 60_000,
});

function invalidateProfile() {
  void queryClient.invalidateQueries({ queryKey: keys.profile });
  void queryClient.invalidateQueries({ queryKey: keys.people });
}

export function useUpdateProfile(version: number) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: ProfileFields) =>
      unwrap(api.PUT("/api/me/profile", { params: { header: ifMatch(version) }, body })),
    onSuccess: (written) => {
      queryClient.setQueryData(keys.profile, written);
      invalidateProfile();
    },
  });
}

/** Uploads a photo to the bucket with a signed form. */
export function useUploadPhoto() {
  return useMutation({
    mutationFn: async (file: File) => {
      const { url, fields } = await unwrap(
        api.POST("/api/me/photo", { body: { size: file.size, type: file.type } }),
      );
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append("file", file);
      const sent = await fetch(url, { method: "POST", body: form });
      if (!sent.ok) throw new Error(`the bucket answered ${sent.status}`);
    },
    // The photo is resized a moment after the upload.
    onSuccess: () => {
      for (const wait of [1500, 4000, 9000]) setTimeout(invalidateProfile, wait);
    },
  });
}

export function useRemovePhoto() {
  return useMutation({
    mutationFn: () => unwrap(api.DELETE("/api/me/photo")),
    onSuccess: invalidateProfile,
  });
}
