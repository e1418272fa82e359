/** The verifier and dates of an item's verification, and verifying it. */
import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconRosetteDiscountCheck } from "@tabler/icons-react";
import type { ItemView } from "@/api/types";
import { useMembership } from "@/identity/queries";
import { RelativeTime } from "@/ui/relative-time";
import { useRemoveVerifier, useVerifyItem } from "./queries";
import { VerificationBadge } from "./verification-badge";
import { VerifierDialog } from "./verifier-dialog";

export function VerificationPanel({ it }: { it: ItemView }) {
  const me = useMembership();
  const verify = useVerifyItem();
  const release = useRemoveVerifier(it);
  const [choosing, { open, close }] = useDisclosure();
  const its = it.verification;
  if (!its && !it.may_edit) return null;
  const mine = its?.verifiers.some(({ id }) => id === me.member) || me.role !== "member";
  return (
    <Stack component="section" gap={8} mt={28} aria-label="Verification">
      <Group gap={10}>
        <Title order={2} size="sm">
          Verification
        </Title>
        {its && <VerificationBadge verified={!!its.verified_at} until={its.review_by} />}
      </Group>
      {its ? (
        <Text size="sm" c="dimmed">
          {its.verified_by && its.verified_at ? (
            <>
              Verified by {its.verified_by.name} <RelativeTime at={its.verified_at} />.{" "}
            </>
          ) : (
            "Not verified yet. "
          )}
          {its.verifiers.length > 0
            ? `Next check: ${new Intl.ListFormat("en").format(its.verifiers.map(({ name }) => name))}, by ${day(its.review_by)}, then every ${its.interval} days.`
            : "The verifier has left."}
        </Text>
      ) : (
        <Text size="sm" c="dimmed">
          No verifier. Choose someone to check this regularly.
        </Text>
      )}
      <Group gap={8}>
        {its && mine && (
          <Button
            size="compact-md"
            leftSection={<IconRosetteDiscountCheck size={16} aria-hidden />}
            loading={verify.isPending}
            onClick={() => verify.mutate(it)}
          >
            {its.verified_at ? "Still correct" : "Verify"}
          </Button>
        )}
        {it.may_edit && (
          <Button size="compact-md" variant="default" onClick={open}>
            {its ? "Change" : "Choose verifier"}
          </Button>
        )}
        {its && it.may_edit && (
          <Button
            size="compact-md"
            variant="subtle"
            color="gray"
            ml={-8}
            aria-label="Remove verifier"
            loading={release.isPending}
            onClick={() => release.mutate()}
          >
            Remove
          </Button>
        )}
      </Group>
      {its && (
        <Text size="xs" c="dimmed">
          Editing doesn’t renew verification.
        </Text>
      )}
      {choosing && <VerifierDialog it={it} close={close} />}
    </Stack>
  );
}

function day(at: string): string {
  return new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "long" });
}
