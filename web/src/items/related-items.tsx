/** Where to go on from an item: a few that are like it. */
import { Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { CardRow } from "./card-row";
import classes from "./card-row.module.css";
import { related } from "./queries";

export function RelatedItems({ id }: { id: string }) {
  const { data } = useQuery(related(id));
  if (!data || data.length === 0) return null;
  return (
    <section aria-labelledby="related" className={classes.related}>
      <Title order={2} id="related">
        Related
      </Title>
      <ul className={classes.list}>
        {data.map((card) => (
          <CardRow key={card.id} card={card} />
        ))}
      </ul>
    </section>
  );
}
