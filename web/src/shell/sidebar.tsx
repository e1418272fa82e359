/** The main navigation and followed channels. */
import { ActionIcon, CloseButton, Skeleton, VisuallyHidden } from "@mantine/core";
import {
  type Icon,
  IconBookmark,
  IconChecklist,
  IconHash,
  IconHome,
  IconPlus,
  IconRosetteDiscountCheck,
  IconSearch,
  IconSettings,
  IconShield,
  IconTopologyRing2,
  IconUsers,
  IconUsersGroup,
} from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Fragment } from "react";
import { NavLink } from "react-router";
import { flattenPages } from "@/api/pagination";
import { OpenCount } from "@/assignments/open-count";
import { channels } from "@/channels/queries";
import { useUnread } from "@/home/queries";
import { useMembership } from "@/identity/queries";
import { dueVerifications } from "@/verification/queries";
import { AccountMenu } from "./account-menu";
import { dialogs } from "./dialogs";
import { OrganisationMenu } from "./organisation-menu";
import classes from "./sidebar.module.css";

const NAV_ITEMS: { to: string; label: string; icon: Icon }[] = [
  { to: "/", label: "Home", icon: IconHome },
  { to: "/search", label: "Search", icon: IconSearch },
  { to: "/channels", label: "Channels", icon: IconTopologyRing2 },
  { to: "/people", label: "People", icon: IconUsers },
  { to: "/groups", label: "Groups", icon: IconUsersGroup },
  { to: "/assignments", label: "Assigned to me", icon: IconChecklist },
  { to: "/saved", label: "Saved", icon: IconBookmark },
  { to: "/settings", label: "Settings", icon: IconSettings },
];

export function Sidebar({ close }: { close: (() => void) | undefined }) {
  const { role } = useMembership();
  const unread = useUnread();
  const places =
    role === "admin"
      ? [...NAV_ITEMS, { to: "/admin", label: "Admin", icon: IconShield }]
      : NAV_ITEMS;
  return (
    <>
      <div className={classes.top}>
        <OrganisationMenu />
        {close && <CloseButton aria-label="Close the menu" onClick={close} size="lg" />}
      </div>
      <nav className={classes.middle} aria-label="Main">
        <ul className={classes.list}>
          {places.map((place) => (
            <Fragment key={place.to}>
              {place.to === "/saved" && <ToVerifyLink />}
              <NavItem {...place} unread={place.to === "/" ? unread?.count : 0} />
            </Fragment>
          ))}
        </ul>
        <FollowedChannels />
      </nav>
      <div className={classes.bottom}>
        <AccountMenu />
      </div>
    </>
  );
}

/** Link to items to verify, with their number; hidden if there are none. */
function ToVerifyLink() {
  const { data } = useInfiniteQuery(dueVerifications);
  const many = flattenPages(data).length;
  if (many === 0) return null;
  const count = data?.pages.at(-1)?.next ? `${many}+` : many;
  return <NavItem to="/verify" label="To verify" icon={IconRosetteDiscountCheck} count={count} />;
}

function FollowedChannels() {
  const { data } = useQuery(channels);
  const unread = useUnread();
  const followed = data?.filter((it) => it.followed && !it.archived);
  return (
    <>
      <div className={classes.section}>
        <span id="followed">Channels you follow</span>
        <ActionIcon
          size={24}
          aria-label="New channel"
          onClick={() => dialogs.open({ name: "channel" })}
        >
          <IconPlus size={15} />
        </ActionIcon>
      </div>
      {!followed &&
        [120, 90, 140].map((width) => <Skeleton key={width} h={12} w={width} mx={19} my={12} />)}
      {followed?.length === 0 && <p className={classes.hint}>You don’t follow any channels yet.</p>}
      <ul className={classes.list} aria-labelledby="followed">
        {followed?.map(({ id, name }) => (
          <NavItem
            key={id}
            to={`/channels/${id}`}
            label={name}
            icon={IconHash}
            unread={unread?.channels.includes(id) ? true : 0}
          />
        ))}
      </ul>
    </>
  );
}

interface NavItemProps {
  to: string;
  label: string;
  icon: Icon;
  count?: number | string;
  /** The number of unread items, or whether there are any. */
  unread?: number | true | undefined;
}

/** Counts are capped at this number. */
const MAX_COUNT = 20;

function NavItem({ to, label, icon: Picture, count, unread = 0 }: NavItemProps) {
  return (
    <li>
      <NavLink to={to} end={to === "/" || to === "/channels"} className={classes.link ?? ""}>
        <Picture size={17} stroke={1.7} aria-hidden />
        <span>{label}</span>
        {count !== undefined && <span className={classes.count}>{count}</span>}
        {unread === true && (
          <>
            <i className={classes.dot} aria-hidden />
            <VisuallyHidden>(unread)</VisuallyHidden>
          </>
        )}
        {typeof unread === "number" && unread > 0 && (
          <>
            <i className={classes.unread} aria-hidden>
              {unread > MAX_COUNT ? `${MAX_COUNT}+` : unread}
            </i>
            <VisuallyHidden>({unread > MAX_COUNT ? "many" : unread} unread)</VisuallyHidden>
          </>
        )}
        {to === "/assignments" && <OpenCount />}
      </NavLink>
    </li>
  );
}
