/** A group's assignments with their progress; leads see the assignees. */
import { Button, Group } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChecklist, IconPlus } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useGroup } from "@/groups/use-group";
import { EmptyState } from "@/ui/empty-state";
import { AssignmentList } from "./assignment-list";
import { groupAssignments } from "./queries";

const AssignDialog = lazy(() => import("./assign-dialog"));

export function GroupAssignments() {
  const group = useGroup();
  const mayLead = group.may_manage;
  const [assigning, { open, close }] = useDisclosure();
  const button = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
      Assign items
    </Button>
  );
  return (
    <>
      {mayLead && (
        <Group justify="flex-end" mb="md">
          {button}
        </Group>
      )}
      <AssignmentList
        list={groupAssignments(group.id)}
        empty={
          <EmptyState icon={IconChecklist} title="No assignments yet">
            {mayLead
              ? "Assign items with a due date. New group members get them too."
              : "Items that the group’s leads assign to everyone appear here."}
          </EmptyState>
        }
      />
      {assigning && (
        <Suspense fallback={null}>
          <AssignDialog group={group} close={close} />
        </Suspense>
      )}
    </>
  );
}
