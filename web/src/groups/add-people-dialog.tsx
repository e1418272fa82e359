/** Adds people to a group: picked, from a pasted list, or by invitation. */
import { Button, Group as Line, SegmentedControl, Stack } from "@mantine/core";
import { useState } from "react";
import type { GroupView } from "@/api/types";
import { PeoplePicker } from "@/people/people-picker";
import { Dialog } from "@/ui/dialog";
import { pluralise } from "@/ui/format";
import { toast } from "@/ui/toast";
import { useAddToGroup, useInviteByEmail, useInviteToGroup } from "./membership-queries";
import { type MatchedPeople, PastedPeople } from "./pasted-people";

type Method = "hand" | "paste" | "invite";

export function AddPeopleDialog({ group: it, close }: { group: GroupView; close: () => void }) {
  const [method, setMethod] = useState<Method>(it.may_manage ? "hand" : "invite");
  const [picked, setPicked] = useState<{ value: string; label: string }[]>([]);
  const [pasted, setPasted] = useState<MatchedPeople>({ members: [], addresses: [] });
  const add = useAddToGroup(it.id);
  const invite = useInviteToGroup(it.id);
  const inviteByEmail = useInviteByEmail();
  const people = picked.map((one) => one.value);
  const isEmpty =
    method === "paste"
      ? pasted.members.length + pasted.addresses.length === 0
      : people.length === 0;
  const submit = async () => {
    if (method === "invite") {
      await invite.mutateAsync(people);
      toast.success(`${pluralise(people.length, "invitation")} sent.`);
    } else {
      const members = method === "paste" ? pasted.members : people;
      if (members.length > 0) await add.mutateAsync(members);
      if (method === "paste" && pasted.addresses.length > 0) {
        await inviteByEmail.mutateAsync({ group: it.id, addresses: pasted.addresses });
      }
    }
    close();
  };
  return (
    <Dialog onClose={close} title={it.may_manage ? "Add people" : "Invite people"} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit().catch(() => undefined);
        }}
      >
        <Stack>
          {it.may_manage && (
            <SegmentedControl
              aria-label="How to add people"
              value={method}
              onChange={(choice) => setMethod(choice as Method)}
              data={[
                { value: "hand", label: "Add" },
                { value: "paste", label: "Paste a list" },
                { value: "invite", label: "Invite" },
              ]}
            />
          )}
          {method === "paste" ? (
            <PastedPeople group={it.id} onChange={setPasted} />
          ) : (
            <PeoplePicker
              label={method === "invite" ? "People to invite" : "People to add"}
              description={method === "invite" ? "They’ll get an invitation." : "Added right away."}
              value={picked}
              onChange={setPicked}
            />
          )}
          <Line justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button
              type="submit"
              disabled={isEmpty}
              loading={add.isPending || invite.isPending || inviteByEmail.isPending}
            >
              {method === "invite" ? "Send invitations" : "Add people"}
            </Button>
          </Line>
        </Stack>
      </form>
    </Dialog>
  );
}
