/** Assigned to me: open, completed, to review, and assigned by me. */
import { Outlet } from "react-router";
import { Page } from "@/ui/page";
import { Tabs } from "@/ui/tabs";

export function AssignmentsLayout() {
  return (
    <Page
      title="Assigned to me"
      lead="What your groups and colleagues assigned you to read, do or review."
    >
      <Tabs
        label="Assignments"
        tabs={[
          { to: "/assignments", label: "To do", end: true },
          { to: "/assignments/done", label: "Done" },
          { to: "/assignments/reviews", label: "To review" },
          { to: "/assignments/given", label: "Assigned by me" },
        ]}
      />
      <Outlet />
    </Page>
  );
}
