/** The upload and processing status of a file, with retries. Updates by itself. */
import { Button, FileButton, Loader, Progress } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { keys } from "@/api/keys";
import { queryClient } from "@/api/query-client";
import type { ItemFile, ItemView } from "@/api/types";
import { transfers, useTransfers } from "@/uploads/transfers";
import { resumeUpload } from "@/uploads/uploads";
import classes from "./item-page.module.css";

export function FileStatus({ it, file }: { it: ItemView; file: ItemFile }) {
  useTransfers();
  const sending = transfers.of(it.id);
  if (file.state === "ready") return null;
  if (file.state === "processing") {
    return (
      <div className={classes.state} role="status">
        <Loader size={18} aria-hidden />
        <div>Processing the file. Its text will be searchable in a moment.</div>
      </div>
    );
  }
  if (file.state === "refused") return <ProcessingFailed it={it} file={file} />;
  if (sending) {
    const percent = Math.round((sending.sent / Math.max(1, sending.size)) * 100);
    return (
      <div className={classes.state}>
        <div>
          Uploading {file.name}
          <Progress value={percent} mt={8} aria-label="Upload progress" />
        </div>
        {percent} %
      </div>
    );
  }
  return <UploadPending it={it} file={file} />;
}

function UploadPending({ it, file }: { it: ItemView; file: ItemFile }) {
  const stalled = file.state === "stalled";
  return (
    <div className={classes.state} role="status">
      {stalled ? <IconAlertTriangle size={20} aria-hidden /> : <Loader size={18} aria-hidden />}
      <div>
        {stalled ? (file.problem ?? "The upload failed.") : "The file is being uploaded."}
        {it.may_edit &&
          " If the upload was interrupted, choose the file again to continue where it stopped."}
      </div>
      {it.may_edit && (
        <FileButton onChange={(chosen) => chosen && void resumeUpload(it.id, chosen)}>
          {(props) => (
            <Button {...props} variant="default">
              Choose the file again
            </Button>
          )}
        </FileButton>
      )}
    </div>
  );
}

function ProcessingFailed({ it, file }: { it: ItemView; file: ItemFile }) {
  const retry = useMutation({
    mutationFn: () =>
      unwrap(api.POST("/api/uploads/{item}/retry", { params: { path: { item: it.id } } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.item(it.id) }),
  });
  return (
    <div className={classes.state} role="status">
      <IconAlertTriangle size={20} aria-hidden />
      <div>
        {file.problem ?? "This file could not be processed."} You can download it, but its text is
        not searchable.
      </div>
      {it.may_edit && (
        <Button variant="default" loading={retry.isPending} onClick={() => retry.mutate()}>
          Try again
        </Button>
      )}
    </div>
  );
}
