/** What one gave to single people. */
import { IconChecklist } from "@tabler/icons-react";
import { Empty } from "@/ui/empty-state";
import { CountedList } from "./assignment-list";
import { givenAssignments } from "./queries";

export function Given() {
  return (
    <CountedList
      list={givenAssignments}
      empty={
        <Empty icon={IconChecklist} title="You haven’t assigned anything to people yet">
          Open an item and choose Assign. What you assign to a whole group is listed on the group’s
          page.
        </Empty>
      }
    />
  );
}
