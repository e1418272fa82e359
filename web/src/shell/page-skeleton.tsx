/** A skeleton of the shell while the session loads: nothing moves when it fills. */
import { Skeleton, VisuallyHidden } from "@mantine/core";
import { ListSkeleton } from "@/ui/list-skeleton";
import classes from "./page-skeleton.module.css";

export function PageSkeleton() {
  return (
    <div className={classes.frame}>
      <VisuallyHidden>
        <h1>Sharewell</h1>
      </VisuallyHidden>
      <aside className={classes.side} aria-hidden>
        <Skeleton height={26} width={150} mb={30} />
        {[88, 72, 95, 80, 68].map((width) => (
          <Skeleton key={width} height={12} width={width} mb={22} />
        ))}
      </aside>
      <main className={classes.main}>
        <Skeleton height={22} width={140} mb={36} />
        <ListSkeleton />
      </main>
    </div>
  );
}
