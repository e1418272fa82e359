/** What an item said before: who wrote it and when, what is different, and taking it up again. */
import { Anchor, Button, Group, SegmentedControl, Text } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
import { flat } from "@/api/pagination";
import type { KeptFile, MemberRef, OpenedItem } from "@/api/types";
import { Empty } from "@/ui/empty-state";
import { Failure } from "@/ui/error-state";
import { size } from "@/ui/format";
import { Rows } from "@/ui/list-skeleton";
import { More } from "@/ui/load-more";
import { Page } from "@/ui/page";
import { When } from "@/ui/relative-time";
import { say } from "@/ui/toast";
import { FileDifference, SaveVersion } from "./file-diff";
import { item, itemVersions, itemWords, useTakeUp } from "./queries";
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
      {error && <Failure error={error} retry={refetch} />}
      {!data && !error && <Rows />}
      {data && <Versions it={data} />}
    </Page>
  );
}

function Versions({ it }: { it: OpenedItem }) {
  const found = useInfiniteQuery(itemVersions(it.id));
  const [params] = useSearchParams();
  if (found.isPending) return <Rows />;
  if (found.error) return <Failure error={found.error} retry={found.refetch} />;
  const versions = flat(found.data);
  const asked = Number(params.get("version"));
  const at = Math.max(
    0,
    versions.findIndex((one) => one.version === asked),
  );
  const chosen = versions[at];
  if (!chosen) {
    return (
      <Empty
        icon={IconHistory}
        title="No earlier versions"
        action={
          <Button component={Link} to={`/items/${it.id}`} variant="default">
            Back to item
          </Button>
        }
      >
        Earlier versions appear here after {it.file ? "the text or the file" : "the text"} changes.
      </Empty>
    );
  }
  return (
    <div className={classes.columns}>
      <nav aria-label="Versions">
        <ol className={classes.list}>
          <li className={classes.now}>
            <Line
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
                <Line title={one.title} file={one.file} by={one.by} at={one.at} />
              </Link>
            </li>
          ))}
        </ol>
        <More list={found} />
      </nav>
      <Compared it={it} version={chosen.version} before={versions[at + 1]?.version} />
    </div>
  );
}

interface LineProps {
  title: string;
  file: KeptFile | null;
  by: MemberRef;
  at: string | null;
}

function Line({ title, file, by, at }: LineProps) {
  return (
    <>
      <strong>{title}</strong>
      {file && (
        <span>
          {file.name}, {size(file.size)}
        </span>
      )}
      <span>
        {by.name}
        {at && (
          <>
            , <When at={at} />
          </>
        )}
      </span>
    </>
  );
}

interface ComparedProps {
  it: OpenedItem;
  version: number;
  before: number | undefined;
}

/** One version beside what came after it: what it says now, or what it said before that. */
function Compared({ it, version, before }: ComparedProps) {
  const [params, setParams] = useSearchParams();
  const backwards = params.get("with") === "before" && before !== undefined;
  const this_ = useQuery(itemWords(it.id, version));
  const earlier = useQuery({
    ...itemWords(it.id, before ?? 1),
    enabled: backwards,
  });
  const takeUp = useTakeUp(it);
  const navigate = useNavigate();
  if (this_.error) return <Failure error={this_.error} retry={this_.refetch} />;
  const from = backwards ? earlier.data : this_.data;
  const to = backwards ? this_.data : it;
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
        {this_.data?.file && <SaveVersion id={it.id} version={version} />}
        <Button
          ml="auto"
          variant="default"
          loading={takeUp.isPending}
          onClick={() =>
            takeUp.mutate(version, {
              onSuccess: () => {
                say("Version restored.");
                navigate(`/items/${it.id}`);
              },
            })
          }
        >
          Restore this version
        </Button>
      </Group>
      {from && to ? (
        <Suspense fallback={<Rows />}>
          {from.title !== to.title && (
            <h2 className={classes.title}>
              <Diff from={from.title} to={to.title} />
            </h2>
          )}
          {from.file && to.file && from.file.id !== to.file.id && (
            <FileDifference from={from.file} to={to.file} />
          )}
          {from.url !== to.url && <Diff from={from.url ?? ""} to={to.url ?? ""} />}
          <Diff from={from.body} to={to.body} />
        </Suspense>
      ) : (
        <Rows />
      )}
      <Text size="sm" c="dimmed" mt="md">
        Only people who can edit this item see its versions.
      </Text>
    </section>
  );
}
