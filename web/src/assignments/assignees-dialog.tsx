/** Who stands where with an assignment, for those who lead them. */
import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { flat } from "@/api/pagination";
import type { Assignee, CountedAssignment, MemberRef, Where } from "@/api/types";
import { useMembership } from "@/identity/queries";
import { Face } from "@/ui/avatar";
import { Dialog } from "@/ui/dialog";
import { Failure } from "@/ui/error-state";
import { Rows } from "@/ui/list-skeleton";
import { More } from "@/ui/load-more";
import { onDay } from "@/ui/time";
import classes from "./assignments.module.css";
import { ExtendDialog } from "./due-date-dialog";
import { WHERE, WHY } from "./labels";
import { assignees, useDecideTime } from "./queries";
import { Verdict } from "./review-form";

interface Props {
  it: CountedAssignment;
  close: () => void;
}

const WEEK = 7 * 86_400_000;

export default function AssigneesDialog({ it, close }: Props) {
  const [where, choose] = useState<Where | null>(null);
  const [extending, extend] = useState<Assignee>();
  const found = useInfiniteQuery(assignees(it, where));
  const every = flat(found.data);
  const week = new Date(Math.max(Date.parse(it.due), Date.now()) + WEEK).toISOString();
  return (
    <Dialog onClose={close} title={it.title} size="lg">
      <Stack>
        <Select
          label="Status"
          data={[
            { value: "all", label: "All" },
            ...Object.entries(WHERE).map(([value, label]) => ({ value, label })),
          ]}
          value={where ?? "all"}
          onChange={(value) => choose(value && value !== "all" ? (value as Where) : null)}
          allowDeselect={false}
        />
        {found.isPending && <Rows count={3} height={44} />}
        {found.error && <Failure error={found.error} retry={found.refetch} />}
        {found.data && every.length === 0 && !found.hasNextPage && (
          <Text c="dimmed">No one has this status.</Text>
        )}
        <ul className={classes.list}>
          {every.map((one) => (
            <Person key={one.member.id} one={one} it={it} extend={() => extend(one)} />
          ))}
        </ul>
        <More list={found} />
      </Stack>
      {extending && (
        <ExtendDialog
          it={it}
          member={extending.member}
          until={extending.asked_until ?? week}
          close={() => extend(undefined)}
        />
      )}
    </Dialog>
  );
}

function Person({ one, it, extend }: { one: Assignee; it: CountedAssignment; extend: () => void }) {
  const decide = useDecideTime(it);
  const member = one.member.id;
  const said = [
    WHERE[one.where],
    one.why ? WHY[one.why] : null,
    one.words ? `“${one.words}”` : null,
    one.asked_until ? `until ${onDay(new Date(one.asked_until))}` : null,
    one.until ? `until ${onDay(new Date(one.until))}` : null,
    one.at && one.where === "done" ? onDay(new Date(one.at)) : null,
  ].filter(Boolean);
  return (
    <li className={classes.person}>
      <Face name={one.member.name} size={28} />
      <div className={classes.words} style={{ flexBasis: 140 }}>
        <Text>{one.member.name}</Text>
        <Text size="sm" c="dimmed">
          {said.join(" · ")}
        </Text>
      </div>
      {one.where === "done" && <IconCircleCheck size={20} className={classes.done} aria-hidden />}
      {one.where === "ready" && <Waiting it={it} member={one.member} />}
      {it.phase === "open" && one.where !== "done" && one.where !== "ready" && (
        <Group gap={6}>
          {one.asked_until && (
            <Button
              size="xs"
              variant="default"
              onClick={() => decide.mutate({ member, due: null })}
            >
              Decline
            </Button>
          )}
          <Button size="xs" variant="default" onClick={extend}>
            {" "}
            Extend{" "}
          </Button>
        </Group>
      )}
    </li>
  );
}

/** It is ready: whoever reviews it decides here, others see whose turn it is. */
function Waiting({ it, member }: { it: CountedAssignment; member: MemberRef }) {
  const me = useMembership();
  if (it.judge?.id === me.member) return <Verdict it={it} member={member} />;
  return (
    <Text size="sm" c="dimmed">
      {it.judge && `Waiting for ${it.judge.name}`}
    </Text>
  );
}
