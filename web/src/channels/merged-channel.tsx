/** A channel that is being merged: its progress, then a redirect to the target. */
import { Loader, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, Navigate } from "react-router";
import type { ChannelView } from "@/api/types";
import { pluralise } from "@/ui/format";
import { Page } from "@/ui/page";
import classes from "./channels.module.css";
import { channel } from "./queries";

export function MergedChannel({ channel: it, into }: { channel: ChannelView; into: string }) {
  const { data } = useQuery(channel(into));
  if (!it.is_merging) return <Navigate to={`/channels/${into}`} replace />;
  const name = data ? `#${data.name}` : "another channel";
  return (
    <Page
      title={it.name}
      lead={
        <>
          This channel is being merged into <Link to={`/channels/${into}`}>{name}</Link>.
        </>
      }
    >
      <div className={classes.merging} role="status">
        <Loader size={18} />
        <Text>{pluralise(it.moved_items, "item")} moved so far. You can leave this page.</Text>
      </div>
    </Page>
  );
}
