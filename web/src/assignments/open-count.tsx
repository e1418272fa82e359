/** The number of open assignments, in the navigation. */
import { VisuallyHidden } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { flattenPages } from "@/api/pagination";
import classes from "@/shell/sidebar.module.css";
import { isActionable, myAssignments } from "./my-assignments";

export function OpenCount() {
  const { data } = useInfiniteQuery({ ...myAssignments(false), staleTime: 60_000 });
  const open = flattenPages(data).filter(isActionable);
  if (open.length === 0) return null;
  const more = data?.pages.at(-1)?.next ? "+" : "";
  const late = open.filter((it) => Date.parse(it.due) < Date.now()).length;
  return (
    <span className={late > 0 ? classes.unread : classes.count}>
      {open.length}
      {more}
      <VisuallyHidden> to do{late > 0 && `, ${late} late`}</VisuallyHidden>
    </span>
  );
}
