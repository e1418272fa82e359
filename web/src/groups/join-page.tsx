/** A group for non-members: its purpose, and joining it. */
import { Button, Group as Line, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import type { GroupView } from "@/api/types";
import { useMembership } from "@/identity/queries";
import { Page } from "@/ui/page";
import { Prose } from "@/ui/prose";
import { GroupMeta } from "./group-meta";
import { useAnswerJoinRequest, useWithdrawGroupInvitation } from "./membership-queries";
import { useJoinGroup } from "./queries";

export function JoinPage({ group: it }: { group: GroupView }) {
  return (
    <Page title={it.name} lead={<GroupMeta group={it} />}>
      <Stack gap="lg" maw={560}>
        {it.purpose ? <Prose text={it.purpose} /> : <Text c="dimmed">No description.</Text>}
        {it.archived_at ? (
          <Text>This group is archived and not accepting members.</Text>
        ) : (
          <JoinForm group={it} />
        )}
      </Stack>
    </Page>
  );
}

function JoinForm({ group: it }: { group: GroupView }) {
  const join = useJoinGroup(it.id);
  if (it.is_invited) return <InvitationAnswer group={it} />;
  if (it.has_requested) return <PendingRequest id={it.id} />;
  if (it.visibility === "request") return <JoinRequestForm id={it.id} />;
  return (
    <Line>
      <Button loading={join.isPending} onClick={() => join.mutate("")}>
        Join
      </Button>
    </Line>
  );
}

function InvitationAnswer({ group: it }: { group: GroupView }) {
  const { member } = useMembership();
  const join = useJoinGroup(it.id);
  const withdraw = useWithdrawGroupInvitation(it.id);
  return (
    <Stack gap="xs">
      <Text>You’re invited to join.</Text>
      <Line>
        <Button loading={join.isPending} onClick={() => join.mutate("")}>
          Join
        </Button>
        <Button
          variant="default"
          loading={withdraw.isPending}
          onClick={() => withdraw.mutate(member)}
        >
          Decline
        </Button>
      </Line>
    </Stack>
  );
}

function JoinRequestForm({ id }: { id: string }) {
  const join = useJoinGroup(id);
  const [words, setWords] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        join.mutate(words);
      }}
    >
      <Stack gap="sm">
        <TextInput
          label="Message to the group leads"
          description="Optional. Say why you want to join."
          maxLength={300}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <Button type="submit" loading={join.isPending} style={{ alignSelf: "flex-start" }}>
          Request to join
        </Button>
      </Stack>
    </form>
  );
}

function PendingRequest({ id }: { id: string }) {
  const { member } = useMembership();
  const answer = useAnswerJoinRequest(id);
  return (
    <Line>
      <Text role="status">Request sent. A group lead will respond.</Text>
      <Button
        variant="default"
        size="compact-md"
        loading={answer.isPending}
        onClick={() => answer.mutate({ member, yes: false })}
      >
        Cancel request
      </Button>
    </Line>
  );
}
