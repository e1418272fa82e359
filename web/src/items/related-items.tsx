/** Related items. */
import { Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ItemRow } from "./card-row";
import classes from "./card-row.module.css";
import { relatedItems } from "./queries";

export function RelatedItems({ id }: { id: string }) {
  const { data } = useQuery(relatedItems(id));
  if (!data || data.length === 0) return null;
  return (
    <section aria-labelledby="related" className={classes.related}>
      <Title order={2} id="related">
        Related
      </Title>
      <ul className={classes.list}>
        {data.map((card) => (
          <ItemRow key={card.id} card={card} />
        ))}
      </ul>
    </section>
  );
}
