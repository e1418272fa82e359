/** Resolves an edit conflict: merges both texts and asks where they conflict. */
import { Alert, Button, Group, SegmentedControl, Stack, Text, Textarea } from "@mantine/core";
import { useMemo, useState } from "react";
import type { OpenedItem } from "@/api/types";
import { applyChoices, type Choice, countConflicts, mergeDrafts, mergeTexts } from "./merge";
import classes from "./note-editor.module.css";
import type { Draft } from "./use-draft";

interface Props {
  base: Draft;
  theirs: OpenedItem;
  mine: Draft;
  pending: boolean;
  save: (draft: Draft) => void;
  back: () => void;
}

const CHOICES: { value: Choice; label: string }[] = [
  { value: "theirs", label: "Theirs" },
  { value: "mine", label: "Yours" },
  { value: "both", label: "Both" },
];

export default function MergeView({ base, theirs, mine, pending, save, back }: Props) {
  const stretches = useMemo(
    () => mergeTexts(base.body, theirs.body, mine.body),
    [base.body, theirs.body, mine.body],
  );
  const titles = useMemo(
    () => mergeTexts(base.title, theirs.title, mine.title),
    [base.title, theirs.title, mine.title],
  );
  const titleClash = countConflicts(titles) > 0;
  const [ownTitle, setOwnTitle] = useState(true);
  const [choices, setChoices] = useState<Choice[]>(() =>
    Array.from({ length: countConflicts(stretches) }, () => "both" as const),
  );
  const [edited, setEdited] = useState<string | null>(null);
  const body = edited ?? applyChoices(stretches, choices);
  const title = titleClash ? (ownTitle ? mine : theirs).title : applyChoices(titles, []);
  const places = stretches.filter((one) => !("both" in one)) as { theirs: string; mine: string }[];
  const who = theirs.written_by?.name ?? theirs.author.name;
  return (
    <Stack>
      <Alert color="gray" role="alert" title={`${who} changed this while you were writing`}>
        {places.length === 0 && !titleClash
          ? "You changed different parts, so the text below has both. Check it and save."
          : "You both changed the same parts. Choose a version for each; nothing is lost."}
      </Alert>
      {titleClash && (
        <fieldset className={classes.conflict}>
          <legend>Title</legend>
          <SegmentedControl
            aria-label="Title"
            value={ownTitle ? "mine" : "theirs"}
            onChange={(choice) => setOwnTitle(choice === "mine")}
            data={[
              { value: "theirs", label: theirs.title },
              { value: "mine", label: mine.title },
            ]}
          />
        </fieldset>
      )}
      {places.map((place, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: places keep their order
        <fieldset key={at} className={classes.conflict}>
          <legend>
            Conflict {at + 1} of {places.length}
          </legend>
          <div className={classes.sides}>
            <div>
              <Text size="sm" c="dimmed">
                {who}
              </Text>
              <pre>{place.theirs || "(removed)"}</pre>
            </div>
            <div>
              <Text size="sm" c="dimmed">
                You
              </Text>
              <pre>{place.mine || "(removed)"}</pre>
            </div>
          </div>
          <SegmentedControl
            aria-label={`Conflict ${at + 1}`}
            value={choices[at] ?? "both"}
            onChange={(choice) => {
              setEdited(null);
              setChoices(choices.map((it, n) => (n === at ? (choice as Choice) : it)));
            }}
            data={CHOICES}
          />
        </fieldset>
      ))}
      <Textarea
        label="Merged text"
        autosize
        minRows={10}
        maxRows={30}
        maxLength={100_000}
        value={body}
        onChange={(event) => setEdited(event.currentTarget.value)}
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={back}>
          Back to my version
        </Button>
        <Button
          loading={pending}
          onClick={() => save({ ...mergeDrafts(base, theirs, mine), title, body })}
        >
          Save merged text
        </Button>
      </Group>
    </Stack>
  );
}
