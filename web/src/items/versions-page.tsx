/** Earlier versions of an item: author, date, diff and restoring. */
import { Anchor, Button, Group, SegmentedControl, Text } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
import { flattenPages } from "@/api/pagination";
import type { MemberRef, OpenedItem, VersionFile } from "@/api/types";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { formatBytes } from "@/ui/format";
import { ListSkeleton } from "@/ui/list-skeleton";
import { LoadMore } from "@/ui/load-more";
import { Page } from "@/ui/page";
import { RelativeTime } from "@/ui/relative-time";
import { toast } from "@/ui/toast";
import { DownloadVersionButton, FileDiff } from "./file-diff";
import { item, itemContent, itemVersions, useRestoreVersion } from "./queries";
import classes from "./versions-page.module.css";

const Diff = lazy(() => import("./text-diff"));

export function VersionsPage() {
  const { item: id = "" } = useParams();
  const { data, error, refetch } = useQuery(item(id));
  return (
    <Page
      title="Versions"
      width="wide"
      lead={
        data && (
          <Anchor component={Link} to={`/items/${id}`}>
            {data.title}
          </Anchor>
        )
      }
      quiet={!data}
    >
      {error && <ErrorState error={error} retry={refetch} />}
      {!data && !error && <ListSkeleton />}
      {data && <Versions it={data} />}
    </Page>
  );
}

function Versions({ it }: { it: OpenedItem }) {
  const found = useInfiniteQuery(itemVersions(it.id));
  const [params] = useSearchParams();
  if (found.isPending) return <ListSkeleton />;
  if (found.error) return <ErrorState error={found.error} retry={found.refetch} />;
  const versions = flattenPages(found.data);
  const asked = Number(params.get("version"));
  const at = Math.max(
    0,
    versions.findIndex((one) => one.version === asked),
  );
  const chosen = versions[at];
  if (!chosen) {
    return (
      <EmptyState
        icon={IconHistory}
        title="No earlier versions"
        action={
          <Button component={Link} to={`/items/${it.id}`} variant="default">
            Back to item
          </Button>
        }
      >
        Earlier versions appear here after {it.file ? "the text or the file" : "the text"} changes.
      </EmptyState>
    );
  }
  return (
    <div className={classes.columns}>
      <nav aria-label="Versions">
        <ol className={classes.list}>
          <li className={classes.current}>
            <VersionLine
              title="Current version"
              file={it.file}
              by={it.written_by ?? it.author}
              at={it.written_at}
            />
          </li>
          {versions.map((one) => (
            <li key={one.version}>
              <Link
                to={`?version=${one.version}`}
                replace
                className={classes.link}
                aria-current={one === chosen}
              >
                <VersionLine title={one.title} file={one.file} by={one.by} at={one.at} />
              </Link>
            </li>
          ))}
        </ol>
        <LoadMore list={found} />
      </nav>
      <VersionDiff it={it} version={chosen.version} before={versions[at + 1]?.version} />
    </div>
  );
}

interface VersionLineProps {
  title: string;
  file: VersionFile | null;
  by: MemberRef;
  at: string | null;
}

function VersionLine({ title, file, by, at }: VersionLineProps) {
  return (
    <>
      <strong>{title}</strong>
      {file && (
        <span>
          {file.name}, {formatBytes(file.size)}
        </span>
      )}
      <span>
        {by.name}
        {at && (
          <>
            , <RelativeTime at={at} />
          </>
        )}
      </span>
    </>
  );
}

interface VersionDiffProps {
  it: OpenedItem;
  version: number;
  before: number | undefined;
}

/** Compares a version with the current one, or with the one before it. */
function VersionDiff({ it, version, before }: VersionDiffProps) {
  const [params, setParams] = useSearchParams();
  const backwards = params.get("with") === "before" && before !== undefined;
  const selected = useQuery(itemContent(it.id, version));
  const earlier = useQuery({
    ...itemContent(it.id, before ?? 1),
    enabled: backwards,
  });
  const restore = useRestoreVersion(it);
  const navigate = useNavigate();
  if (selected.error) return <ErrorState error={selected.error} retry={selected.refetch} />;
  const from = backwards ? earlier.data : selected.data;
  const to = backwards ? selected.data : it;
  return (
    <section aria-label="Differences">
      <Group mb="md">
        {before !== undefined && (
          <SegmentedControl
            aria-label="Compare with"
            value={backwards ? "before" : "now"}
            onChange={(other) =>
              setParams({ version: String(version), with: other }, { replace: true })
            }
            data={[
              { value: "now", label: "Changes since" },
              { value: "before", label: "Changes in this version" },
            ]}
          />
        )}
        {selected.data?.file && <DownloadVersionButton id={it.id} version={version} />}
        <Button
          ml="auto"
          variant="default"
          loading={restore.isPending}
          onClick={() =>
            restore.mutate(version, {
              onSuccess: () => {
                toast.success("Version restored.");
                navigate(`/items/${it.id}`);
              },
            })
          }
        >
          Restore this version
        </Button>
      </Group>
      {from && to ? (
        <Suspense fallback={<ListSkeleton />}>
          {from.title !== to.title && (
            <h2 className={classes.title}>
              <Diff from={from.title} to={to.title} />
            </h2>
          )}
          {from.file && to.file && from.file.id !== to.file.id && (
            <FileDiff from={from.file} to={to.file} />
          )}
          {from.url !== to.url && <Diff from={from.url ?? ""} to={to.url ?? ""} />}
          <Diff from={from.body} to={to.body} />
        </Suspense>
      ) : (
        <ListSkeleton />
      )}
      <Text size="sm" c="dimmed" mt="md">
        Only people who can edit this item see its versions.
      </Text>
    </section>
  );
}
