/** The discussion of a group. */
import { Discussion } from "@/discussions/lazy-discussion";
import { useGroup } from "./use-group";

export function GroupDiscussion() {
  return <Discussion of={useGroup().id} />;
}
