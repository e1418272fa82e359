/** On an item's page: that one is asked to read, do or review it, by when, and how far one is. */
import { Button, Group, Menu, Progress, Text } from "@mantine/core";
import { IconChecklist, IconChevronDown, IconCircleCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AskedOfMe, OpenedItem } from "@/api/types";
import { useGroupNames } from "@/groups/queries";
import classes from "./assignments.module.css";
import { MoreTimeDialog, ReasonDialog } from "./decline-dialog";
import { byWhen, dayHere, urgency } from "./due-dates";
import { isTicked, PDF, VERB, WHY } from "./labels";
import { itemAssignments, useExplain, useSay } from "./queries";

export function AssignmentPanel({ it }: { it: OpenedItem }) {
  const { data } = useQuery(itemAssignments(it.id));
  return data
    ?.filter((one) => one.phase === "open")
    .map((one) => <One key={one.id} it={one} pages={it.file?.pages ?? 0} />);
}

function One({ it, pages }: { it: AskedOfMe; pages: number }) {
  const groups = useGroupNames();
  const say = useSay();
  const done = it.state === "done";
  const Picture = done ? IconCircleCheck : IconChecklist;
  const whom = it.for_group ? (groups.get(it.to) ?? it.to_name) : "you";
  return (
    <section
      className={classes.panel}
      data-done={done || undefined}
      data-late={(!done && urgency(it.due, it.zone) === "late") || undefined}
      aria-label="Assignment"
    >
      <Picture size={22} stroke={1.6} aria-hidden />
      <div className={classes.words}>
        <Text fw={600}>{done ? `Completed. Assigned by ${it.given_by.name}.` : askedTo(it)}</Text>
        {!done && (
          <Text c="dimmed">{`Assigned by ${it.given_by.name} to ${whom}.${it.note ? ` “${it.note}”` : ""}`}</Text>
        )}
        {!done && it.word && <Text>{`${it.judge.name} sent it back: “${it.word}”`}</Text>}
        {!done && <HowFar it={it} pages={pages} />}
      </div>
      <Group gap="xs">
        {!done && it.task === "review" && (
          <Button
            variant={it.state === "ready" ? "default" : "filled"}
            onClick={() => say.mutate({ it, state: it.state === "ready" ? "open" : "ready" })}
          >
            {it.state === "ready" ? "Withdraw submission" : "Submit for review"}
          </Button>
        )}
        {!done && isTicked(it, pages) && (
          <Button onClick={() => say.mutate({ it, state: "done" })}>
            {it.task === "do" ? "Mark done" : "Mark as read"}
          </Button>
        )}
        {done && it.task !== "review" && (
          <Button variant="default" onClick={() => say.mutate({ it, state: "open" })}>
            {" "}
            Mark not done{" "}
          </Button>
        )}
        {!done && <Excuses it={it} />}
      </Group>
    </section>
  );
}

function askedTo(it: AskedOfMe): string {
  const said = `${VERB[it.task]} this`;
  const when = byWhen(it.due, it.zone);
  if (urgency(it.due, it.zone) === "late") return `${said}. It was ${when}.`;
  return `${said} ${when}`;
}

function HowFar({ it, pages }: { it: AskedOfMe; pages: number }) {
  const said = [
    dayHere(it.due, it.zone),
    it.state === "ready" ? `Waiting for review by ${it.judge.name}.` : null,
    it.task === "read" && it.kind === "note" ? "Completed when you reach the end." : null,
    it.asked_until ? "Extension requested." : null,
    it.extended ? "Your due date was extended." : null,
    it.why ? `Declined: ${WHY[it.why].toLowerCase()}${it.words ? `, “${it.words}”` : ""}.` : null,
  ].filter(Boolean);
  const isPdf = it.task === "read" && it.type === PDF && pages > 0;
  return (
    <>
      {said.length > 0 && (
        <Text c="dimmed" size="sm">
          {said.join(" ")}
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

function Excuses({ it }: { it: AskedOfMe }) {
  const [asking, ask] = useState<"time" | "reason">();
  const explain = useExplain(it);
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
          {it.why && <Menu.Item onClick={() => explain.mutate(null)}>Withdraw decline</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {asking === "time" && <MoreTimeDialog it={it} close={close} />}
      {asking === "reason" && <ReasonDialog it={it} close={close} />}
    </>
  );
}
