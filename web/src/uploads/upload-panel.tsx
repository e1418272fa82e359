/** The panel of running uploads, on every page. */
import { ActionIcon, CloseButton, Progress } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChevronDown, IconChevronUp, IconRefresh, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { type ImportProgress, importProgress, useImportProgress } from "@/imports/import-progress";
import { item } from "@/items/queries";
import { formatBytes, pluralise } from "@/ui/format";
import { type Transfer, transfers, useTransfers } from "./transfers";
import classes from "./upload-panel.module.css";
import { cancelUpload, retryUpload } from "./uploads";

/** Rows rendered; the rest is counted. */
const MAX_ROWS = 40;

export function UploadPanel() {
  const all = useTransfers();
  const folders = useImportProgress();
  const [open, { toggle }] = useDisclosure(true);
  if (all.length === 0 && folders.length === 0) return null;
  const left = folders.reduce(
    (sum, it) => sum + (it.state === "ended" ? 0 : it.total - it.done),
    0,
  );
  const lost = folders.reduce((sum, it) => sum + it.failed.length, 0);
  const done = folders.reduce((sum, it) => sum + it.done, 0);
  const moving =
    left + all.filter(({ state }) => state === "waiting" || state === "sending").length;
  const failed = lost + all.filter(({ state }) => state === "failed").length;
  const title =
    moving > 0
      ? `Uploading ${pluralise(moving, "file")}`
      : failed > 0
        ? `${pluralise(failed, "file")} failed to upload`
        : `${pluralise(done + all.length, "file")} uploaded`;
  return (
    <section className={classes.panel} aria-label="Uploads">
      <div className={classes.head}>
        <span role="status">{title}</span>
        <ActionIcon
          ml="auto"
          aria-label={open ? "Collapse" : "Expand"}
          aria-expanded={open}
          onClick={toggle}
        >
          {open ? <IconChevronDown size={17} /> : <IconChevronUp size={17} />}
        </ActionIcon>
        {moving === 0 && <CloseButton aria-label="Close" onClick={clearFinished} />}
      </div>
      {open && (
        <ul className={classes.list}>
          {folders.map((it) => (
            <ImportRow key={it.id} bulk={it} />
          ))}
          {all.slice(0, MAX_ROWS).map((it) => (
            <TransferRow key={it.id} transfer={it} />
          ))}
          {all.length > MAX_ROWS && (
            <li className={classes.row}>and {pluralise(all.length - MAX_ROWS, "more file")}</li>
          )}
        </ul>
      )}
    </section>
  );
}

function clearFinished() {
  transfers.clear();
  importProgress.clear();
}

/** An import in one row, however many files it has. */
function ImportRow({ bulk: it }: { bulk: ImportProgress }) {
  const percent = it.bytes > 0 ? Math.round((it.sent / it.bytes) * 100) : 0;
  return (
    <li className={classes.row}>
      <div className={classes.text}>
        <Link className={classes.name} to={`/imports/${it.id}`}>
          {it.name}
        </Link>
        {it.state !== "ended" && (
          <Progress value={percent} size={4} my={5} aria-label={`Upload progress of ${it.name}`} />
        )}
        <span className={classes.state} data-bad={it.failed.length > 0 || undefined}>
          {it.done.toLocaleString("en")} of {pluralise(it.total, "file")}
          {it.state === "paused" && " · paused"}
          {it.failed.length > 0 && ` · ${pluralise(it.failed.length, "file")} failed`}
        </span>
      </div>
    </li>
  );
}

function TransferRow({ transfer: it }: { transfer: Transfer }) {
  const moving = it.state === "waiting" || it.state === "sending";
  const percent = it.size > 0 ? Math.round((it.sent / it.size) * 100) : 0;
  return (
    <li className={classes.row}>
      <div className={classes.text}>
        {it.item ? (
          <Link className={classes.name} to={`/items/${it.item}`}>
            {it.name}
          </Link>
        ) : (
          <span className={classes.name}>{it.name}</span>
        )}
        {it.state === "sending" && (
          <Progress value={percent} size={4} my={5} aria-label={`Upload progress of ${it.name}`} />
        )}
        <TransferStatus transfer={it} percent={percent} />
      </div>
      {it.state === "failed" && (
        <ActionIcon aria-label={`Retry ${it.name}`} onClick={() => retryUpload(it.id)}>
          <IconRefresh size={17} />
        </ActionIcon>
      )}
      {(moving || it.state === "failed") && (
        <ActionIcon aria-label={`Cancel ${it.name}`} onClick={() => cancelUpload(it.id)}>
          <IconX size={17} />
        </ActionIcon>
      )}
    </li>
  );
}

function TransferStatus({ transfer: it, percent }: { transfer: Transfer; percent: number }) {
  if (it.state === "arrived" && it.item) return <ProcessingStatus id={it.item} />;
  if (it.state === "failed") {
    return (
      <span className={classes.state} data-bad>
        {it.problem}
      </span>
    );
  }
  return (
    <span className={classes.state}>
      {it.state === "waiting"
        ? `Waiting · ${formatBytes(it.size)}`
        : `${percent} % of ${formatBytes(it.size)}`}
    </span>
  );
}

const PROCESSING_LABELS = {
  uploading: "Uploaded",
  processing: "Processing for search",
  ready: "Ready, searchable in a few seconds",
  refused: "Stored, text not searchable",
  stalled: "Upload failed",
} as const;

function ProcessingStatus({ id }: { id: string }) {
  const { data } = useQuery(item(id));
  const state = (data?.pending_file ?? data?.file)?.state ?? "processing";
  if (data?.pending_file && state === "refused") {
    return (
      <span className={classes.state} data-bad>
        New version failed. The current file is shown
      </span>
    );
  }
  return <span className={classes.state}>{PROCESSING_LABELS[state]}</span>;
}
