/** Assignments that the member gave to individual people. */
import { IconChecklist } from "@tabler/icons-react";
import { EmptyState } from "@/ui/empty-state";
import { AssignmentList } from "./assignment-list";
import { assignmentsByMe } from "./queries";

export function AssignedByMe() {
  return (
    <AssignmentList
      list={assignmentsByMe}
      empty={
        <EmptyState icon={IconChecklist} title="You haven’t assigned anything to people yet">
          Open an item and choose Assign. What you assign to a whole group is listed on the group’s
          page.
        </EmptyState>
      }
    />
  );
}
