/** Groups that anybody may join, or ask to be let into. */
import { IconUsersGroup } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { flat } from "@/api/pagination";
import { Empty } from "@/ui/empty-state";
import { Failure } from "@/ui/error-state";
import { Rows } from "@/ui/list-skeleton";
import { More } from "@/ui/load-more";
import { GroupList } from "./group-list";
import { GroupsFrame } from "./groups-layout";
import { openGroups } from "./queries";

export function OpenGroupsPage() {
  const found = useInfiniteQuery(openGroups);
  const some = flat(found.data);
  return (
    <GroupsFrame>
      {found.isPending && <Rows count={4} />}
      {found.error && <Failure error={found.error} retry={found.refetch} />}
      {found.data && some.length === 0 && (
        <Empty icon={IconUsersGroup} title="No open groups yet">
          Create one that everyone can join, such as a community around a topic.
        </Empty>
      )}
      <GroupList groups={some} />
      <More list={found} />
    </GroupsFrame>
  );
}
