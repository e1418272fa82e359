/** Ways to bring many files at once, and what one has brought so far. */
import { Button, Text, Title } from "@mantine/core";
import { IconFileZip, IconFolderUp, IconNotebook, IconPackageImport } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useSearchParams } from "react-router";
import { flat } from "@/api/pages";
import { dialogs } from "@/shell/dialogs";
import { Empty } from "@/ui/empty";
import { Failure } from "@/ui/failure";
import { More } from "@/ui/more";
import { Page } from "@/ui/page";
import { Rows } from "@/ui/rows";
import { When } from "@/ui/when";
import { DropArea } from "@/uploads/drop-area";
import classes from "./imports.module.css";
import { ownImports } from "./queries";

export function ImportsPage() {
  const channel = useSearchParams()[0].get("channel");
  const channels = channel ? [channel] : [];
  return (
    <Page title="Import" lead="Bring a whole folder, or what you wrote elsewhere.">
      <DropArea channels={channels} />
      <div className={classes.ways}>
        <Way
          icon={<IconFolderUp size={22} aria-hidden />}
          title="A folder"
          action="Choose a folder"
          open={() => dialogs.open({ name: "folder", channels })}
        >
          Every file as it is, in channels or with tags by its folders. Up to 2,000 files of 5 GB
          each; it can be interrupted and gone on with.
        </Way>
        <Way
          icon={<IconFileZip size={22} aria-hidden />}
          title="A zip"
          action="Choose a zip"
          open={() => dialogs.open({ name: "zip", channels })}
        >
          Unpacked here, file by file. Up to 1 GB packed and 4 GB unpacked; archives inside it are
          not opened.
        </Way>
        <Way
          icon={<IconNotebook size={22} aria-hidden />}
          title="Notion, Outline, Markdown"
          action="Choose an export"
          open={() => dialogs.open({ name: "zip", channels })}
        >
          Export as Markdown and bring the zip: pages become notes, links between them stay links,
          pictures and tables come along.
        </Way>
      </div>
      <Title order={2} size="h4" mb={4}>
        Your imports
      </Title>
      <Own />
    </Page>
  );
}

interface WayProps {
  icon: ReactNode;
  title: string;
  action: string;
  open: () => void;
  children: ReactNode;
}

function Way({ icon, title, action, open, children }: WayProps) {
  return (
    <section className={classes.way}>
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

function Own() {
  const list = useInfiniteQuery(ownImports);
  if (list.isPending) return <Rows count={3} height={52} />;
  if (list.error) return <Failure error={list.error} retry={list.refetch} />;
  const found = flat(list.data);
  if (found.length === 0) {
    return (
      <Empty icon={IconPackageImport} title="Nothing imported yet">
        What you bring is listed here for 90 days, with a report for each file.
      </Empty>
    );
  }
  return (
    <>
      <ul className={classes.list}>
        {found.map((it) => (
          <li key={it.id} className={classes.line}>
            {it.way === "zip" ? (
              <IconFileZip size={20} aria-hidden />
            ) : (
              <IconFolderUp size={20} aria-hidden />
            )}
            <span className={classes.words}>
              <Link to={`/imports/${it.id}`}>{it.name}</Link>
            </span>
            <Text span size="sm" c="dimmed">
              <When at={it.begun_at} />
            </Text>
          </li>
        ))}
      </ul>
      <More list={list} />
    </>
  );
}
