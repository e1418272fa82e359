/** One import: how far it is, what became of each file and why, and how to go on. */
import { Alert, Button, Group, Progress, Text } from "@mantine/core";
import { IconDownload, IconPlayerPause, IconPlayerPlay, IconRefresh } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link, useParams } from "react-router";
import { api, got } from "@/api/client";
import { keys } from "@/api/keys";
import type { ImportedFile, ImportView } from "@/api/types";
import { Failure } from "@/ui/error-state";
import { many, size } from "@/ui/format";
import { Rows } from "@/ui/list-skeleton";
import { Page } from "@/ui/page";
import { saveCsv } from "./csv";
import { ChooseArchive, ChooseFolder } from "./folder-picker";
import { type Bulk, useBulks } from "./import-progress";
import classes from "./imports.module.css";
import { BECAME, type Became, FLAVOURS, ORDER, stageOf } from "./labels";
import { filesOf, importOf } from "./queries";

export function ReportPage() {
  const { batch = "" } = useParams();
  const { data, error, refetch } = useQuery(importOf(batch));
  if (error) {
    return (
      <Page title="Import">
        <Failure error={error} retry={refetch} />
      </Page>
    );
  }
  if (!data) {
    return (
      <Page title="Import" quiet>
        <Rows height={52} />
      </Page>
    );
  }
  return <Report key={data.id} it={data} />;
}

function Report({ it }: { it: ImportView }) {
  const bulk = useBulks().find(({ id }) => id === it.id);
  const told = JSON.stringify([it.counts, it.stage]);
  const client = useQueryClient();
  useEffect(() => {
    if (told) void client.invalidateQueries({ queryKey: keys.importFiles(it.id) });
  }, [client, told, it.id]);
  const files = useQuery(filesOf(it.id));
  return (
    <Page
      title={it.name}
      lead={
        <>
          {FLAVOURS[it.flavour ?? ""] ?? (it.way === "zip" ? "ZIP" : "Folder")}.{" "}
          <span role="status">{stageOf(it, bulk)}</span>
        </>
      }
      actions={
        files.data &&
        files.data.length > 0 && (
          <Button
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={() => saveCsv(it.name, files.data)}
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
      {bulk && bulk.state !== "ended" ? <Moving bulk={bulk} /> : <GoOn it={it} bulk={bulk} />}
      {it.stage === "unpacking" && (
        <Progress
          aria-label="Unpacking progress"
          value={it.total > 0 ? (known(it) / it.total) * 100 : 0}
          animated
          mb="md"
        />
      )}
      {files.isPending ? <Rows height={52} /> : <Files all={files.data ?? []} />}
    </Page>
  );
}

function known({ counts }: ImportView): number {
  return counts.waiting + counts.here + counts.kept + counts.skipped + counts.refused;
}

const sending = () => import("./import-upload");

function Moving({ bulk }: { bulk: Bulk }) {
  const paused = bulk.state === "paused";
  return (
    <section className={classes.panel} aria-label="Upload">
      <Group justify="space-between" mb={8}>
        <Text>
          {bulk.done.toLocaleString("en")} of {many(bulk.total, "file")}, {size(bulk.sent)} of{" "}
          {size(bulk.bytes)}
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
          onClick={() => void sending().then((to) => (paused ? to.resume : to.pause)(bulk.id))}
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

/** What can be done when nothing moves: send what failed, choose again what is missing, stop. */
function GoOn({ it, bulk }: { it: ImportView; bulk: Bulk | undefined }) {
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: async (how: "retry" | "stop") => {
      const params = { params: { path: { batch: it.id } } };
      if (how === "stop") await got(api.DELETE("/api/imports/{batch}", params));
      else await got(api.POST("/api/imports/{batch}/retry", params));
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.imports }),
  });
  const open = it.stage === "sending" || it.stage === "stalled" || it.stage === "unpacking";
  if (!open || it.stage === "unpacking") return null;
  const failed = bulk?.failed.length ?? 0;
  const missing = it.way === "folder" ? Math.max(0, it.total - known(it) + it.counts.waiting) : 0;
  return (
    <section className={classes.panel} aria-label="Continue import">
      <Text mb={10}>
        {it.stage === "stalled"
          ? "Imported files stay. Nothing is imported twice."
          : it.way === "folder"
            ? `${many(missing, "file")} missing. Choose the folder again to upload only the missing files.`
            : "The upload is incomplete. Choose the file again to continue where it stopped."}
      </Text>
      <Group>
        {failed > 0 && (
          <Button
            leftSection={<IconRefresh size={16} aria-hidden />}
            onClick={() => void sending().then((to) => to.sendFailed(it.id))}
          >
            Retry {many(failed, "file")}
          </Button>
        )}
        {it.stage === "stalled" && (
          <Button loading={change.isPending} onClick={() => change.mutate("retry")}>
            Try again
          </Button>
        )}
        {it.stage === "sending" && it.way === "folder" && (
          <ChooseFolder
            label="Choose the folder again"
            onChange={(folder) =>
              void sending().then((to) => to.sendFolder(it.id, it.name, folder.files))
            }
          />
        )}
        {it.stage === "sending" && it.way === "zip" && <ChooseArchive it={it} />}
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

const SHOWN = 100;

function Files({ all }: { all: ImportedFile[] }) {
  const [only, setOnly] = useState<Became | null>(null);
  const [shown, setShown] = useState(SHOWN);
  const some = only ? all.filter((it) => it.became === only) : all;
  if (all.length === 0) return null;
  return (
    <>
      <div className={classes.counts}>
        {ORDER.map((became) => {
          const count = all.filter((it) => it.became === became).length;
          return count > 0 ? (
            <Button
              key={became}
              size="compact-md"
              variant={only === became ? "filled" : "default"}
              aria-pressed={only === became}
              onClick={() => setOnly(only === became ? null : became)}
            >
              {count.toLocaleString("en")} {BECAME[became].toLowerCase()}
            </Button>
          ) : null;
        })}
      </div>
      <ul className={classes.list} aria-label="Files">
        {some.slice(0, shown).map((it) => (
          <li key={it.id} className={classes.line}>
            <span className={classes.words}>
              {it.item ? <Link to={`/items/${it.item}`}>{it.path}</Link> : it.path}
              {(it.problem || it.became === "kept") && (
                <Text size="sm" c={it.became === "refused" ? "red" : "dimmed"}>
                  {it.problem ??
                    "You can download it. Its page says why the text is not searchable."}
                </Text>
              )}
            </span>
            <Text span size="sm" c="dimmed">
              {BECAME[it.became as Became]}
            </Text>
          </li>
        ))}
      </ul>
      {some.length > shown && (
        <Button variant="subtle" color="gray" mt="md" onClick={() => setShown(shown + 5 * SHOWN)}>
          Show more ({many(some.length, "file")})
        </Button>
      )}
    </>
  );
}
