/** Assigned to me: what is to do, what is done, what waits for my review, what I gave to people. */
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
