/** The group of the current group page. */
import { useOutletContext } from "react-router";
import type { GroupView } from "@/api/types";

export function useGroup(): GroupView {
  return useOutletContext<GroupView>();
}
