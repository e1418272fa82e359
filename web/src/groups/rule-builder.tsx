/** Builds a membership rule from conditions, and previews its effect. */
import { ActionIcon, Button, NativeSelect, TagsInput, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type RefObject, useRef } from "react";
import { problemMessage } from "@/api/problem";
import type { GroupRule } from "@/api/types";
import { firstHits } from "@/search/queries";
import { pluralise } from "@/ui/format";
import classes from "./groups.module.css";
import {
  countConditions,
  isGroup,
  MAX_CONDITIONS,
  MAX_DEPTH,
  newCondition,
  newGroup,
  type RuleCondition,
  type RuleGroup,
} from "./rule";
import { useRulePreview } from "./rule-queries";

const ROLES = ["member", "curator", "admin"];

interface Props {
  value: RuleGroup;
  onChange: (built: RuleGroup) => void;
}

export function RuleBuilder({ value, onChange }: Props) {
  return (
    <ConditionGroup
      value={value}
      onChange={onChange}
      level={1}
      left={MAX_CONDITIONS - countConditions(value)}
    />
  );
}

interface ConditionGroupProps extends Props {
  level: number;
  /** How many more conditions the rule may have. */
  left: number;
  remove?: () => void;
}

/** Conditions combined by all, any or none; nested up to the API's limit. */
function ConditionGroup({ value, onChange, level, left, remove }: ConditionGroupProps) {
  const box = useRef<HTMLFieldSetElement>(null);
  const setParts = (parts: RuleGroup["parts"]) => onChange({ ...value, parts });
  const change = (part: RuleCondition | RuleGroup) =>
    setParts(value.parts.map((it) => (it.key === part.key ? part : it)));
  const add = (part: RuleCondition | RuleGroup) => {
    setParts([...value.parts, part]);
    focusAfterRender(box, (all) => all.querySelector(`[data-part="${part.key}"] select`));
  };
  const removeByKey = (key: number) => {
    setParts(value.parts.filter((it) => it.key !== key));
    focusAfterRender(box, (all) => all.querySelector(":scope > [data-more] button"));
  };
  // A negated condition is one level deeper.
  const canDeepen = level + 2 <= MAX_DEPTH;
  return (
    <fieldset ref={box} className={classes.conditionGroup} data-level={level}>
      <legend>{level === 1 ? "Rule" : "Condition group"}</legend>
      {(value.parts.length > 1 || level > 1 || value.mode !== "all") && (
        <div className={classes.matchMode}>
          <NativeSelect
            aria-label="Match"
            data={[
              { value: "all", label: "Match all conditions" },
              { value: "any", label: "Match any condition" },
              { value: "none", label: "Match no condition" },
            ]}
            value={value.mode}
            onChange={(event) =>
              onChange({ ...value, mode: event.currentTarget.value as RuleGroup["mode"] })
            }
          />
          {remove && (
            <ActionIcon aria-label="Remove condition group" onClick={remove}>
              <IconX size={16} />
            </ActionIcon>
          )}
        </div>
      )}
      {value.parts.map((part) => {
        const removePart = value.parts.length > 1 ? () => removeByKey(part.key) : undefined;
        return (
          <div key={part.key} data-part={part.key}>
            {isGroup(part) ? (
              <ConditionGroup
                value={part}
                onChange={change}
                level={level + 1}
                left={left}
                {...(removePart && { remove: removePart })}
              />
            ) : (
              <Condition part={part} change={change} remove={removePart} mayBeNot={canDeepen} />
            )}
          </div>
        );
      })}
      <div className={classes.addButtons} data-more>
        <Button {...ADD_BUTTON_PROPS} disabled={left <= 0} onClick={() => add(newCondition())}>
          Add condition
        </Button>
        {canDeepen && (
          <Button
            {...ADD_BUTTON_PROPS}
            disabled={left <= 0}
            onClick={() => add(newGroup(value.mode === "any" ? "all" : "any"))}
          >
            {" "}
            Add condition group{" "}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

const ADD_BUTTON_PROPS = {
  variant: "subtle",
  color: "gray",
  size: "compact-md",
  leftSection: <IconPlus size={15} aria-hidden />,
} as const;

function focusAfterRender(
  box: RefObject<HTMLElement | null>,
  find: (all: HTMLElement) => HTMLElement | null,
) {
  requestAnimationFrame(() => box.current && find(box.current)?.focus());
}

interface ConditionProps {
  part: RuleCondition;
  change: (part: RuleCondition) => void;
  remove: (() => void) | undefined;
  mayBeNot: boolean;
}

function Condition({ part, change, remove, mayBeNot }: ConditionProps) {
  const known = useKnownValues(part.field);
  return (
    <div className={classes.condition}>
      <NativeSelect
        aria-label="Field"
        data={[
          { value: "department", label: "Department" },
          { value: "location", label: "Location" },
          { value: "role", label: "Role" },
        ]}
        value={part.field}
        onChange={(event) =>
          change({ ...part, field: event.currentTarget.value as RuleCondition["field"], among: [] })
        }
      />
      <NativeSelect
        aria-label="Operator"
        data={[
          { value: "is", label: "is" },
          { value: "not", label: "is not", disabled: !mayBeNot && !part.not },
        ]}
        value={part.not ? "not" : "is"}
        onChange={(event) => change({ ...part, not: event.currentTarget.value === "not" })}
      />
      <TagsInput
        aria-label="Values"
        placeholder={part.among.length > 0 ? "" : "Type or select"}
        data={known}
        value={part.among}
        onChange={(among) => change({ ...part, among })}
        maxTags={20}
        acceptValueOnBlur
      />
      {remove ? (
        <ActionIcon aria-label="Remove condition" onClick={remove}>
          <IconX size={16} />
        </ActionIcon>
      ) : (
        <span />
      )}
    </div>
  );
}

/** Known values of a field, from search facets. */
function useKnownValues(field: RuleCondition["field"]): string[] {
  const { data } = useQuery({ ...firstHits("", "person"), enabled: field !== "role" });
  if (field === "role") return ROLES;
  return data?.facets[field].map((it) => it.value) ?? [];
}

/** Previews the rule's effect on all members. */
export function RulePreviewPanel({
  rule,
  group,
}: {
  rule: GroupRule | null;
  group: string | null;
}) {
  const [asked] = useDebouncedValue(rule, 400);
  const { data, error, isFetching } = useRulePreview(asked, group);
  if (!rule) return <Text c="dimmed">Add a condition to preview matches.</Text>;
  if (error) return <Text c="red">{problemMessage(error)}</Text>;
  if (!data || isFetching) return <Text c="dimmed">Previewing…</Text>;
  return (
    <div className={classes.diff} role="status">
      <p>
        <strong>
          {pluralise(data.joins, "person", "people")} {data.joins === 1 ? "joins" : "join"}
        </strong>
        {data.joins > 0 && `: ${nameList(data.joining, data.joins)}`}
      </p>
      {group && (
        <p>
          <strong>
            {pluralise(data.leaves, "person", "people")} {data.leaves === 1 ? "leaves" : "leave"}
          </strong>
          {data.leaves > 0 && `: ${nameList(data.leaving, data.leaves)}`}
        </p>
      )}
      <Text size="sm" c="dimmed">
        The rule is reapplied whenever a profile changes. People you added yourself stay.
      </Text>
    </div>
  );
}

function nameList(some: string[], all: number): string {
  const shown = some.slice(0, 8);
  const rest = all - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest.toLocaleString("en")} more` : shown.join(", ");
}
