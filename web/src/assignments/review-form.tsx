/** Accepts submitted work, or sends it back with a comment. */
import { Button, Group, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import type { MemberRef } from "@/api/types";
import { Dialog } from "@/ui/dialog";
import { toast } from "@/ui/toast";
import { type AssignmentRef, useReview } from "./queries";

interface Props {
  it: AssignmentRef & { title: string };
  member: MemberRef;
}

export function ReviewForm({ it, member }: Props) {
  const review = useReview();
  const [sending, send] = useState(false);
  return (
    <Group gap="xs">
      <Button
        variant="default"
        size="xs"
        aria-label={`Send back: ${it.title} by ${member.name}`}
        onClick={() => send(true)}
      >
        Send back
      </Button>
      <Button
        size="xs"
        loading={review.isPending}
        aria-label={`Accept: ${it.title} by ${member.name}`}
        onClick={() =>
          review.mutate(
            { it, member: member.id, accepted: true, word: "" },
            { onSuccess: () => toast.success(`Accepted: “${it.title}” by ${member.name}`) },
          )
        }
      >
        Accept
      </Button>
      {sending && <SendBackDialog it={it} member={member} close={() => send(false)} />}
    </Group>
  );
}

function SendBackDialog({ it, member, close }: Props & { close: () => void }) {
  const review = useReview();
  const [word, setWord] = useState("");
  return (
    <Dialog onClose={close} title={`Send back to ${member.name}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          review.mutate(
            { it, member: member.id, accepted: false, word },
            {
              onSuccess: () => {
                close();
                toast.success(`Sent back: “${it.title}”. ${member.name} is notified.`);
              },
            },
          );
        }}
      >
        <Stack>
          <Textarea
            label="What’s missing"
            description={`Visible to ${member.name}.`}
            autosize
            minRows={3}
            maxLength={300}
            data-autofocus
            value={word}
            onChange={(event) => setWord(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={review.isPending}>
              Send back
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
