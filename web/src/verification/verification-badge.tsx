/** The verification status of an item: verified, or past its review date. */
import { Badge } from "@mantine/core";
import { IconRosetteDiscountCheck } from "@tabler/icons-react";

interface Props {
  verified: boolean;
  /** The next review date, if there is a verifier. */
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
