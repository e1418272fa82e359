/** A group in a line: its kind, who may know of it, how many are in it. */
import { Badge } from "@mantine/core";
import type { GroupView } from "@/api/types";
import { many } from "@/ui/format";
import { kindOf, visibilityOf } from "./labels";

export function Facts({ group: it }: { group: GroupView }) {
  return (
    <>
      {kindOf(it.kind)} · {visibilityOf(it.visibility)} · {many(it.members, "person", "people")}
      {it.archived_at && (
        <Badge ml="xs" size="sm" variant="light" color="gray" tt="none">
          Archived
        </Badge>
      )}
    </>
  );
}
