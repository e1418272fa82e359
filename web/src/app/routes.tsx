/** Every address of the app. Pages load when they are first opened; the shell comes at once. */
import type { ComponentType } from "react";
import { createBrowserRouter, Navigate } from "react-router";
import { HomePage } from "@/home/home-page";
import { Waiting } from "@/shell/page-skeleton";
import { Entrance } from "@/shell/require-auth";
import { Broken } from "./error-page";

type Module = Record<string, ComponentType>;

/** A page by the name that its file exports. */
function page(load: () => Promise<Module>, name: string) {
  return async () => {
    const Component = (await load())[name];
    if (!Component) throw new Error(`there is no page ${name}`);
    return { Component };
  };
}

export const router = createBrowserRouter([
  {
    path: "/signed-in",
    lazy: page(() => import("@/identity/signed-in-page"), "SignedInPage"),
    HydrateFallback: Waiting,
    ErrorBoundary: Broken,
  },
  {
    path: "/invitation/:token",
    lazy: page(() => import("@/identity/invitation-page"), "InvitationPage"),
    HydrateFallback: Waiting,
    ErrorBoundary: Broken,
  },
  {
    Component: Entrance,
    HydrateFallback: Waiting,
    ErrorBoundary: Broken,
    children: [
      {
        ErrorBoundary: Broken,
        children: [
          { index: true, Component: HomePage },
          { path: "search", lazy: page(() => import("@/search/search-page"), "SearchPage") },
          {
            path: "channels",
            lazy: page(() => import("@/channels/channels-page"), "ChannelsPage"),
          },
          {
            path: "channels/by-name/:name",
            lazy: page(() => import("@/channels/channel-by-name-page"), "ByNamePage"),
          },
          {
            path: "channels/:channel",
            lazy: page(() => import("@/channels/channel-page"), "ChannelPage"),
          },
          { path: "items/:item", lazy: page(() => import("@/items/item-page"), "ItemPage") },
          {
            path: "items/:item/edit",
            lazy: page(() => import("@/items/edit-note-page"), "EditNotePage"),
          },
          {
            path: "items/:item/versions",
            lazy: page(() => import("@/items/versions-page"), "VersionsPage"),
          },
          {
            path: "deleted",
            lazy: page(() => import("@/retention/deleted-page"), "DeletedPage"),
          },
          { path: "verify", lazy: page(() => import("@/verification/to-verify-page"), "DuePage") },
          { path: "new/note", lazy: page(() => import("@/items/new-note-page"), "NewNotePage") },
          {
            path: "saved",
            lazy: page(() => import("@/items/saved-pages"), "SavedFrame"),
            children: [
              { index: true, element: <Navigate to="items" replace /> },
              { path: "items", lazy: page(() => import("@/items/saved-pages"), "SavedItems") },
              { path: "drafts", lazy: page(() => import("@/items/saved-pages"), "DraftsPage") },
            ],
          },
          { path: "imports", lazy: page(() => import("@/imports/imports-page"), "ImportsPage") },
          {
            path: "imports/:batch",
            lazy: page(() => import("@/imports/report-page"), "ReportPage"),
          },
          { path: "people", lazy: page(() => import("@/people/people-page"), "PeoplePage") },
          {
            path: "people/:person",
            lazy: page(() => import("@/people/person-page"), "PersonPage"),
          },
          { path: "groups", lazy: page(() => import("@/groups/groups-page"), "GroupsPage") },
          {
            path: "groups/open",
            lazy: page(() => import("@/groups/open-groups-page"), "OpenGroupsPage"),
          },
          {
            path: "groups/:group",
            lazy: page(() => import("@/groups/group-layout"), "GroupFrame"),
            children: [
              { index: true, lazy: page(() => import("@/groups/group-about"), "GroupAbout") },
              {
                path: "items",
                lazy: page(() => import("@/groups/group-items"), "GroupItems"),
              },
              {
                path: "assignments",
                lazy: page(() => import("@/assignments/group-assignments"), "GroupAssignments"),
              },
              {
                path: "discussion",
                lazy: page(() => import("@/groups/group-discussion"), "GroupDiscussion"),
              },
              {
                path: "people",
                lazy: page(() => import("@/groups/group-people"), "GroupPeople"),
              },
            ],
          },
          {
            path: "assignments",
            lazy: page(() => import("@/assignments/assignments-layout"), "AssignmentsFrame"),
            children: [
              {
                index: true,
                lazy: page(() => import("@/assignments/my-assignments-list"), "ToDo"),
              },
              {
                path: "done",
                lazy: page(() => import("@/assignments/my-assignments-list"), "Done"),
              },
              {
                path: "reviews",
                lazy: page(() => import("@/assignments/reviews-list"), "Reviews"),
              },
              {
                path: "given",
                lazy: page(() => import("@/assignments/assigned-by-me"), "Given"),
              },
            ],
          },
          {
            path: "settings",
            lazy: page(() => import("@/settings/settings-layout"), "SettingsFrame"),
            children: [
              { index: true, element: <Navigate to="profile" replace /> },
              {
                path: "profile",
                lazy: page(() => import("@/settings/profile-settings"), "ProfileSettings"),
              },
              {
                path: "appearance",
                lazy: page(() => import("@/settings/appearance-settings"), "AppearanceSettings"),
              },
              {
                path: "sessions",
                lazy: page(() => import("@/settings/session-settings"), "SessionSettings"),
              },
              {
                path: "organisations",
                lazy: page(
                  () => import("@/settings/organisation-settings"),
                  "OrganisationSettings",
                ),
              },
            ],
          },
          {
            path: "admin",
            lazy: page(() => import("@/admin/admin-layout"), "AdminFrame"),
            children: [
              { index: true, element: <Navigate to="members" replace /> },
              { path: "members", lazy: page(() => import("@/admin/members-page"), "MembersPage") },
              {
                path: "invitations",
                lazy: page(() => import("@/admin/invitations-page"), "InvitationsPage"),
              },
            ],
          },
          {
            path: "developers",
            lazy: page(() => import("@/developers/developers-page"), "DevelopersPage"),
          },
          { path: "*", lazy: page(() => import("./not-found-page"), "NotFoundPage") },
        ],
      },
    ],
  },
]);
