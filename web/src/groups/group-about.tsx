/** A group's purpose, pinned items and some of its members. */
import { Anchor, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { flattenPages } from "@/api/pagination";
import { ItemRow } from "@/items/card-row";
import cards from "@/items/card-row.module.css";
import { Avatar } from "@/ui/avatar";
import { pluralise } from "@/ui/format";
import { ListSkeleton } from "@/ui/list-skeleton";
import { Prose } from "@/ui/prose";
import classes from "./groups.module.css";
import { groupMembers } from "./membership-queries";
import { pinnedItems } from "./queries";
import { useGroup } from "./use-group";

const PREVIEW_COUNT = 12;

export function GroupAbout() {
  const it = useGroup();
  return (
    <>
      {it.purpose ? (
        <Prose text={it.purpose} />
      ) : (
        <Text c="dimmed">
          {it.may_manage
            ? "No description. Choose Edit in the menu above to add one."
            : "No description."}
        </Text>
      )}
      {it.rule && (
        <Text size="sm" c="dimmed" mt="sm">
          Membership rule: {it.rule}
        </Text>
      )}
      {it.pinned.length > 0 && <PinnedItems ids={it.pinned} />}
      <MemberPreview />
    </>
  );
}

function PinnedItems({ ids }: { ids: string[] }) {
  const { data } = useQuery(pinnedItems(ids));
  return (
    <section aria-labelledby="pinned" className={classes.section}>
      <Title order={2} id="pinned">
        Pinned
      </Title>
      {!data && <ListSkeleton count={ids.length} height={68} />}
      <ul className={cards.list}>
        {data?.map((card) => (
          <ItemRow key={card.id} card={card} />
        ))}
      </ul>
    </section>
  );
}

function MemberPreview() {
  const it = useGroup();
  const { data } = useInfiniteQuery(groupMembers(it.id));
  const some = flattenPages(data).slice(0, PREVIEW_COUNT);
  return (
    <section aria-labelledby="people" className={classes.section}>
      <Title order={2} id="people">
        People
      </Title>
      <ul className={classes.memberPreview}>
        {some.map((one) => (
          <li key={one.id}>
            <Link to={`/people/${one.id}`}>
              <Avatar name={one.name} size={28} />
              {one.name}
              {one.role === "lead" && <small>lead</small>}
            </Link>
          </li>
        ))}
      </ul>
      <Anchor component={Link} to={`/groups/${it.id}/people`} size="sm">
        {`See all ${pluralise(it.members, "member")}`}
      </Anchor>
    </section>
  );
}
