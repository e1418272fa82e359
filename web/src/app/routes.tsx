/** All routes. Pages load when first opened; the shell is in the first load. */
import type { ComponentType } from "react";
import { createBrowserRouter, Navigate } from "react-router";
import { HomePage } from "@/home/home-page";
import { PageSkeleton } from "@/shell/page-skeleton";
import { RequireAuth } from "@/shell/require-auth";
import { ErrorPage } from "./error-page";

type Module = Record<string, ComponentType>;

/** A lazy route by the name that its module exports. */
function lazyPage(load: () => Promise<Module>, name: string) {
  return async () => {
    const Component = (await load())[name];
    if (!Component) throw new Error(`there is no page ${name}`);
    return { Component };
  };
}

export const router = createBrowserRouter([
  {
    path: "/signed-in",
    lazy: lazyPage(() => import("@/identity/signed-in-page"), "SignedInPage"),
    HydrateFallback: PageSkeleton,
    ErrorBoundary: ErrorPage,
  },
  {
    path: "/invitation/:token",
    lazy: lazyPage(() => import("@/identity/invitation-page"), "InvitationPage"),
    HydrateFallback: PageSkeleton,
    ErrorBoundary: ErrorPage,
  },
  {
    Component: RequireAuth,
    HydrateFallback: PageSkeleton,
    ErrorBoundary: ErrorPage,
    children: [
      {
        ErrorBoundary: ErrorPage,
        children: [
          { index: true, Component: HomePage },
          { path: "search", lazy: lazyPage(() => import("@/search/search-page"), "SearchPage") },
          {
            path: "channels",
            lazy: lazyPage(() => import("@/channels/channels-page"), "ChannelsPage"),
          },
          {
            path: "channels/by-name/:name",
            lazy: lazyPage(() => import("@/channels/channel-by-name-page"), "ChannelByNamePage"),
          },
          {
            path: "channels/:channel",
            lazy: lazyPage(() => import("@/channels/channel-page"), "ChannelPage"),
          },
          { path: "items/:item", lazy: lazyPage(() => import("@/items/item-page"), "ItemPage") },
          {
            path: "items/:item/edit",
            lazy: lazyPage(() => import("@/items/edit-note-page"), "EditNotePage"),
          },
          {
            path: "items/:item/versions",
            lazy: lazyPage(() => import("@/items/versions-page"), "VersionsPage"),
          },
          {
            path: "deleted",
            lazy: lazyPage(() => import("@/retention/deleted-page"), "DeletedPage"),
          },
          {
            path: "verify",
            lazy: lazyPage(() => import("@/verification/to-verify-page"), "ToVerifyPage"),
          },
          {
            path: "new/note",
            lazy: lazyPage(() => import("@/items/new-note-page"), "NewNotePage"),
          },
          {
            path: "saved",
            lazy: lazyPage(() => import("@/items/saved-pages"), "SavedLayout"),
            children: [
              { index: true, element: <Navigate to="items" replace /> },
              { path: "items", lazy: lazyPage(() => import("@/items/saved-pages"), "SavedItems") },
              { path: "drafts", lazy: lazyPage(() => import("@/items/saved-pages"), "DraftsPage") },
            ],
          },
          {
            path: "imports",
            lazy: lazyPage(() => import("@/imports/imports-page"), "ImportsPage"),
          },
          {
            path: "imports/:batch",
            lazy: lazyPage(() => import("@/imports/report-page"), "ReportPage"),
          },
          { path: "people", lazy: lazyPage(() => import("@/people/people-page"), "PeoplePage") },
          {
            path: "people/:person",
            lazy: lazyPage(() => import("@/people/person-page"), "PersonPage"),
          },
          { path: "groups", lazy: lazyPage(() => import("@/groups/groups-page"), "GroupsPage") },
          {
            path: "groups/open",
            lazy: lazyPage(() => import("@/groups/open-groups-page"), "OpenGroupsPage"),
          },
          {
            path: "groups/:group",
            lazy: lazyPage(() => import("@/groups/group-layout"), "GroupLayout"),
            children: [
              { index: true, lazy: lazyPage(() => import("@/groups/group-about"), "GroupAbout") },
              {
                path: "items",
                lazy: lazyPage(() => import("@/groups/group-items"), "GroupItems"),
              },
              {
                path: "assignments",
                lazy: lazyPage(() => import("@/assignments/group-assignments"), "GroupAssignments"),
              },
              {
                path: "discussion",
                lazy: lazyPage(() => import("@/groups/group-discussion"), "GroupDiscussion"),
              },
              {
                path: "people",
                lazy: lazyPage(() => import("@/groups/group-people"), "GroupPeople"),
              },
            ],
          },
          {
            path: "assignments",
            lazy: lazyPage(() => import("@/assignments/assignments-layout"), "AssignmentsLayout"),
            children: [
              {
                index: true,
                lazy: lazyPage(
                  () => import("@/assignments/my-assignments-list"),
                  "OpenAssignments",
                ),
              },
              {
                path: "done",
                lazy: lazyPage(
                  () => import("@/assignments/my-assignments-list"),
                  "CompletedAssignments",
                ),
              },
              {
                path: "reviews",
                lazy: lazyPage(() => import("@/assignments/reviews-list"), "PendingReviews"),
              },
              {
                path: "given",
                lazy: lazyPage(() => import("@/assignments/assigned-by-me"), "AssignedByMe"),
              },
            ],
          },
          {
            path: "settings",
            lazy: lazyPage(() => import("@/settings/settings-layout"), "SettingsLayout"),
            children: [
              { index: true, element: <Navigate to="profile" replace /> },
              {
                path: "profile",
                lazy: lazyPage(() => import("@/settings/profile-settings"), "ProfileSettings"),
              },
              {
                path: "appearance",
                lazy: lazyPage(
                  () => import("@/settings/appearance-settings"),
                  "AppearanceSettings",
                ),
              },
              {
                path: "sessions",
                lazy: lazyPage(() => import("@/settings/session-settings"), "SessionSettings"),
              },
              {
                path: "organisations",
                lazy: lazyPage(
                  () => import("@/settings/organisation-settings"),
                  "OrganisationSettings",
                ),
              },
            ],
          },
          {
            path: "admin",
            lazy: lazyPage(() => import("@/admin/admin-layout"), "AdminLayout"),
            children: [
              { index: true, element: <Navigate to="members" replace /> },
              {
                path: "members",
                lazy: lazyPage(() => import("@/admin/members-page"), "MembersPage"),
              },
              {
                path: "invitations",
                lazy: lazyPage(() => import("@/admin/invitations-page"), "InvitationsPage"),
              },
            ],
          },
          {
            path: "developers",
            lazy: lazyPage(() => import("@/developers/developers-page"), "DevelopersPage"),
          },
          { path: "*", lazy: lazyPage(() => import("./not-found-page"), "NotFoundPage") },
        ],
      },
    ],
  },
]);
