/** Where a channel's name leads, present or former: to the channel. */
import { useQuery } from "@tanstack/react-query";
import { Navigate, useParams } from "react-router";
import { Failure } from "@/ui/error-state";
import { Rows } from "@/ui/list-skeleton";
import { Page } from "@/ui/page";
import { channelNamed } from "./queries";

export function ByNamePage() {
  const { name = "" } = useParams();
  const { data, error, refetch } = useQuery(channelNamed(name));
  if (data) return <Navigate to={`/channels/${data.id}`} replace />;
  return (
    <Page title="Channel" quiet>
      {error ? <Failure error={error} retry={refetch} /> : <Rows />}
    </Page>
  );
}
