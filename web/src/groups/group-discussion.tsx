/** What those in a group say to each other. */
import { Discussion } from "@/discussions/lazy-discussion";
import { useGroup } from "./use-group";

export function GroupDiscussion() {
  return <Discussion of={useGroup().id} />;
}
