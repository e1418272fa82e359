/** One import: its progress, the outcome of each file, and resuming it. */
import { Alert, Button, Group, Progress, Text } from "@mantine/core";
import { IconDownload, IconPlayerPause, IconPlayerPlay, IconRefresh } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link, useParams } from "react-router";
import { api, unwrap } from "@/api/client";
import { keys } from "@/api/keys";
import type { ImportedFile, ImportView } from "@/api/types";
import { ErrorState } from "@/ui/error-state";
import { formatBytes, pluralise } from "@/ui/format";
import { ListSkeleton } from "@/ui/list-skeleton";
import { Page } from "@/ui/page";
import { downloadCsv } from "./csv";
import { ArchivePicker, FolderPicker } from "./folder-picker";
import { type ImportProgress, useImportProgress } from "./import-progress";
import classes from "./imports.module.css";
import { type FileOutcome, FORMAT_LABELS, OUTCOME_LABELS, OUTCOMES, stageText } from "./labels";
import { importFiles, importQuery } from "./queries";

export function ReportPage() {
  const { batch = "" } = useParams();
  const { data, error, refetch } = useQuery(importQuery(batch));
  if (error) {
    return (
      <Page title="Import">
        <ErrorState error={error} retry={refetch} />
      </Page>
    );
  }
  if (!data) {
    return (
      <Page title="Import" quiet>
        <ListSkeleton height={52} />
      </Page>
    );
  }
  return <Report key={data.id} it={data} />;
}

function Report({ it }: { it: ImportView }) {
  const bulk = useImportProgress().find(({ id }) => id === it.id);
  const fingerprint = JSON.stringify([it.counts, it.stage]);
  const client = useQueryClient();
  useEffect(() => {
    if (fingerprint) void client.invalidateQueries({ queryKey: keys.importFiles(it.id) });
  }, [client, fingerprint, it.id]);
  const files = useQuery(importFiles(it.id));
  return (
    <Page
      title={it.name}
      lead={
        <>
          {FORMAT_LABELS[it.archive_format ?? ""] ?? (it.source === "zip" ? "ZIP" : "Folder")}.{" "}
          <span role="status">{stageText(it, bulk)}</span>
        </>
      }
      actions={
        files.data &&
        files.data.length > 0 && (
          <Button
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={() => downloadCsv(it.name, files.data)}
          >
            Download CSV
          </Button>
        )
      }
    >
      {it.problem && (
        <Alert color="red" mb="md">
          {it.problem}
        </Alert>
      )}
      {bulk && bulk.state !== "ended" ? (
        <UploadProgress bulk={bulk} />
      ) : (
        <ContinuePanel it={it} bulk={bulk} />
      )}
      {it.stage === "unpacking" && (
        <Progress
          aria-label="Unpacking progress"
          value={it.total > 0 ? (countKnown(it) / it.total) * 100 : 0}
          animated
          mb="md"
        />
      )}
      {files.isPending ? <ListSkeleton height={52} /> : <FileList all={files.data ?? []} />}
    </Page>
  );
}

function countKnown({ counts }: ImportView): number {
  return counts.waiting + counts.imported + counts.stored_only + counts.skipped + counts.rejected;
}

const loadImportUpload = () => import("./import-upload");

function UploadProgress({ bulk }: { bulk: ImportProgress }) {
  const paused = bulk.state === "paused";
  return (
    <section className={classes.panel} aria-label="Upload">
      <Group justify="space-between" mb={8}>
        <Text>
          {bulk.done.toLocaleString("en")} of {pluralise(bulk.total, "file")},{" "}
          {formatBytes(bulk.sent)} of {formatBytes(bulk.bytes)}
        </Text>
        <Button
          variant="default"
          leftSection={
            paused ? (
              <IconPlayerPlay size={16} aria-hidden />
            ) : (
              <IconPlayerPause size={16} aria-hidden />
            )
          }
          onClick={() =>
            void loadImportUpload().then((to) => (paused ? to.resume : to.pause)(bulk.id))
          }
        >
          {paused ? "Resume" : "Pause"}
        </Button>
      </Group>
      <Progress
        aria-label="Upload progress"
        value={bulk.bytes > 0 ? (bulk.sent / bulk.bytes) * 100 : (bulk.done / bulk.total) * 100}
      />
    </section>
  );
}

