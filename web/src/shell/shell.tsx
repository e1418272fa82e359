/** The frame around every page: header, navigation, panels and dialogs. */
import { ActionIcon, AppShell } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { Suspense, useEffect, useRef } from "react";
import { Link, Outlet, ScrollRestoration, useLocation } from "react-router";
import { NotificationBell } from "@/notifications/notification-bell";
import { ListSkeleton } from "@/ui/list-skeleton";
import { Logo } from "@/ui/logo";
import { UploadPanel } from "@/uploads/upload-panel";
import { BottomBar } from "./bottom-bar";
import { DialogHost } from "./dialog-host";
import { dialogs } from "./dialogs";
import { NewMenu } from "./new-menu";
import { OfflineBanner } from "./offline-banner";
import classes from "./shell.module.css";
import { useShortcuts } from "./shortcuts";
import { Sidebar } from "./sidebar";

export function Shell() {
  const [menu, { toggle, close }] = useDisclosure();
  useShortcuts();
  useFocusMainOnNavigation(close);
  return (
    <AppShell
      layout="alt"
      header={{ height: 54 }}
      navbar={{ width: 248, breakpoint: "sm", collapsed: { mobile: !menu } }}
      footer={{ height: { base: 58, sm: 0 } }}
    >
      <a className={classes.skipLink} href="#main">
        Skip to content
      </a>
      <AppShell.Header className={classes.header}>
        <Link to="/" className={classes.brand} aria-label="Sharewell, home">
          <Logo size={24} />
          Sharewell
        </Link>
        <SearchButton />
        <div className={classes.space} />
        <ActionIcon
          className={classes.narrow}
          aria-label="Search"
          onClick={() => dialogs.open({ name: "search" })}
        >
          <IconSearch size={19} />
        </ActionIcon>
        <NotificationBell />
        <NewMenu />
      </AppShell.Header>
      <AppShell.Navbar className={classes.side}>
        <Sidebar close={menu ? close : undefined} />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} className={classes.main}>
        <OfflineBanner />
        <Suspense fallback={<ListSkeleton />}>
          <Outlet />
        </Suspense>
      </AppShell.Main>
      <BottomBar menuOpen={menu} toggleMenu={toggle} />
      <UploadPanel />
      <DialogHost />
      <ScrollRestoration getKey={({ pathname, key }) => (pathname === "/" ? "/" : key)} />
    </AppShell>
  );
}

function SearchButton() {
  const mac = /Mac|iPhone|iPad/.test(navigator.userAgent);
  return (
    <button
      type="button"
      className={classes.searchButton}
      onClick={() => dialogs.open({ name: "search" })}
      onPointerEnter={() => import("@/search/palette")}
    >
      <IconSearch size={16} aria-hidden />
      Search everything
      <kbd aria-hidden>{mac ? "⌘ K" : "Ctrl K"}</kbd>
    </button>
  );
}

/** On navigation, closes the menu and moves the focus to the page. */
function useFocusMainOnNavigation(close: () => void) {
  const { pathname } = useLocation();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    close();
    document.getElementById("main")?.focus({ preventScroll: true });
  }, [pathname, close]);
}
