/** Frames both lists of groups, with the button for a new one. */
import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense } from "react";
import { Page } from "@/ui/page";
import { Tabs } from "@/ui/tabs";

const NewGroupDialog = lazy(() => import("./new-group-dialog"));

const TABS = [
  { to: "/groups", label: "Your groups", end: true },
  { to: "/groups/open", label: "Discover" },
];

export function GroupsLayout({ children }: { children: ReactNode }) {
  const [making, { open, close }] = useDisclosure();
  return (
    <Page
      title="Groups"
      lead="People with a purpose. Only members see what you share with a group."
      actions={
        <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
          New group
        </Button>
      }
    >
      <Tabs label="Groups" tabs={TABS} />
      {children}
      <Suspense fallback={null}>{making && <NewGroupDialog close={close} />}</Suspense>
    </Page>
  );
}