/** Actions on an idle import: retry failed files, select missing ones, stop. */
function ContinuePanel({ it, bulk }: { it: ImportView; bulk: ImportProgress | undefined }) {
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: async (how: "retry" | "stop") => {
      const params = { params: { path: { batch: it.id } } };
      if (how === "stop") await unwrap(api.DELETE("/api/imports/{batch}", params));
      else await unwrap(api.POST("/api/imports/{batch}/retry", params));
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.imports }),
  });
  const open = it.stage === "sending" || it.stage === "stalled" || it.stage === "unpacking";
  if (!open || it.stage === "unpacking") return null;
  const failed = bulk?.failed.length ?? 0;
  const missing =
    it.source === "folder" ? Math.max(0, it.total - countKnown(it) + it.counts.waiting) : 0;
  return (
    <section className={classes.panel} aria-label="Continue import">
      <Text mb={10}>
        {it.stage === "stalled"
          ? "Imported files stay. Nothing is imported twice."
          : it.source === "folder"
            ? `${pluralise(missing, "file")} missing. Choose the folder again to upload only the missing files.`
            : "The upload is incomplete. Choose the file again to continue where it stopped."}
      </Text>
      <Group>
        {failed > 0 && (
          <Button
            leftSection={<IconRefresh size={16} aria-hidden />}
            onClick={() => void loadImportUpload().then((to) => to.retryFailed(it.id))}
          >
            Retry {pluralise(failed, "file")}
          </Button>
        )}
        {it.stage === "stalled" && (
          <Button loading={change.isPending} onClick={() => change.mutate("retry")}>
            Try again
          </Button>
        )}
        {it.stage === "sending" && it.source === "folder" && (
          <FolderPicker
            label="Choose the folder again"
            onChange={(folder) =>
              void loadImportUpload().then((to) => to.uploadFolder(it.id, it.name, folder.files))
            }
          />
        )}
        {it.stage === "sending" && it.source === "zip" && <ArchivePicker it={it} />}
        <Button
          variant="subtle"
          color="gray"
          loading={change.isPending}
          onClick={() => change.mutate("stop")}
        >
          Stop import
        </Button>
      </Group>
      {bulk?.failed.slice(0, 5).map(({ path, problem }) => (
        <Text key={path} size="sm" c="red" mt={6}>
          {path}: {problem}
        </Text>
      ))}
    </section>
  );
}

const INITIAL_COUNT = 100;

function FileList({ all }: { all: ImportedFile[] }) {
  const [only, setOnly] = useState<FileOutcome | null>(null);
  const [shown, setShown] = useState(INITIAL_COUNT);
  const some = only ? all.filter((it) => it.outcome === only) : all;
  if (all.length === 0) return null;
  return (
    <>
      <div className={classes.counts}>
        {OUTCOMES.map((became) => {
          const count = all.filter((it) => it.outcome === became).length;
          return count > 0 ? (
            <Button
              key={became}
              size="compact-md"
              variant={only === became ? "filled" : "default"}
              aria-pressed={only === became}
              onClick={() => setOnly(only === became ? null : became)}
            >
              {count.toLocaleString("en")} {OUTCOME_LABELS[became].toLowerCase()}
            </Button>
          ) : null;
        })}
      </div>
      <ul className={classes.list} aria-label="Files">
        {some.slice(0, shown).map((it) => (
          <li key={it.id} className={classes.row}>
            <span className={classes.text}>
              {it.item ? <Link to={`/items/${it.item}`}>{it.path}</Link> : it.path}
              {(it.problem || it.outcome === "stored_only") && (
                <Text size="sm" c={it.outcome === "rejected" ? "red" : "dimmed"}>
                  {it.problem ??
                    "You can download it. Its page says why the text is not searchable."}
                </Text>
              )}
            </span>
            <Text span size="sm" c="dimmed">
              {OUTCOME_LABELS[it.outcome as FileOutcome]}
            </Text>
          </li>
        ))}
      </ul>
      {some.length > shown && (
        <Button
          variant="subtle"
          color="gray"
          mt="md"
          onClick={() => setShown(shown + 5 * INITIAL_COUNT)}
        >
          Show more ({pluralise(some.length, "file")})
        </Button>
      )}
    </>
  );
}
