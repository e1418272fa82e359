/** On an item's page: the reader's assignments, due dates and progress. */
import { Button, Group, Menu, Progress, Text } from "@mantine/core";
import { IconChecklist, IconChevronDown, IconCircleCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AssignmentForMe, OpenedItem } from "@/api/types";
import { useGroupNames } from "@/groups/queries";
import classes from "./assignments.module.css";
import { DeclineDialog, ExtensionRequestDialog } from "./decline-dialog";
import { formatDue, localDueTime, urgency } from "./due-dates";
import { DECLINE_REASONS, isMarkedManually, PDF, TASK_VERBS } from "./labels";
import { itemAssignments, useDecline, useSetState } from "./queries";

export function AssignmentPanel({ it }: { it: OpenedItem }) {
  const { data } = useQuery(itemAssignments(it.id));
  return data
    ?.filter((one) => one.phase === "open")
    .map((one) => <AssignmentSection key={one.id} it={one} pages={it.file?.pages ?? 0} />);
}

function AssignmentSection({ it, pages }: { it: AssignmentForMe; pages: number }) {
  const groups = useGroupNames();
  const setState = useSetState();
  const done = it.state === "done";
  const Picture = done ? IconCircleCheck : IconChecklist;
  const recipient = it.is_for_group ? (groups.get(it.to) ?? it.to_name) : "you";
  return (
    <section
      className={classes.panel}
      data-done={done || undefined}
      data-late={(!done && urgency(it.due, it.zone) === "late") || undefined}
      aria-label="Assignment"
    >
      <Picture size={22} stroke={1.6} aria-hidden />
      <div className={classes.text}>
        <Text fw={600}>
          {done ? `Completed. Assigned by ${it.given_by.name}.` : taskSentence(it)}
        </Text>
        {!done && (
          <Text c="dimmed">{`Assigned by ${it.given_by.name} to ${recipient}.${it.note ? ` “${it.note}”` : ""}`}</Text>
        )}
        {!done && it.review_comment && (
          <Text>{`${it.effective_reviewer.name} sent it back: “${it.review_comment}”`}</Text>
        )}
        {!done && <ProgressDetails it={it} pages={pages} />}
      </div>
      <Group gap="xs">
        {!done && it.task === "review" && (
          <Button
            variant={it.state === "ready" ? "default" : "filled"}
            onClick={() => setState.mutate({ it, state: it.state === "ready" ? "open" : "ready" })}
          >
            {it.state === "ready" ? "Withdraw submission" : "Submit for review"}
          </Button>
        )}
        {!done && isMarkedManually(it, pages) && (
          <Button onClick={() => setState.mutate({ it, state: "done" })}>
            {it.task === "do" ? "Mark done" : "Mark as read"}
          </Button>
        )}
        {done && it.task !== "review" && (
          <Button variant="default" onClick={() => setState.mutate({ it, state: "open" })}>
            {" "}
            Mark not done{" "}
          </Button>
        )}
        {!done && <DeclineMenu it={it} />}
      </Group>
    </section>
  );
}

function taskSentence(it: AssignmentForMe): string {
  const text = `${TASK_VERBS[it.task]} this`;
  const when = formatDue(it.due, it.zone);
  if (urgency(it.due, it.zone) === "late") return `${text}. It was ${when}.`;
  return `${text} ${when}`;
}

function ProgressDetails({ it, pages }: { it: AssignmentForMe; pages: number }) {
  const text = [
    localDueTime(it.due, it.zone),
    it.state === "ready" ? `Waiting for review by ${it.effective_reviewer.name}.` : null,
    it.task === "read" && it.kind === "note" ? "Completed when you reach the end." : null,
    it.requested_until ? "Extension requested." : null,
    it.is_extended ? "Your due date was extended." : null,
    it.decline_reason
      ? `Declined: ${DECLINE_REASONS[it.decline_reason].toLowerCase()}${it.comment ? `, “${it.comment}”` : ""}.`
      : null,
  ].filter(Boolean);
  const isPdf = it.task === "read" && it.type === PDF && pages > 0;
  return (
    <>
      {text.length > 0 && (
        <Text c="dimmed" size="sm">
          {text.join(" ")}
        </Text>
      )}
      {isPdf && (
        <Group gap="sm" mt={6} wrap="nowrap">
          <Progress
            value={(100 * it.page) / pages}
            aria-label="Pages read"
            style={{ flex: "1 1 120px", maxWidth: 240 }}
          />
          <Text size="sm" c="dimmed">
            {it.page ? `Page ${it.page} of ${pages}` : `Completed on page ${pages}`}
          </Text>
        </Group>
      )}
    </>
  );
}

function DeclineMenu({ it }: { it: AssignmentForMe }) {
  const [asking, ask] = useState<"time" | "reason">();
  const decline = useDecline(it);
  const close = () => ask(undefined);
  return (
    <>
      <Menu>
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={15} aria-hidden />}>
            Can’t complete
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => ask("time")}>Request an extension…</Menu.Item>
          <Menu.Item onClick={() => ask("reason")}>Decline…</Menu.Item>
          {it.decline_reason && (
            <Menu.Item onClick={() => decline.mutate(null)}>Withdraw decline</Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {asking === "time" && <ExtensionRequestDialog it={it} close={close} />}
      {asking === "reason" && <DeclineDialog it={it} close={close} />}
    </>
  );
}
