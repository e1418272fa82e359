/** The member's own assignments, open or completed. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconCheck, IconChecklist, IconCircle, IconCircleCheckFilled } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { flattenPages } from "@/api/pagination";
import type { OwnAssignment } from "@/api/types";
import rows from "@/channels/channels.module.css";
import { useGroupNames } from "@/groups/queries";
import { itemKind } from "@/items/item-kind";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { ListSkeleton } from "@/ui/list-skeleton";
import { LoadMore } from "@/ui/load-more";
import classes from "./assignments.module.css";
import { DueBadge } from "./due-badge";
import { isMarkedManually, TASK_LABELS } from "./labels";
import { myAssignments } from "./my-assignments";
import { useSetState } from "./queries";

export function OpenAssignments() {
  return (
    <MyAssignmentsList done={false}>
      <EmptyState icon={IconChecklist} title="No open assignments">
        Things your groups assign to you appear here.
      </EmptyState>
    </MyAssignmentsList>
  );
}

export function CompletedAssignments() {
  return (
    <MyAssignmentsList done>
      <EmptyState icon={IconCheck} title="Nothing completed yet">
        Assignments you complete appear here.
      </EmptyState>
    </MyAssignmentsList>
  );
}

function MyAssignmentsList({ done, children }: { done: boolean; children: React.ReactNode }) {
  const found = useInfiniteQuery(myAssignments(done));
  if (found.isPending) return <ListSkeleton />;
  if (found.error) return <ErrorState error={found.error} retry={found.refetch} />;
  const every = flattenPages(found.data);
  if (every.length === 0 && !found.hasNextPage) return children;
  return (
    <>
      <ul className={rows.list}>
        {every.map((it) => (
          <AssignmentRow key={it.id} it={it} />
        ))}
      </ul>
      <LoadMore list={found} />
    </>
  );
}

function AssignmentRow({ it }: { it: OwnAssignment }) {
  const setState = useSetState();
  const groups = useGroupNames();
  const { icon: Kind, word } = itemKind({ kind: it.kind, type: it.type });
  const done = it.state === "done";
  const closed = it.phase !== "open";
  const mayTick = !closed && (isMarkedManually(it) || (done && it.task === "read"));
  const label = done ? "Mark not done" : "Mark done";
  return (
    <li className={`${rows.row} ${classes.task}`}>
      {mayTick ? (
        <Tooltip label={label}>
          <ActionIcon
            className={rows.action ?? ""}
            aria-label={`${label}: ${it.title}`}
            onClick={() => setState.mutate({ it, state: done ? "open" : "done" })}
          >
            {done ? <IconCircleCheckFilled size={20} /> : <IconCircle size={20} stroke={1.5} />}
          </ActionIcon>
        </Tooltip>
      ) : (
        <Kind size={20} stroke={1.5} aria-label={word} style={{ margin: 7, flexShrink: 0 }} />
      )}
      <div className={rows.text}>
        <Link to={`/items/${it.item}`} className={rows.name}>
          {it.title}
        </Link>
        <div className={rows.description}>
          {[
            TASK_LABELS[it.task],
            it.is_for_group ? (groups.get(it.to) ?? "a group") : null,
            `assigned by ${it.given_by.name}`,
            it.state === "ready" ? "waiting for review" : null,
            it.page > 0 && !done ? `read to page ${it.page}` : null,
            it.requested_until ? "extension requested" : null,
            it.decline_reason && !done ? "declined" : null,
            closed ? "closed" : null,
          ]
            .filter(Boolean)
            .join(" · ")}
        </div>
      </div>
      {!done && <DueBadge due={it.due} zone={it.zone} />}
    </li>
  );
}
