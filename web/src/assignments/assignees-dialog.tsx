/** The status of each assignee, for leads. */
import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { flattenPages } from "@/api/pagination";
import type { Assignee, CountedAssignment, MemberRef, StatusFilter } from "@/api/types";
import { useMembership } from "@/identity/queries";
import { Avatar } from "@/ui/avatar";
import { Dialog } from "@/ui/dialog";
import { ErrorState } from "@/ui/error-state";
import { ListSkeleton } from "@/ui/list-skeleton";
import { LoadMore } from "@/ui/load-more";
import { formatDate } from "@/ui/time";
import classes from "./assignments.module.css";
import { ExtendDialog } from "./due-date-dialog";
import { DECLINE_REASONS, STATUS_LABELS } from "./labels";
import { assignees, useDecideExtension } from "./queries";
import { ReviewForm } from "./review-form";

interface Props {
  it: CountedAssignment;
  close: () => void;
}

const WEEK = 7 * 86_400_000;

export default function AssigneesDialog({ it, close }: Props) {
  const [status, choose] = useState<StatusFilter | null>(null);
  const [extending, extend] = useState<Assignee>();
  const found = useInfiniteQuery(assignees(it, status));
  const every = flattenPages(found.data);
  const week = new Date(Math.max(Date.parse(it.due), Date.now()) + WEEK).toISOString();
  return (
    <Dialog onClose={close} title={it.title} size="lg">
      <Stack>
        <Select
          label="Status"
          data={[
            { value: "all", label: "All" },
            ...Object.entries(STATUS_LABELS).map(([value, label]) => ({ value, label })),
          ]}
          value={status ?? "all"}
          onChange={(value) => choose(value && value !== "all" ? (value as StatusFilter) : null)}
          allowDeselect={false}
        />
        {found.isPending && <ListSkeleton count={3} height={44} />}
        {found.error && <ErrorState error={found.error} retry={found.refetch} />}
        {found.data && every.length === 0 && !found.hasNextPage && (
          <Text c="dimmed">No one has this status.</Text>
        )}
        <ul className={classes.list}>
          {every.map((one) => (
            <AssigneeRow key={one.member.id} one={one} it={it} extend={() => extend(one)} />
          ))}
        </ul>
        <LoadMore list={found} />
      </Stack>
      {extending && (
        <ExtendDialog
          it={it}
          member={extending.member}
          until={extending.requested_until ?? week}
          close={() => extend(undefined)}
        />
      )}
    </Dialog>
  );
}

function AssigneeRow({
  one,
  it,
  extend,
}: {
  one: Assignee;
  it: CountedAssignment;
  extend: () => void;
}) {
  const decide = useDecideExtension(it);
  const member = one.member.id;
  const details = [
    STATUS_LABELS[one.status],
    one.decline_reason ? DECLINE_REASONS[one.decline_reason] : null,
    one.comment ? `“${one.comment}”` : null,
    one.requested_until ? `until ${formatDate(new Date(one.requested_until))}` : null,
    one.extended_until ? `until ${formatDate(new Date(one.extended_until))}` : null,
    one.at && one.status === "done" ? formatDate(new Date(one.at)) : null,
  ].filter(Boolean);
  return (
    <li className={classes.person}>
      <Avatar name={one.member.name} size={28} />
      <div className={classes.text} style={{ flexBasis: 140 }}>
        <Text>{one.member.name}</Text>
        <Text size="sm" c="dimmed">
          {details.join(" · ")}
        </Text>
      </div>
      {one.status === "done" && <IconCircleCheck size={20} className={classes.done} aria-hidden />}
      {one.status === "ready" && <ReviewCell it={it} member={one.member} />}
      {it.phase === "open" && one.status !== "done" && one.status !== "ready" && (
        <Group gap={6}>
          {one.requested_until && (
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

/** Submitted work: the reviewer decides here, others see who reviews. */
function ReviewCell({ it, member }: { it: CountedAssignment; member: MemberRef }) {
  const me = useMembership();
  if (it.effective_reviewer?.id === me.member) return <ReviewForm it={it} member={member} />;
  return (
    <Text size="sm" c="dimmed">
      {it.effective_reviewer && `Waiting for ${it.effective_reviewer.name}`}
    </Text>
  );
}
