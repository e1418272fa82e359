/** The status of a new version while the current file is still shown. Updates by itself. */
import { Button, FileButton, Group, Loader, Progress } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { keys } from "@/api/keys";
import { queryClient } from "@/api/query-client";
import type { ItemView, PendingFile } from "@/api/types";
import { transfers, useTransfers } from "@/uploads/transfers";
import { cancelUpload, resumeUpload } from "@/uploads/uploads";
import classes from "./item-page.module.css";

interface Props {
  it: ItemView;
  coming: PendingFile;
}

export function PendingFileState({ it, coming }: Props) {
  useTransfers();
  const sending = transfers.of(it.id);
  const stuck = coming.state === "stalled" || coming.state === "refused";
  const moving = coming.state === "uploading" && sending;
  return (
    <div className={classes.state} role="status" aria-label="New version">
      {stuck ? <IconAlertTriangle size={20} aria-hidden /> : <Loader size={18} aria-hidden />}
      <div>
        {stuck
          ? `${coming.problem ?? "The file could not be processed."} `
          : pendingText(coming, Boolean(moving))}
        {stuck
          ? `The new version, ${coming.name}, is not shown. The current file is unchanged.`
          : " The current file is shown until then."}
        {moving && (
          <Progress
            value={(100 * moving.sent) / Math.max(1, moving.size)}
            mt={8}
            aria-label="Upload progress"
          />
        )}
      </div>
      <Group gap={8} style={{ flex: "0 0 auto" }}>
        {coming.state === "refused" && <RetryButton it={it} />}
        {(coming.state === "stalled" || (coming.state === "uploading" && !sending)) && (
          <FileButton onChange={(chosen) => chosen && void resumeUpload(it.id, chosen)}>
            {(props) => (
              <Button {...props} variant="default">
                Choose the file again
              </Button>
            )}
          </FileButton>
        )}
        <CancelButton it={it} sending={sending?.id} label={stuck ? "Discard" : "Cancel upload"} />
      </Group>
    </div>
  );
}

function pendingText({ name, by, state }: PendingFile, own: boolean): string {
  if (state === "processing") return `Processing the new version, ${name}.`;
  return own
    ? `Uploading ${name} as the new version.`
    : `${by.name} is uploading a new version, ${name}.`;
}

function RetryButton({ it }: { it: ItemView }) {
  const retry = useMutation({
    mutationFn: () =>
      unwrap(api.POST("/api/uploads/{item}/retry", { params: { path: { item: it.id } } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.item(it.id) }),
  });
  return (
    <Button variant="default" loading={retry.isPending} onClick={() => retry.mutate()}>
      Try again
    </Button>
  );
}

/** Also cancels uploads of other tabs and people. */
interface CancelButtonProps {
  it: ItemView;
  sending: string | undefined;
  label: string;
}

function CancelButton({ it, sending, label }: CancelButtonProps) {
  const giveUp = useMutation({
    mutationFn: async () => {
      if (sending) return cancelUpload(sending);
      await unwrap(api.DELETE("/api/uploads/{item}", { params: { path: { item: it.id } } }));
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.item(it.id) }),
  });
  return (
    <Button variant="default" loading={giveUp.isPending} onClick={() => giveUp.mutate()}>
      {label}
    </Button>
  );
}
