/** Frames a group's pages: its name, actions and tabs. */
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Outlet, useParams } from "react-router";
import type { GroupView } from "@/api/types";
import { useRecordVisit } from "@/search/recent";
import { ErrorState } from "@/ui/error-state";
import { ListSkeleton } from "@/ui/list-skeleton";
import { Page } from "@/ui/page";
import { Tabs } from "@/ui/tabs";
import { DropArea } from "@/uploads/drop-area";
import { GroupActions } from "./group-actions";
import { GroupMeta } from "./group-meta";
import { JoinPage } from "./join-page";
import { group } from "./queries";

export function GroupLayout() {
  const { group: id = "" } = useParams();
  const { data, error, refetch } = useQuery(group(id));
  if (error) {
    return (
      <Page title="Group">
        <ErrorState error={error} retry={refetch} />
      </Page>
    );
  }
  if (!data) {
    return (
      <Page
        title="Group"
        quiet
        heading={<Skeleton h={28} w={240} />}
        lead={<Skeleton h={14} w={320} />}
      >
        <ListSkeleton />
      </Page>
    );
  }
  return data.role ? <GroupPage key={id} group={data} /> : <JoinPage key={id} group={data} />;
}

function GroupPage({ group: it }: { group: GroupView }) {
  useRecordVisit(`/groups/${it.id}`, it.name);
  const at = `/groups/${it.id}`;
  const tabs = [
    { to: at, label: "About", end: true },
    { to: `${at}/items`, label: "Items" },
    { to: `${at}/assignments`, label: "Assignments" },
    { to: `${at}/discussion`, label: "Discussion" },
    { to: `${at}/people`, label: "People" },
  ];
  return (
    <Page title={it.name} lead={<GroupMeta group={it} />} actions={<GroupActions group={it} />}>
      <DropArea channels={[]} groups={[it.id]} name={it.name} />
      <Tabs label={it.name} tabs={tabs} />
      <Outlet context={it} />
    </Page>
  );
}
