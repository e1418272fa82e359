/** What one gave to single people. */
import { IconChecklist } from "@tabler/icons-react";
import { Empty } from "@/ui/empty";
import { CountedList } from "./counted-list";
import { givenAssignments } from "./queries";

export function Given() {
  return (
    <CountedList
      list={givenAssignments}
      empty={
        <Empty icon={IconChecklist} title="You have asked nobody for anything">
          Open an item and choose Assign, to ask a group that you lead or somebody in it. What you
          give to a group stands on the group's page.
        </Empty>
      }
    />
  );
}
