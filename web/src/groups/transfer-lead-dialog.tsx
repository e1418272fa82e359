/** Transfers the lead role to another member. */
import { Button, Group as Line, Select, Stack } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { flattenPages } from "@/api/pagination";
import type { GroupView } from "@/api/types";
import { useMembership } from "@/identity/queries";
import { Dialog } from "@/ui/dialog";
import { toast } from "@/ui/toast";
import { groupMembers, useTransferLead } from "./membership-queries";

export function TransferLeadDialog({ group: it, close }: { group: GroupView; close: () => void }) {
  const { member } = useMembership();
  const [typed, setTyped] = useState("");
  const [asked] = useDebouncedValue(typed, 150);
  const [to, setTo] = useState<string | null>(null);
  const { data } = useInfiniteQuery(groupMembers(it.id, asked ? { name: asked } : {}));
  const handOver = useTransferLead(it.id);
  const choices = flattenPages(data)
    .filter((one) => one.id !== member)
    .map((one) => ({ value: one.id, label: one.name }));
  return (
    <Dialog onClose={close} title="Transfer lead role">
      <Stack>
        <Select
          label="New lead"
          description="You stay in the group as a member."
          placeholder="Type a name"
          data={choices}
          value={to}
          onChange={setTo}
          searchable
          onSearchChange={setTyped}
          data-autofocus
        />
        <Line justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button
            disabled={!to}
            loading={handOver.isPending}
            onClick={() =>
              to &&
              handOver.mutate(to, {
                onSuccess: () => {
                  close();
                  toast.success(`Lead role of ${it.name} transferred.`);
                },
              })
            }
          >
            {" "}
            Transfer{" "}
          </Button>
        </Line>
      </Stack>
    </Dialog>
  );
}
