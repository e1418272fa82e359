/** Redirects from a channel's current or former name to the channel. */
import { useQuery } from "@tanstack/react-query";
import { Navigate, useParams } from "react-router";
import { ErrorState } from "@/ui/error-state";
import { ListSkeleton } from "@/ui/list-skeleton";
import { Page } from "@/ui/page";
import { channelByName } from "./queries";

export function ChannelByNamePage() {
  const { name = "" } = useParams();
  const { data, error, refetch } = useQuery(channelByName(name));
  if (data) return <Navigate to={`/channels/${data.id}`} replace />;
  return (
    <Page title="Channel" quiet>
      {error ? <ErrorState error={error} retry={refetch} /> : <ListSkeleton />}
    </Page>
  );
}
