/** Whether somebody answers for an item just now: verified, or past the day of its review. */
import { Badge } from "@mantine/core";
import { IconRosetteDiscountCheck } from "@tabler/icons-react";

interface Props {
  verified: boolean;
  /** The day of the next review, where somebody is to verify it. */
  until: string | null;
}

export function isStale(until: string | null | undefined): boolean {
  return !!until && Date.parse(until) < Date.now();
}

export function VerificationBadge({ verified, until }: Props) {
  if (isStale(until)) {
    return (
      <Badge size="sm" variant="light" color="orange" tt="none">
        May be out of date
      </Badge>
    );
  }
  if (!verified) return null;
  return (
    <Badge
      size="sm"
      variant="light"
      tt="none"
      leftSection={<IconRosetteDiscountCheck size={13} aria-hidden />}
    >
      Verified
    </Badge>
  );
}
