/** Reactions below an item. */
import { ActionIcon, Anchor, Button, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconMoodPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { flattenPages } from "@/api/pagination";
import type { OpenedItem, Reaction } from "@/api/types";
import { pluralise } from "@/ui/format";
import classes from "./reaction-bar.module.css";
import { REACTION_LABELS } from "./reaction-labels";
import { useReact, whoReacted } from "./reactions";
import { ReactorsDialog } from "./reactors-dialog";

const OTHER_REACTIONS: Reaction[] = ["thanks", "agree", "insight", "celebrate", "laugh"];

export function ReactionBar({ it }: { it: OpenedItem }) {
  const react = useReact(it.id);
  const [asking, { open, close }] = useDisclosure();
  const count = (one: Reaction) => it.reactions[one] ?? 0;
  const left = OTHER_REACTIONS.filter((one) => count(one) === 0);
  const any = count("helped") > 0 || left.length < OTHER_REACTIONS.length;
  return (
    <section className={classes.bar} aria-label="Reactions">
      {(["helped", ...OTHER_REACTIONS] as const)
        .filter((one) => one === "helped" || count(one) > 0)
        .map((one) => (
          <ReactionToggle
            key={one}
            one={one}
            count={count(one)}
            own={it.my_reactions.includes(one)}
            toggle={() => react.mutate(one)}
          />
        ))}
      {left.length > 0 && (
        <Menu position="top-start">
          <Menu.Target>
            <ActionIcon aria-label="Add reaction" size={32} radius="xl" variant="default">
              <IconMoodPlus size={17} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {left.map((one) => {
              const { word, icon: Picture } = REACTION_LABELS[one];
              return (
                <Menu.Item
                  key={one}
                  leftSection={<Picture size={17} aria-hidden />}
                  onClick={() => react.mutate(one)}
                >
                  {word}
                </Menu.Item>
              );
            })}
          </Menu.Dropdown>
        </Menu>
      )}
      {any && (
        <Anchor
          component="button"
          type="button"
          size="sm"
          className={classes.reactors}
          onClick={open}
        >
          {count("helped") > 0 ? <HelpedText it={it} /> : "See who reacted"}
        </Anchor>
      )}
      {asking && <ReactorsDialog it={it} close={close} />}
    </section>
  );
}

interface ToggleProps {
  one: Reaction;
  count: number;
  own: boolean;
  toggle: () => void;
}

function ReactionToggle({ one, count, own, toggle }: ToggleProps) {
  const { word, icon: Picture } = REACTION_LABELS[one];
  return (
    <Button
      variant={own ? "light" : "default"}
      size="compact-md"
      radius="xl"
      className={classes.toggle ?? ""}
      aria-pressed={own}
      aria-label={count > 0 ? `${word}, ${count}` : word}
      title={word}
      leftSection={<Picture size={16} aria-hidden />}
      onClick={toggle}
    >
      {one === "helped" ? word : count}
      {one === "helped" && count > 0 && <span className={classes.count}>{count}</span>}
    </Button>
  );
}

/** "Helped Ada, Ben and 3 others" */
function HelpedText({ it }: { it: OpenedItem }) {
  const total = it.reactions.helped ?? 0;
  const { data } = useInfiniteQuery(whoReacted(it.id, "helped"));
  const names = flattenPages(data).slice(0, total > 3 ? 2 : 3);
  if (names.length === 0) return `Helped ${pluralise(total, "person", "people")}`;
  const rest = total - names.length;
  const labels = names.map(({ name }) => name);
  if (rest > 0) labels.push(pluralise(rest, "other"));
  return `Helped ${new Intl.ListFormat("en").format(labels)}`;
}
