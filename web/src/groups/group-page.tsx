/** One group: who is in it, letting people in, leaving. */
import { ActionIcon, Button, Group as Line, Stack, TextInput, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconLogout, IconPencil, IconUserMinus } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { flat } from "@/api/pages";
import type { Group } from "@/api/types";
import rows from "@/channels/channels.module.css";
import { useMembership } from "@/identity/queries";
import { PeoplePicker } from "@/people/people-picker";
import { Dialog } from "@/ui/dialog";
import { Face } from "@/ui/face";
import { Failure } from "@/ui/failure";
import { useProblemForm } from "@/ui/form";
import { More } from "@/ui/more";
import { Page } from "@/ui/page";
import { Rows } from "@/ui/rows";
import { group, groupMembers, useAddToGroup, useRenameGroup, useTakeOutOfGroup } from "./queries";

export function GroupPage() {
  const { group: id = "" } = useParams();
  const { data, error, refetch } = useQuery(group(id));
  if (data) return <Whole key={id} group={data} />;
  return <Page title="Group">{error ? <Failure error={error} retry={refetch} /> : <Rows />}</Page>;
}

function Whole({ group: it }: { group: Group }) {
  const { member, role } = useMembership();
  const [renaming, { open, close }] = useDisclosure();
  const takeOut = useTakeOutOfGroup(it.id);
  const navigate = useNavigate();
  const mayRename = it.made_by === member || role === "admin";
  return (
    <Page
      title={it.name}
      actions={
        <>
          {mayRename && (
            <ActionIcon aria-label="Rename the group" onClick={open}>
              <IconPencil size={18} />
            </ActionIcon>
          )}
          <Button
            variant="default"
            leftSection={<IconLogout size={16} aria-hidden />}
            onClick={() => takeOut.mutate(member, { onSuccess: () => navigate("/groups") })}
          >
            Leave
          </Button>
        </>
      }
    >
      <Add id={it.id} />
      <Members id={it.id} me={member} takeOut={(who) => takeOut.mutate(who)} />
      {renaming && <Rename group={it} close={close} />}
    </Page>
  );
}

function Add({ id }: { id: string }) {
  const add = useAddToGroup(id);
  const [people, setPeople] = useState<{ value: string; label: string }[]>([]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(
          people.map((it) => it.value),
          { onSuccess: () => setPeople([]) },
        );
      }}
    >
      <Stack gap="xs" mb="lg">
        <PeoplePicker label="Let somebody in" value={people} onChange={setPeople} />
        {people.length > 0 && (
          <Button type="submit" loading={add.isPending} style={{ alignSelf: "flex-start" }}>
            Let them in
          </Button>
        )}
      </Stack>
    </form>
  );
}

interface MembersProps {
  id: string;
  me: string;
  takeOut: (member: string) => void;
}

function Members({ id, me, takeOut }: MembersProps) {
  const found = useInfiniteQuery(groupMembers(id));
  if (found.isPending) return <Rows />;
  if (found.error) return <Failure error={found.error} retry={found.refetch} />;
  return (
    <>
      <Title order={2} mb="xs">
        Members
      </Title>
      <ul className={rows.list}>
        {flat(found.data).map((it) => (
          <li key={it.id} className={rows.row}>
            <Face name={it.name} size={32} />
            <div className={rows.words}>
              <Link to={`/people/${it.id}`} className={rows.name}>
                {it.name}
              </Link>
            </div>
            {it.id !== me && (
              <div className={rows.follow}>
                <ActionIcon aria-label={`Take ${it.name} out`} onClick={() => takeOut(it.id)}>
                  <IconUserMinus size={18} />
                </ActionIcon>
              </div>
            )}
          </li>
        ))}
      </ul>
      <More list={found} />
    </>
  );
}

function Rename({ group: it, close }: { group: Group; close: () => void }) {
  const rename = useRenameGroup(it);
  const form = useProblemForm({ name: it.name }, rename.error);
  return (
    <Dialog onClose={close} title="Rename the group">
      <form onSubmit={form.onSubmit(({ name }) => rename.mutate(name, { onSuccess: close }))}>
        <Stack>
          <TextInput
            label="Name"
            required
            maxLength={80}
            data-autofocus
            {...form.getInputProps("name")}
          />
          {form.rest}
          <Line justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={rename.isPending}>
              Save
            </Button>
          </Line>
        </Stack>
      </form>
    </Dialog>
  );
}
