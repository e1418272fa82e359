/** Somebody: what they do, when and how they work, what they help with, what they shared. */
import { Anchor, Badge, Button, Group, Skeleton, Title } from "@mantine/core";
import { IconMail, IconNotesOff, IconPencil } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useParams } from "react-router";
import type { Profile } from "@/api/types";
import { useMembership } from "@/identity/queries";
import { CardList } from "@/items/card-list";
import { useRemember } from "@/search/recent";
import { Face } from "@/ui/avatar";
import { Empty } from "@/ui/empty-state";
import { Failure } from "@/ui/error-state";
import { Rows } from "@/ui/list-skeleton";
import { Page } from "@/ui/page";
import classes from "./people.module.css";
import { person, personItems } from "./queries";
import { hoursOf, languageNames, timeThere } from "./working-hours";

export function PersonPage() {
  const { person: id = "" } = useParams();
  const { data, error, refetch } = useQuery(person(id));
  if (error) {
    return (
      <Page title="Person">
        <Failure error={error} retry={refetch} />
      </Page>
    );
  }
  if (!data) {
    return (
      <Page title="Person" quiet heading={<Skeleton h={72} w={320} />}>
        <Rows count={4} />
      </Page>
    );
  }
  return <Whole key={id} who={data} />;
}

function Whole({ who }: { who: Profile }) {
  useRemember(`/people/${who.id}`, who.name);
  const { member } = useMembership();
  const self = who.id === member;
  return (
    <Page
      title={who.name}
      heading={
        <div className={classes.head}>
          <Face name={who.name} photo={who.photo} size={72} />
          <div>
            <Group gap="xs">
              <Title order={1}>{who.name}</Title>
              {!who.active && (
                <Badge variant="light" color="gray" tt="none">
                  Deactivated
                </Badge>
              )}
            </Group>
            {[who.title, who.department].filter(Boolean).join(" · ")}
          </div>
        </div>
      }
      actions={
        self ? (
          <Button
            component={Link}
            to="/settings/profile"
            variant="default"
            leftSection={<IconPencil size={16} aria-hidden />}
          >
            Edit
          </Button>
        ) : (
          <Button
            component="a"
            href={`mailto:${who.address}`}
            variant="default"
            leftSection={<IconMail size={16} aria-hidden />}
          >
            {" "}
            Email{" "}
          </Button>
        )
      }
    >
      <Facts who={who} />
      <Says title="Can help with" text={who.helps_with} />
      <Says title="Working on" text={who.working_on} />
      <Says title="Wants to learn" text={who.wants_to_learn} />
      <Says title="How I work" text={who.how_i_work} />
      <Title order={2} mt="xl" mb="xs">
        {" "}
        Items{" "}
      </Title>
      <CardList
        list={personItems(who.id)}
        empty={
          <Empty
            icon={IconNotesOff}
            title={self ? "You haven’t published anything yet" : "No items you can see yet"}
            action={
              self && (
                <Button component={Link} to="/new/note">
                  Write a note
                </Button>
              )
            }
          />
        }
      />
    </Page>
  );
}

function Facts({ who }: { who: Profile }) {
  return (
    <dl className={classes.facts}>
      <Fact name="Email" className={classes.address}>
        <Anchor href={`mailto:${who.address}`}>{who.address}</Anchor>
      </Fact>
      {who.location && <Fact name="Location">{who.location}</Fact>}
      <Fact name="Local time">{timeThere(who.time_zone)}</Fact>
      <Fact name="Working hours">{hoursOf(who.working_hours)}</Fact>
      {who.languages.length > 0 && <Fact name="Languages">{languageNames(who.languages)}</Fact>}
      {who.manager && (
        <Fact name="Reports to">
          <Anchor component={Link} to={`/people/${who.manager}`}>
            {who.manager_name ?? "their manager"}
          </Anchor>
        </Fact>
      )}
      {who.hours_to_help > 0 && (
        <Fact name="Time to help">
          {who.hours_to_help} {who.hours_to_help === 1 ? "hour" : "hours"} a week
        </Fact>
      )}
    </dl>
  );
}

interface FactProps {
  name: string;
  className?: string | undefined;
  children: ReactNode;
}

function Fact({ name, className, children }: FactProps) {
  return (
    <div className={className}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Says({ title, text }: { title: string; text: string }) {
  if (!text) return null;
  return (
    <section className={classes.says}>
      <Title order={2}>{title}</Title>
      <p>{text}</p>
    </section>
  );
}
