/** Files on their way, wherever one is in the app meanwhile. */
import { ActionIcon, CloseButton, Progress } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChevronDown, IconChevronUp, IconRefresh, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { type Bulk, bulks, useBulks } from "@/imports/import-progress";
import { item } from "@/items/queries";
import { many, size } from "@/ui/format";
import { type Transfer, transfers, useTransfers } from "./transfers";
import classes from "./upload-panel.module.css";
import { cancel, retry } from "./uploads";

/** Rows that are drawn; more is only counted. */
const SHOWN = 40;

export function UploadPanel() {
  const all = useTransfers();
  const folders = useBulks();
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
      ? `Uploading ${many(moving, "file")}`
      : failed > 0
        ? `${many(failed, "file")} failed to upload`
        : `${many(done + all.length, "file")} uploaded`;
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
        {moving === 0 && <CloseButton aria-label="Close" onClick={close} />}
      </div>
      {open && (
        <ul className={classes.list}>
          {folders.map((it) => (
            <BulkRow key={it.id} bulk={it} />
          ))}
          {all.slice(0, SHOWN).map((it) => (
            <Row key={it.id} transfer={it} />
          ))}
          {all.length > SHOWN && (
            <li className={classes.row}>and {many(all.length - SHOWN, "more file")}</li>
          )}
        </ul>
      )}
    </section>
  );
}

function close() {
  transfers.clear();
  bulks.clear();
}

/** A folder or an archive in one line, however many files it has. */
function BulkRow({ bulk: it }: { bulk: Bulk }) {
  const percent = it.bytes > 0 ? Math.round((it.sent / it.bytes) * 100) : 0;
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <Link className={classes.name} to={`/imports/${it.id}`}>
          {it.name}
        </Link>
        {it.state !== "ended" && (
          <Progress value={percent} size={4} my={5} aria-label={`Upload progress of ${it.name}`} />
        )}
        <span className={classes.state} data-bad={it.failed.length > 0 || undefined}>
          {it.done.toLocaleString("en")} of {many(it.total, "file")}
          {it.state === "paused" && " · paused"}
          {it.failed.length > 0 && ` · ${many(it.failed.length, "file")} failed`}
        </span>
      </div>
    </li>
  );
}

function Row({ transfer: it }: { transfer: Transfer }) {
  const moving = it.state === "waiting" || it.state === "sending";
  const percent = it.size > 0 ? Math.round((it.sent / it.size) * 100) : 0;
  return (
    <li className={classes.row}>
      <div className={classes.words}>
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
        <State transfer={it} percent={percent} />
      </div>
      {it.state === "failed" && (
        <ActionIcon aria-label={`Retry ${it.name}`} onClick={() => retry(it.id)}>
          <IconRefresh size={17} />
        </ActionIcon>
      )}
      {(moving || it.state === "failed") && (
        <ActionIcon aria-label={`Cancel ${it.name}`} onClick={() => cancel(it.id)}>
          <IconX size={17} />
        </ActionIcon>
      )}
    </li>
  );
}

function State({ transfer: it, percent }: { transfer: Transfer; percent: number }) {
  if (it.state === "arrived" && it.item) return <AfterArrival id={it.item} />;
  if (it.state === "failed") {
    return (
      <span className={classes.state} data-bad>
        {it.problem}
      </span>
    );
  }
  return (
    <span className={classes.state}>
      {it.state === "waiting" ? `Waiting · ${size(it.size)}` : `${percent} % of ${size(it.size)}`}
    </span>
  );
}

const AFTER = {
  uploading: "Uploaded",
  processing: "Processing for search",
  ready: "Ready, searchable in a few seconds",
  refused: "Stored, text not searchable",
  stalled: "Upload failed",
} as const;

function AfterArrival({ id }: { id: string }) {
  const { data } = useQuery(item(id));
  const state = (data?.coming ?? data?.file)?.state ?? "processing";
  if (data?.coming && state === "refused") {
    return (
      <span className={classes.state} data-bad>
        New version failed. The current file is shown
      </span>
    );
  }
  return <span className={classes.state}>{AFTER[state]}</span>;
}
