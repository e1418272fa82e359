/** More actions on a post. */
import { ActionIcon, Button, Group, Menu, Select, Stack, TextInput } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import {
  IconArrowMerge,
  IconBell,
  IconBellOff,
  IconDots,
  IconFlag,
  IconLink,
  IconPencil,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";
import type { PostStatus, PostView } from "@/api/types";
import { Dialog } from "@/ui/dialog";
import { toast } from "@/ui/toast";
import classes from "./discussion.module.css";
import { POST_STATUS_LABELS } from "./labels";
import type { DiscussionContext } from "./post-card";
import type { usePostActions } from "./queries";

interface Props {
  it: PostView;
  context: DiscussionContext;
  actions: ReturnType<typeof usePostActions>;
  edit: () => void;
}

export function PostMenu({ it, context, actions, edit }: Props) {
  const [asking, setAsking] = useState<"status" | "merge" | null>(null);
  const clipboard = useClipboard();
  const own = it.author?.id === context.me;
  const isRoot = !it.id.includes("-");
  const mayHaveStatus =
    isRoot && context.canModerate && (it.kind === "idea" || it.kind === "feedback");
  const mergeable = isRoot && it.kind === "idea" && !it.merged_into && (context.canModerate || own);
  const others = context.ideas.filter((idea) => idea.id !== it.id && !idea.merged_into);
  const copy = () => {
    clipboard.copy(`${location.origin}${location.pathname}?post=${it.id}`);
    toast.success("Link copied.");
  };
  return (
    <div className={classes.menu}>
      <Menu>
        <Menu.Target>
          <ActionIcon size={26} aria-label="More">
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconLink size={16} aria-hidden />} onClick={copy}>
            Copy link
          </Menu.Item>
          {isRoot && (
            <Menu.Item
              leftSection={it.muted ? <IconBell size={16} /> : <IconBellOff size={16} />}
              onClick={() => actions.mute.mutate(!it.muted)}
            >
              {it.muted ? "Unmute thread" : "Mute thread"}
            </Menu.Item>
          )}
          {mayHaveStatus && (
            <Menu.Item leftSection={<IconFlag size={16} />} onClick={() => setAsking("status")}>
              {" "}
              Set status…{" "}
            </Menu.Item>
          )}
          {mergeable && others.length > 0 && (
            <Menu.Item
              leftSection={<IconArrowMerge size={16} />}
              onClick={() => setAsking("merge")}
            >
              Merge…
            </Menu.Item>
          )}
          {own && (
            <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={edit}>
              Edit
            </Menu.Item>
          )}
          {(own || context.canModerate) && (
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={() => actions.remove.mutate()}
            >
              Delete
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {asking === "status" && (
        <StatusDialog it={it} actions={actions} close={() => setAsking(null)} />
      )}
      {asking === "merge" && (
        <MergeIdeaDialog others={others} actions={actions} close={() => setAsking(null)} />
      )}
    </div>
  );
}

interface StatusProps {
  it: PostView;
  actions: ReturnType<typeof usePostActions>;
  close: () => void;
}

function StatusDialog({ it, actions, close }: StatusProps) {
  const [status, setStatus] = useState<PostStatus>(it.status ?? "heard");
  const [reason, setReason] = useState(it.reason ?? "");
  return (
    <Dialog onClose={close} title="Set status">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          actions.judge.mutate({ status, reason }, { onSuccess: close });
        }}
      >
        <Stack>
          <Select
            label="Status"
            allowDeselect={false}
            data={Object.entries(POST_STATUS_LABELS).map(([value, label]) => ({ value, label }))}
            value={status}
            onChange={(to) => to && setStatus(to as PostStatus)}
          />
          <TextInput
            label="Reason"
            maxLength={300}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={actions.judge.isPending}>
              {" "}
              Save{" "}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

interface MergeProps {
  others: PostView[];
  actions: ReturnType<typeof usePostActions>;
  close: () => void;
}

function MergeIdeaDialog({ others, actions, close }: MergeProps) {
  const [into, setInto] = useState<string | null>(null);
  return (
    <Dialog onClose={close} title="Merge with another idea">
      <Stack>
        <Select
          label="Idea"
          placeholder="Choose the idea to keep"
          data={others.map((it) => ({ value: it.id, label: it.text.slice(0, 80) }))}
          value={into}
          onChange={setInto}
        />
        <Group justify="flex-end">
          <Button
            disabled={!into}
            loading={actions.merge.isPending}
            onClick={() => into && actions.merge.mutate(into, { onSuccess: close })}
          >
            Merge
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
