/** The groups one is in. */
import { Button, Group as Line, Stack, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus, IconUsersGroup } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import rows from "@/channels/channels.module.css";
import { PeoplePicker } from "@/people/people-picker";
import { Dialog } from "@/ui/dialog";
import { Empty } from "@/ui/empty";
import { Failure } from "@/ui/failure";
import { useProblemForm } from "@/ui/form";
import { Page } from "@/ui/page";
import { Rows } from "@/ui/rows";
import { When } from "@/ui/when";
import { groups, useMakeGroup } from "./queries";

export function GroupsPage() {
  const [making, { open, close }] = useDisclosure();
  const { data, error, refetch } = useQuery(groups);
  return (
    <Page
      title="Groups"
      lead="Lists of people to share with. What a group sees, nobody else finds."
      actions={
        <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
          Make a group
        </Button>
      }
    >
      {error && <Failure error={error} retry={refetch} />}
      {!data && !error && <Rows count={4} />}
      {data?.length === 0 && (
        <Empty
          icon={IconUsersGroup}
          title="You are in no group yet"
          action={<Button onClick={open}>Make a group</Button>}
        >
          Make one for your team or project, and share things that only it should see.
        </Empty>
      )}
      <ul className={rows.list}>
        {data?.map(({ id, name, made_at }) => (
          <li key={id} className={rows.row}>
            <IconUsersGroup size={20} stroke={1.5} aria-hidden />
            <div className={rows.words}>
              <Link to={`/groups/${id}`} className={rows.name}>
                {name}
              </Link>
              <div className={rows.about}>
                Made <When at={made_at} />
              </div>
            </div>
          </li>
        ))}
      </ul>
      {making && <NewGroup close={close} />}
    </Page>
  );
}

function NewGroup({ close }: { close: () => void }) {
  const make = useMakeGroup();
  const navigate = useNavigate();
  const [people, setPeople] = useState<{ value: string; label: string }[]>([]);
  const form = useProblemForm({ name: "" }, make.error);
  return (
    <Dialog onClose={close} title="Make a group">
      <form
        onSubmit={form.onSubmit(({ name }) =>
          make.mutate(
            { name, members: people.map((it) => it.value) },
            { onSuccess: ({ id }) => navigate(`/groups/${id}`) },
          ),
        )}
      >
        <Stack>
          <TextInput
            label="Name"
            required
            maxLength={80}
            data-autofocus
            {...form.getInputProps("name")}
          />
          <PeoplePicker label="Who is in it, besides you" value={people} onChange={setPeople} />
          {form.rest}
          <Line justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={make.isPending}>
              Make it
            </Button>
          </Line>
        </Stack>
      </form>
    </Dialog>
  );
}
