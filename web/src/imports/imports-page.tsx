/** Ways to import, and the member's imports. */
import { Button, Text, Title } from "@mantine/core";
import { IconFileZip, IconFolderUp, IconNotebook, IconPackageImport } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useSearchParams } from "react-router";
import { flattenPages } from "@/api/pagination";
import { dialogs } from "@/shell/dialogs";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { ListSkeleton } from "@/ui/list-skeleton";
import { LoadMore } from "@/ui/load-more";
import { Page } from "@/ui/page";
import { RelativeTime } from "@/ui/relative-time";
import { DropArea } from "@/uploads/drop-area";
import classes from "./imports.module.css";
import { ownImports } from "./queries";

export function ImportsPage() {
  const channel = useSearchParams()[0].get("channel");
  const channels = channel ? [channel] : [];
  return (
    <Page title="Import" lead="Import a folder, a ZIP or an export from another tool.">
      <DropArea channels={channels} />
      <div className={classes.options}>
        <ImportOption
          icon={<IconFolderUp size={22} aria-hidden />}
          title="Folder"
          action="Choose folder"
          open={() => dialogs.open({ name: "folder", channels })}
        >
          Files stay as they are; folders become channels or tags. Up to 2,000 files of up to 5 GB
          each. You can pause and resume.
        </ImportOption>
        <ImportOption
          icon={<IconFileZip size={22} aria-hidden />}
          title="ZIP"
          action="Choose ZIP"
          open={() => dialogs.open({ name: "zip", channels })}
        >
          Unpacked after the upload. Up to 1 GB packed and 4 GB unpacked. Archives inside the ZIP
          are not unpacked.
        </ImportOption>
        <ImportOption
          icon={<IconNotebook size={22} aria-hidden />}
          title="Notion, Outline, Markdown"
          action="Choose export"
          open={() => dialogs.open({ name: "zip", channels })}
        >
          Export as Markdown and choose the ZIP. Pages become notes with their links, pictures and
          tables.
        </ImportOption>
      </div>
      <Title order={2} size="h4" mb={4}>
        Your imports
      </Title>
      <ImportList />
    </Page>
  );
}

interface ImportOptionProps {
  icon: ReactNode;
  title: string;
  action: string;
  open: () => void;
  children: ReactNode;
}

function ImportOption({ icon, title, action, open, children }: ImportOptionProps) {
  return (
    <section className={classes.option}>
      {icon}
      <Title order={2} size="h5">
        {title}
      </Title>
      <Text size="sm" c="dimmed">
        {children}
      </Text>
      <Button variant="default" onClick={open}>
        {action}
      </Button>
    </section>
  );
}

function ImportList() {
  const list = useInfiniteQuery(ownImports);
  if (list.isPending) return <ListSkeleton count={3} height={52} />;
  if (list.error) return <ErrorState error={list.error} retry={list.refetch} />;
  const found = flattenPages(list.data);
  if (found.length === 0) {
    return (
      <EmptyState icon={IconPackageImport} title="No imports yet">
        Imports stay listed for 90 days, with a report for each file.
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={classes.list}>
        {found.map((it) => (
          <li key={it.id} className={classes.row}>
            {it.source === "zip" ? (
              <IconFileZip size={20} aria-hidden />
            ) : (
              <IconFolderUp size={20} aria-hidden />
            )}
            <span className={classes.text}>
              <Link to={`/imports/${it.id}`}>{it.name}</Link>
            </span>
            <Text span size="sm" c="dimmed">
              <RelativeTime at={it.started_at} />
            </Text>
          </li>
        ))}
      </ul>
      <LoadMore list={list} />
    </>
  );
}
