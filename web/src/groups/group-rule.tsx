/** The membership rule: its text, its progress, and editing it. */
import { Button, Group as Line, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconFilterCog } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { keys } from "@/api/keys";
import { problemMessage } from "@/api/problem";
import { queryClient } from "@/api/query-client";
import type { GroupRule, GroupView } from "@/api/types";
import { Dialog } from "@/ui/dialog";
import { pluralise } from "@/ui/format";
import classes from "./groups.module.css";
import { emptyRule, fromRule, toRule } from "./rule";
import { RuleBuilder, RulePreviewPanel } from "./rule-builder";
import { groupRule, useSetRule } from "./rule-queries";
import { useGroup } from "./use-group";

export function RulePanel() {
  const it = useGroup();
  const [changing, { open, close }] = useDisclosure();
  const { data } = useQuery(groupRule(it.id));
  const setRule = useSetRule();
  const progress = data?.progress;
  const running = Boolean(progress && !progress.done);
  const joined = progress ? progress.joined - progress.left : 0;
  // The member list fills while the job runs.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever more are in
  useEffect(() => {
    void queryClient.invalidateQueries({ queryKey: keys.groupMembers(it.id) });
    void queryClient.invalidateQueries({ queryKey: keys.group(it.id) });
  }, [it.id, joined]);
  if (!it.rule && !it.may_manage && !running) return null;
  return (
    <div className={classes.rule}>
      <Text size="sm" c={it.rule ? undefined : "dimmed"}>
        {it.rule ? `Membership rule: ${it.rule}` : "No rule. Members are added manually."}
        {running && progress && (
          <span role="status">
            {" "}
            Adding members: {pluralise(progress.joined, "person", "people")} so far.
          </span>
        )}
        {!running && progress && progress.skipped > 0 && (
          <> {pluralise(progress.skipped, "person", "people")} skipped (100-group limit).</>
        )}
      </Text>
      {it.may_manage && !it.archived_at && (
        <Line gap="xs">
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconFilterCog size={16} aria-hidden />}
            onClick={open}
          >
            {it.rule ? "Edit rule" : "Add rule"}
          </Button>
          {it.rule && (
            <Button
              variant="default"
              size="compact-md"
              loading={setRule.isPending}
              onClick={() => setRule.mutate({ of: it, rule: null })}
            >
              Remove rule
            </Button>
          )}
        </Line>
      )}
      {changing && <RuleDialog group={it} rule={data?.rule ?? null} close={close} />}
    </div>
  );
}

interface DialogProps {
  group: GroupView;
  rule: GroupRule | null;
  close: () => void;
}

function RuleDialog({ group: it, rule: before, close }: DialogProps) {
  const [built, setBuilt] = useState(() => (before ? fromRule(before) : emptyRule()));
  const setRule = useSetRule();
  const rule = toRule(built);
  return (
    <Dialog onClose={close} title="Membership rule" size="lg">
      <Stack>
        <RuleBuilder value={built} onChange={setBuilt} />
        <RulePreviewPanel rule={rule} group={it.id} />
        {setRule.error && <Text c="red">{problemMessage(setRule.error)}</Text>}
        <Line justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button
            disabled={!rule}
            loading={setRule.isPending}
            onClick={() => setRule.mutate({ of: it, rule }, { onSuccess: close })}
          >
            Apply rule
          </Button>
        </Line>
      </Stack>
    </Dialog>
  );
}
