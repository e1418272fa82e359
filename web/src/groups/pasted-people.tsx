/** Matches a pasted list to members, for checking and choosing. */
import { Button, Select, Stack, Text, Textarea } from "@mantine/core";
import { IconCheck, IconMail, IconQuestionMark, IconX } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { problemMessage } from "@/api/problem";
import type { PastedLine } from "@/api/types";
import { pluralise } from "@/ui/format";
import classes from "./groups.module.css";
import { useMatchPeople } from "./rule-queries";

/** The matched members, and email addresses to invite. */
export interface MatchedPeople {
  members: string[];
  addresses: string[];
}

interface Props {
  /** The group to add them to, if it exists. */
  group: string | null;
  onChange: (found: MatchedPeople) => void;
}

export function PastedPeople({ group, onChange }: Props) {
  const match = useMatchPeople(group);
  const [people, setPeople] = useState("");
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const lines = match.data?.lines ?? [];
  const report = (some: PastedLine[], choices: Record<string, string>) =>
    onChange(matchedPeople(some, choices));
  return (
    <Stack gap="sm">
      <Textarea
        label="People"
        description="Names or email addresses, one per line or separated by commas."
        placeholder={"Ana Petrov\nBo Lind <bo@example.com>"}
        autosize
        minRows={4}
        maxRows={10}
        maxLength={20_000}
        value={people}
        error={match.error ? problemMessage(match.error) : undefined}
        onChange={(event) => {
          setPeople(event.currentTarget.value);
          match.reset();
          onChange({ members: [], addresses: [] });
        }}
      />
      {lines.length === 0 && (
        <Button
          variant="default"
          style={{ alignSelf: "flex-start" }}
          disabled={!people.trim()}
          loading={match.isPending}
          onClick={() =>
            match.mutate(people, {
              onSuccess: (it) => {
                setChosen({});
                report(it.lines, {});
              },
            })
          }
        >
          Check list
        </Button>
      )}
      {lines.length > 0 && (
        <>
          <Text size="sm" role="status">
            {summary(matchedPeople(lines, chosen))}
          </Text>
          <ul className={classes.lines} aria-label="Matches">
            {lines.map((line, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines stay as they are
              <li key={at}>
                <span className={classes.secondary}>{line.text}</span>
                <MatchResult
                  line={line}
                  chosen={chosen[at] ?? null}
                  choose={(id) => {
                    const choices = { ...chosen, [at]: id ?? "" };
                    setChosen(choices);
                    report(lines, choices);
                  }}
                />
                <MatchIcon line={line} done={Boolean(chosen[at])} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Stack>
  );
}

function matchedPeople(lines: PastedLine[], chosen: Record<string, string>): MatchedPeople {
  const members = lines.flatMap((it, at) => {
    if (it.match === "found" && it.member) return [it.member.id];
    return it.match === "ambiguous" && chosen[at] ? [chosen[at]] : [];
  });
  const asked = lines.filter((it) => it.match === "to_invite" || it.match === "already_invited");
  return {
    members: [...new Set(members)],
    addresses: [...new Set(asked.flatMap((it) => it.address ?? []))],
  };
}

function summary({ members, addresses }: MatchedPeople): string {
  const mails = addresses.length > 0 ? `, ${pluralise(addresses.length, "email invitation")}` : "";
  return `${pluralise(members.length, "person", "people")} found${mails}`;
}

const MATCH_LABELS: Partial<Record<PastedLine["match"], string>> = {
  to_invite: "Will be invited by email",
  already_invited: "Already invited, will be added to this group",
  not_a_member: "Not a member. Ask an admin to invite them.",
  unknown: "No member with this name. Enter an email address.",
  duplicate: "Duplicate line",
};

interface MatchResultProps {
  line: PastedLine;
  chosen: string | null;
  choose: (id: string | null) => void;
}

function MatchResult({ line, chosen, choose }: MatchResultProps): ReactNode {
  if (line.match === "ambiguous") {
    return (
      <Select
        size="xs"
        aria-label={`Match for ${line.text}`}
        placeholder="Several matches, pick one"
        data={line.candidates.map((it) => ({
          value: it.id,
          label: it.department ? `${it.name}, ${it.department}` : it.name,
        }))}
        value={chosen}
        onChange={choose}
        clearable
      />
    );
  }
  if (line.match === "found" && line.member) {
    const { name, title, department } = line.member;
    return (
      <span>
        <strong>{name}</strong> <span className={classes.secondary}>{title || department}</span>
      </span>
    );
  }
  if (line.match === "in_group" && line.member) {
    return <span className={classes.secondary}>{line.member.name} is already a member</span>;
  }
  return <span className={classes.secondary}>{MATCH_LABELS[line.match]}</span>;
}

function MatchIcon({ line: { match }, done }: { line: PastedLine; done: boolean }) {
  const props = { size: 16, "aria-hidden": true } as const;
  if (match === "found" || match === "in_group" || done) {
    return <IconCheck {...props} color="var(--mantine-color-well-6)" />;
  }
  if (match === "to_invite" || match === "already_invited") return <IconMail {...props} />;
  if (match === "ambiguous") return <IconQuestionMark {...props} />;
  return <IconX {...props} color="var(--mantine-color-dimmed)" />;
}
