/** What those in a group say to each other. */
import { Discussion } from "@/discussions/lazy-discussion";
import { useGroup } from "./here";

export function GroupDiscussion() {
  return <Discussion of={useGroup().id} />;
}
