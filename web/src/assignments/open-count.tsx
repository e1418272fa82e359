/** How many things one is asked to do, beside the way to them. */
import { VisuallyHidden } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { flat } from "@/api/pages";
import classes from "@/shell/sidebar.module.css";
import { myAssignments } from "./queries";

export function OpenCount() {
  const { data } = useInfiniteQuery({ ...myAssignments(false), staleTime: 60_000 });
  const open = flat(data).filter((it) => it.state === "open").length;
  if (open === 0) return null;
  const more = data?.pages.at(-1)?.next ? "+" : "";
  return (
    <span className={classes.count}>
      {open}
      {more}
      <VisuallyHidden> to do</VisuallyHidden>
    </span>
  );
}
