/** More people for a group: by hand, from a pasted list, or asked to come themselves. */
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
  const [way, setWay] = useState<Method>(it.may_tend ? "hand" : "invite");
  const [picked, setPicked] = useState<{ value: string; label: string }[]>([]);
  const [pasted, setPasted] = useState<MatchedPeople>({ members: [], addresses: [] });
  const add = useAddToGroup(it.id);
  const invite = useInviteToGroup(it.id);
  const letters = useInviteByEmail();
  const people = picked.map((one) => one.value);
  const nobody =
    way === "paste" ? pasted.members.length + pasted.addresses.length === 0 : people.length === 0;
  const submit = async () => {
    if (way === "invite") {
      await invite.mutateAsync(people);
      toast.success(`${pluralise(people.length, "invitation")} sent.`);
    } else {
      const members = way === "paste" ? pasted.members : people;
      if (members.length > 0) await add.mutateAsync(members);
      if (way === "paste" && pasted.addresses.length > 0) {
        await letters.mutateAsync({ group: it.id, addresses: pasted.addresses });
      }
    }
    close();
  };
  return (
    <Dialog onClose={close} title={it.may_tend ? "Add people" : "Invite people"} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit().catch(() => undefined);
        }}
      >
        <Stack>
          {it.may_tend && (
            <SegmentedControl
              aria-label="How to add people"
              value={way}
              onChange={(choice) => setWay(choice as Method)}
              data={[
                { value: "hand", label: "Add" },
                { value: "paste", label: "Paste a list" },
                { value: "invite", label: "Invite" },
              ]}
            />
          )}
          {way === "paste" ? (
            <PastedPeople group={it.id} onChange={setPasted} />
          ) : (
            <PeoplePicker
              label={way === "invite" ? "People to invite" : "People to add"}
              description={way === "invite" ? "They’ll get an invitation." : "Added right away."}
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
              disabled={nobody}
              loading={add.isPending || invite.isPending || letters.isPending}
            >
              {way === "invite" ? "Send invitations" : "Add people"}
            </Button>
          </Line>
        </Stack>
      </form>
    </Dialog>
  );
}
