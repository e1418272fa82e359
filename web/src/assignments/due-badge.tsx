/** The due date; highlighted on the day and when overdue. */
import { Badge } from "@mantine/core";
import { formatDateTime } from "@/ui/time";
import { formatDue, urgency } from "./due-dates";

export function DueBadge({ due, zone }: { due: string; zone: string }) {
  const how = urgency(due, zone);
  const words = formatDue(due, zone);
  const color = how === "late" ? "red" : how === "today" ? "yellow" : "gray";
  return (
    <Badge variant="light" color={color} tt="none" title={formatDateTime(new Date(due))}>
      {how === "late" ? `Late: ${words}` : `Due ${words}`}
    </Badge>
  );
}
