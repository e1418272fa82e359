/** The HTTP API, readable. */
import { Page } from "@/ui/page";

export function DevelopersPage() {
  return <Page title="API">…</Page>;
}
