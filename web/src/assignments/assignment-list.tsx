/** Assignments with their progress as counts; leads open the list of people. */
import { ActionIcon, Badge, Button, Group, Menu, Progress, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCircle, IconCircleCheckFilled, IconDots, IconHourglass } from "@tabler/icons-react";
import {
  type InfiniteData,
  type UseInfiniteQueryResult,
  useInfiniteQuery,
} from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { Link } from "react-router";
import { flattenPages, type paginatedQuery } from "@/api/pagination";
import type { CountedAssignment, OwnState, Page } from "@/api/types";
import { ErrorState } from "@/ui/error-state";
import { ListSkeleton } from "@/ui/list-skeleton";
import { LoadMore } from "@/ui/load-more";
import { toast } from "@/ui/toast";
import classes from "./assignments.module.css";
import { DueBadge } from "./due-badge";
import { ChangeDueDateDialog } from "./due-date-dialog";
import { statusText, TASK_LABELS } from "./labels";
import { reopenAssignment, useChangeAssignment, useRemind } from "./queries";

const STATE_ICONS = {
  open: IconCircle,
  ready: IconHourglass,
  done: IconCircleCheckFilled,
} as const;
const AssigneesDialog = lazy(() => import("./assignees-dialog"));

export function AssignmentList({
  list,
  empty,
}: {
  list: ReturnType<typeof paginatedQuery<CountedAssignment>>;
  empty: ReactNode;
}) {
  const found: UseInfiniteQueryResult<InfiniteData<Page<CountedAssignment>>> =
    useInfiniteQuery(list);
  if (found.isPending) return <ListSkeleton height={84} />;
  if (found.error) return <ErrorState error={found.error} retry={found.refetch} />;
  const every = flattenPages(found.data);
  if (every.length === 0 && !found.hasNextPage) return empty;
  return (
    <>
      <ul className={classes.list}>
        {every.map((it) => (
          <AssignmentRow key={it.id} it={it} />
        ))}
      </ul>
      <LoadMore list={found} />
    </>
  );
}

function AssignmentRow({ it }: { it: CountedAssignment }) {
  const [peopleOpen, { open, close }] = useDisclosure();
  const closed = it.phase !== "open";
  return (
    <li className={classes.assignment}>
      <div className={classes.head}>
        <div className={classes.text}>
          <Link to={`/items/${it.item}`} className={classes.title}>
            {it.title}
          </Link>
          <Text size="sm" c="dimmed">
            {[
              TASK_LABELS[it.task],
              it.is_for_group ? null : it.to_name,
              `assigned by ${it.given_by.name}`,
            ]
              .filter(Boolean)
              .join(" · ")}
          </Text>
        </div>
        {closed ? (
          <Badge variant="light" color="gray" tt="none">
            Closed
          </Badge>
        ) : (
          <OwnDueBadge it={it} />
        )}
        {it.counts && <LeadMenu it={it} />}
      </div>
      {it.mine && <OwnStatus of={it.mine} closed={closed} />}
      {it.counts && <Counts it={it} showPeople={open} />}
      {peopleOpen && (
        <Suspense fallback={null}>
          <AssigneesDialog it={it} close={close} />
        </Suspense>
      )}
    </li>
  );
}

/** The reader's due date; hidden once they completed it. */
function OwnDueBadge({ it }: { it: CountedAssignment }) {
  if (it.mine && it.mine.state !== "open" && !it.counts) return null;
  return <DueBadge due={it.counts ? it.due : (it.mine?.due ?? it.due)} zone={it.zone} />;
}

function OwnStatus({ of, closed }: { of: OwnState; closed: boolean }) {
  const Picture = STATE_ICONS[of.state];
  return (
    <Text
      size="sm"
      c="dimmed"
      className={classes.ownStatus}
      data-done={of.state === "done" || undefined}
    >
      <Picture size={18} stroke={1.6} aria-hidden />
      {statusText(of, closed)}
    </Text>
  );
}

function Counts({ it, showPeople }: { it: CountedAssignment; showPeople: () => void }) {
  const of = it.assignee_count ?? 0;
  const counts = it.counts;
  if (!counts) return null;
  const more = [
    it.overdue_count ? `${it.overdue_count} late` : null,
    counts.ready ? `${counts.ready} ready for review` : null,
    counts.extension_requested ? `${counts.extension_requested} requested an extension` : null,
    counts.declined ? `${counts.declined} declined` : null,
    counts.extended ? `${counts.extended} extended` : null,
  ].filter(Boolean);
  return (
    <Group gap="sm" mt={10}>
      <Progress
        value={of ? (100 * counts.done) / of : 0}
        aria-label={`Done: ${it.title}`}
        style={{ flex: "1 1 160px" }}
      />
      <Text size="sm">
        <strong>
          {counts.done} of {of}
        </strong>{" "}
        done
      </Text>
      {more.length > 0 && (
        <Text size="sm" c="dimmed">
          {more.join(", ")}
        </Text>
      )}
      <Button variant="default" size="xs" ml="auto" onClick={showPeople}>
        People
      </Button>
    </Group>
  );
}

function LeadMenu({ it }: { it: CountedAssignment }) {
  const change = useChangeAssignment(it);
  const remind = useRemind(it);
  const [moving, move] = useState(false);
  const end = (phase: "closed" | "withdrawn", message: string) =>
    change.mutate(
      { phase },
      { onSuccess: () => toast.undoable(message, () => void reopenAssignment(it)) },
    );
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label={`More: ${it.title}`}>
            <IconDots size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {it.phase === "open" ? (
            <>
              <Menu.Item
                onClick={() =>
                  remind.mutate(undefined, {
                    onSuccess: () => toast.success("Reminder sent."),
                  })
                }
              >
                Send reminder
              </Menu.Item>
              <Menu.Item onClick={() => move(true)}>Change due date</Menu.Item>
              <Menu.Item onClick={() => end("closed", "Assignment closed.")}>Close</Menu.Item>
            </>
          ) : (
            <Menu.Item onClick={() => change.mutate({ phase: "open" })}>Reopen</Menu.Item>
          )}
          <Menu.Item color="red" onClick={() => end("withdrawn", "Assignment withdrawn.")}>
            Withdraw
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {moving && <ChangeDueDateDialog it={it} close={() => move(false)} />}
    </>
  );
}
