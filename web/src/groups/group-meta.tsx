/** A group's kind, visibility and number of members in one line. */
import { Badge } from "@mantine/core";
import type { GroupView } from "@/api/types";
import { pluralise } from "@/ui/format";
import { kindLabel, visibilityLabel } from "./labels";

export function GroupMeta({ group: it }: { group: GroupView }) {
  return (
    <>
      {kindLabel(it.kind)} · {visibilityLabel(it.visibility)} ·{" "}
      {pluralise(it.members, "person", "people")}
      {it.archived_at && (
        <Badge ml="xs" size="sm" variant="light" color="gray" tt="none">
          Archived
        </Badge>
      )}
    </>
  );
}
