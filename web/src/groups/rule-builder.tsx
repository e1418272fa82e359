/** Building a rule from conditions, and seeing what it would do before it does it. */
import {
  ActionIcon,
  Button,
  NativeSelect,
  SegmentedControl,
  Stack,
  TagsInput,
  Text,
} from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { words } from "@/api/problem";
import type { GroupRule } from "@/api/types";
import { firstHits } from "@/search/queries";
import { many } from "@/ui/size";
import classes from "./groups.module.css";
import { type Built, blank, type Part } from "./rule";
import { useTrial } from "./rule-queries";

const MOST = 12;
const ROLES = ["member", "curator", "admin"];

interface Props {
  value: Built;
  onChange: (built: Built) => void;
}

export function RuleBuilder({ value, onChange }: Props) {
  const change = (at: number, part: Partial<Part>) =>
    onChange({
      ...value,
      parts: value.parts.map((it, index) => (index === at ? { ...it, ...part } : it)),
    });
  return (
    <Stack gap="xs">
      {value.parts.length > 1 && (
        <SegmentedControl
          aria-label="How the conditions go together"
          value={value.mode}
          onChange={(mode) => onChange({ ...value, mode: mode as Built["mode"] })}
          data={[
            { value: "all", label: "All of these hold" },
            { value: "any", label: "Any of these holds" },
          ]}
        />
      )}
      {value.parts.map((part, at) => (
        <Condition
          key={part.key}
          part={part}
          change={(some) => change(at, some)}
          remove={
            value.parts.length > 1
              ? () => onChange({ ...value, parts: value.parts.filter((_, index) => index !== at) })
              : undefined
          }
        />
      ))}
      <Button
        variant="subtle"
        color="gray"
        size="compact-md"
        leftSection={<IconPlus size={15} aria-hidden />}
        style={{ alignSelf: "flex-start" }}
        disabled={value.parts.length >= MOST}
        onClick={() => onChange({ ...value, parts: [...value.parts, blank()] })}
      >
        One more condition
      </Button>
    </Stack>
  );
}

interface ConditionProps {
  part: Part;
  change: (part: Partial<Part>) => void;
  remove: (() => void) | undefined;
}

function Condition({ part, change, remove }: ConditionProps) {
  const known = useKnown(part.field);
  return (
    <div className={classes.condition}>
      <NativeSelect
        aria-label="What is looked at"
        data={[
          { value: "department", label: "Department" },
          { value: "location", label: "Location" },
          { value: "role", label: "Role" },
        ]}
        value={part.field}
        onChange={(event) =>
          change({ field: event.currentTarget.value as Part["field"], among: [] })
        }
      />
      <NativeSelect
        aria-label="Whether it is so"
        data={[
          { value: "is", label: "is one of" },
          { value: "not", label: "is none of" },
        ]}
        value={part.not ? "not" : "is"}
        onChange={(event) => change({ not: event.currentTarget.value === "not" })}
      />
      <TagsInput
        aria-label="Which"
        placeholder={part.among.length > 0 ? "" : "Type or choose"}
        data={known}
        value={part.among}
        onChange={(among) => change({ among })}
        maxTags={20}
        acceptValueOnBlur
      />
      {remove ? (
        <ActionIcon aria-label="Take this condition away" onClick={remove}>
          <IconX size={16} />
        </ActionIcon>
      ) : (
        <span />
      )}
    </div>
  );
}

/** Values that people have, as the search's own counts tell them. */
function useKnown(field: Part["field"]): string[] {
  const { data } = useQuery({ ...firstHits("", "person"), enabled: field !== "role" });
  if (field === "role") return ROLES;
  return data?.facets[field].map((it) => it.value) ?? [];
}

/** What the rule would do, counted over everybody. */
export function RuleDiff({ rule, group }: { rule: GroupRule | null; group: string | null }) {
  const [asked] = useDebouncedValue(rule, 400);
  const { data, error, isFetching } = useTrial(asked, group);
  if (!rule) return <Text c="dimmed">Say what people must have in common.</Text>;
  if (error) return <Text c="red">{words(error)}</Text>;
  if (!data || isFetching) return <Text c="dimmed">Looking at everybody…</Text>;
  return (
    <div className={classes.diff} role="status">
      <p>
        <strong>
          {many(data.joins, "person", "people")} {data.joins === 1 ? "joins" : "join"}
        </strong>
        {data.joins > 0 && `: ${names(data.joining, data.joins)}`}
      </p>
      {group && (
        <p>
          <strong>
            {many(data.leaves, "person", "people")} {data.leaves === 1 ? "leaves" : "leave"}
          </strong>
          {data.leaves > 0 && `: ${names(data.leaving, data.leaves)}`}
        </p>
      )}
      <Text size="sm" c="dimmed">
        It is applied again whenever somebody’s profile changes. Whom somebody put in by hand stays.
      </Text>
    </div>
  );
}

function names(some: string[], all: number): string {
  const shown = some.slice(0, 8);
  const rest = all - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest.toLocaleString("en")} more` : shown.join(", ");
}
