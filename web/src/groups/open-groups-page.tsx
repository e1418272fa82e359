/** Groups open to join or to request to join. */
import { IconUsersGroup } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { flattenPages } from "@/api/pagination";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { ListSkeleton } from "@/ui/list-skeleton";
import { LoadMore } from "@/ui/load-more";
import { GroupList } from "./group-list";
import { GroupsLayout } from "./groups-layout";
import { openGroups } from "./queries";

export function OpenGroupsPage() {
  const found = useInfiniteQuery(openGroups);
  const some = flattenPages(found.data);
  return (
    <GroupsLayout>
      {found.isPending && <ListSkeleton count={4} />}
      {found.error && <ErrorState error={found.error} retry={found.refetch} />}
      {found.data && some.length === 0 && (
        <EmptyState icon={IconUsersGroup} title="No open groups yet">
          Create one that everyone can join, such as a community around a topic.
        </EmptyState>
      )}
      <GroupList groups={some} />
      <LoadMore list={found} />
    </GroupsLayout>
  );
}
