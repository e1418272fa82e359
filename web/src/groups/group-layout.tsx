/** One group: its name and what can be done on top, and a tab for each part of it. */
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Outlet, useParams } from "react-router";
import type { GroupView } from "@/api/types";
import { useRemember } from "@/search/recent";
import { Failure } from "@/ui/error-state";
import { Rows } from "@/ui/list-skeleton";
import { Page } from "@/ui/page";
import { Tabs } from "@/ui/tabs";
import { DropArea } from "@/uploads/drop-area";
import { GroupActions } from "./group-actions";
import { Facts } from "./group-meta";
import { Door } from "./join-page";
import { group } from "./queries";

export function GroupFrame() {
  const { group: id = "" } = useParams();
  const { data, error, refetch } = useQuery(group(id));
  if (error) {
    return (
      <Page title="Group">
        <Failure error={error} retry={refetch} />
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
        <Rows />
      </Page>
    );
  }
  return data.role ? <Inside key={id} group={data} /> : <Door key={id} group={data} />;
}

function Inside({ group: it }: { group: GroupView }) {
  useRemember(`/groups/${it.id}`, it.name);
  const at = `/groups/${it.id}`;
  const tabs = [
    { to: at, label: "About", end: true },
    { to: `${at}/items`, label: "Items" },
    { to: `${at}/assignments`, label: "Assignments" },
    { to: `${at}/discussion`, label: "Discussion" },
    { to: `${at}/people`, label: "People" },
  ];
  return (
    <Page title={it.name} lead={<Facts group={it} />} actions={<GroupActions group={it} />}>
      <DropArea channels={[]} groups={[it.id]} name={it.name} />
      <Tabs label={it.name} tabs={tabs} />
      <Outlet context={it} />
    </Page>
  );
}
