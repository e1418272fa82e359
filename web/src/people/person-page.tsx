/** A person's profile and items. */
import { Anchor, Badge, Button, Group, Skeleton, Title } from "@mantine/core";
import { IconMail, IconNotesOff, IconPencil } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useParams } from "react-router";
import type { Profile } from "@/api/types";
import { useMembership } from "@/identity/queries";
import { ItemList } from "@/items/card-list";
import { useRecordVisit } from "@/search/recent";
import { Avatar } from "@/ui/avatar";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { ListSkeleton } from "@/ui/list-skeleton";
import { Page } from "@/ui/page";
import classes from "./people.module.css";
import { person, personItems } from "./queries";
import { formatWorkingHours, languageNames, localTime } from "./working-hours";

export function PersonPage() {
  const { person: id = "" } = useParams();
  const { data, error, refetch } = useQuery(person(id));
  if (error) {
    return (
      <Page title="Person">
        <ErrorState error={error} retry={refetch} />
      </Page>
    );
  }
  if (!data) {
    return (
      <Page title="Person" quiet heading={<Skeleton h={72} w={320} />}>
        <ListSkeleton count={4} />
      </Page>
    );
  }
  return <PersonContent key={id} who={data} />;
}

function PersonContent({ who }: { who: Profile }) {
  useRecordVisit(`/people/${who.id}`, who.name);
  const { member } = useMembership();
  const self = who.id === member;
  return (
    <Page
      title={who.name}
      heading={
        <div className={classes.head}>
          <Avatar name={who.name} photo={who.photo} size={72} />
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
            href={`mailto:${who.email}`}
            variant="default"
            leftSection={<IconMail size={16} aria-hidden />}
          >
            {" "}
            Email{" "}
          </Button>
        )
      }
    >
      <ProfileFacts who={who} />
      <ProfileSection title="Can help with" text={who.helps_with} />
      <ProfileSection title="Working on" text={who.working_on} />
      <ProfileSection title="Wants to learn" text={who.wants_to_learn} />
      <ProfileSection title="How I work" text={who.how_i_work} />
      <Title order={2} mt="xl" mb="xs">
        {" "}
        Items{" "}
      </Title>
      <ItemList
        list={personItems(who.id)}
        empty={
          <EmptyState
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

function ProfileFacts({ who }: { who: Profile }) {
  return (
    <dl className={classes.facts}>
      <ProfileFact name="Email" className={classes.email}>
        <Anchor href={`mailto:${who.email}`}>{who.email}</Anchor>
      </ProfileFact>
      {who.location && <ProfileFact name="Location">{who.location}</ProfileFact>}
      <ProfileFact name="Local time">{localTime(who.time_zone)}</ProfileFact>
      <ProfileFact name="Working hours">{formatWorkingHours(who.working_hours)}</ProfileFact>
      {who.languages.length > 0 && (
        <ProfileFact name="Languages">{languageNames(who.languages)}</ProfileFact>
      )}
      {who.manager && (
        <ProfileFact name="Reports to">
          <Anchor component={Link} to={`/people/${who.manager}`}>
            {who.manager_name ?? "their manager"}
          </Anchor>
        </ProfileFact>
      )}
      {who.hours_to_help > 0 && (
        <ProfileFact name="Time to help">
          {who.hours_to_help} {who.hours_to_help === 1 ? "hour" : "hours"} a week
        </ProfileFact>
      )}
    </dl>
  );
}

interface ProfileFactProps {
  name: string;
  className?: string | undefined;
  children: ReactNode;
}

function ProfileFact({ name, className, children }: ProfileFactProps) {
  return (
    <div className={className}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function ProfileSection({ title, text }: { title: string; text: string }) {
  if (!text) return null;
  return (
    <section className={classes.profileSection}>
      <Title order={2}>{title}</Title>
      <p>{text}</p>
    </section>
  );
}
