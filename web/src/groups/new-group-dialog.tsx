/** Creates a group with people from a pasted list, picked, or by rule. */
import { Button, Group as Line, SegmentedControl, Stack } from "@mantine/core";
import { useState } from "react";
import { useNavigate } from "react-router";
import { PeoplePicker } from "@/people/people-picker";
import { Dialog } from "@/ui/dialog";
import { useProblemForm } from "@/ui/problem-form";
import { toast } from "@/ui/toast";
import { type GroupFields, GroupForm } from "./group-form";
import { useInviteByEmail } from "./membership-queries";
import { type MatchedPeople, PastedPeople } from "./pasted-people";
import { useCreateGroup } from "./queries";
import { emptyRule, toRule } from "./rule";
import { RuleBuilder, RulePreviewPanel } from "./rule-builder";
import { useSetRule } from "./rule-queries";

type Method = "paste" | "hand" | "rule";

export default function NewGroupDialog({ close }: { close: () => void }) {
  const createGroup = useCreateGroup();
  const inviteByEmail = useInviteByEmail();
  const setRule = useSetRule();
  const navigate = useNavigate();
  const [method, setMethod] = useState<Method>("paste");
  const [words, setWords] = useState<GroupFields>({
    name: "",
    kind: "team",
    visibility: "private",
    purpose: "",
  });
  const [picked, setPicked] = useState<{ value: string; label: string }[]>([]);
  const [pasted, setPasted] = useState<MatchedPeople>({ members: [], addresses: [] });
  const [built, setBuilt] = useState(emptyRule);
  const form = useProblemForm({ name: "", purpose: "" }, createGroup.error);
  const rule = method === "rule" ? toRule(built) : null;
  const members =
    method === "paste" ? pasted.members : method === "hand" ? picked.map((it) => it.value) : [];
  const submit = async () => {
    const group = await createGroup.mutateAsync({ ...words, members });
    // The group exists now; later failures show on its page.
    try {
      if (method === "paste" && pasted.addresses.length > 0) {
        await inviteByEmail.mutateAsync({ group: group.id, addresses: pasted.addresses });
      }
      if (rule) await setRule.mutateAsync({ of: group, rule });
    } catch (error) {
      toast.problem(error);
    }
    navigate(`/groups/${group.id}${members.length > 0 || rule ? "/people" : ""}`);
  };
  return (
    <Dialog onClose={close} title="New group" size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit().catch(() => undefined);
        }}
      >
        <Stack>
          <GroupForm
            value={words}
            errors={form.errors}
            onChange={(some) => setWords((before) => ({ ...before, ...some }))}
          />
          <SegmentedControl
            aria-label="How to add people"
            value={method}
            onChange={(choice) => setMethod(choice as Method)}
            data={[
              { value: "paste", label: "Paste a list" },
              { value: "hand", label: "Add people" },
              { value: "rule", label: "By rule" },
            ]}
          />
          {method === "paste" && <PastedPeople group={null} onChange={setPasted} />}
          {method === "hand" && (
            <PeoplePicker label="Members besides you" value={picked} onChange={setPicked} />
          )}
          {method === "rule" && (
            <>
              <RuleBuilder value={built} onChange={setBuilt} />
              <RulePreviewPanel rule={rule} group={null} />
            </>
          )}
          {form.rest}
          <Line justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button
              type="submit"
              loading={createGroup.isPending || inviteByEmail.isPending || setRule.isPending}
              disabled={method === "rule" && !rule}
            >
              Create group
            </Button>
          </Line>
        </Stack>
      </form>
    </Dialog>
  );
}
