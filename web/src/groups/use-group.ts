/** The group whose page this is, for what stands under its tabs. */
import { useOutletContext } from "react-router";
import type { GroupView } from "@/api/types";

export function useGroup(): GroupView {
  return useOutletContext<GroupView>();
}
