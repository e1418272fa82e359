/** Search from anywhere: first hits as one types, places to go, what one opened last. */
import { createSpotlight, Spotlight, spotlightActions } from "@mantine/spotlight";
import "@mantine/spotlight/styles.layer.css";
import { useDebouncedValue } from "@mantine/hooks";
import { type Icon, IconArrowRight, IconHistory, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { useNavigate } from "react-router";
import type { Hit } from "@/api/types";
import { useMembership } from "@/identity/queries";
import { Pieces, plain } from "@/ui/pieces";
import { pictureOf, placeIn } from "./hit-row";
import classes from "./palette.module.css";
import { firstHits } from "./queries";
import { recents, remember } from "./recent";
import { where } from "./where";

const PLACES = [
  { label: "Home", to: "/" },
  { label: "Channels", to: "/channels" },
  { label: "People", to: "/people" },
  { label: "Groups", to: "/groups" },
  { label: "Settings", to: "/settings" },
  { label: "Write a note", to: "/new/note" },
];

const [store] = createSpotlight();

export default function Palette({ close }: { close: () => void }) {
  const [typed, setTyped] = useState("");
  const [asked] = useDebouncedValue(typed.trim(), 120);
  const { organisation } = useMembership();
  const { data, isFetching } = useQuery(firstHits(asked));
  const navigate = useNavigate();
  const go = (to: string) => {
    close();
    navigate(to);
  };
  const openHit = (hit: Hit) => {
    const to = where(hit);
    remember(organisation, { to, title: plain(hit.title), kind: hit.kind });
    go(to);
  };
  const places = PLACES.filter((it) => it.label.toLowerCase().includes(typed.toLowerCase()));
  // Return opens the best hit, which comes a moment after the words.
  useEffect(() => {
    if (data) spotlightActions.selectAction(0, store);
  }, [data]);
  const hits = typed.trim() ? (data?.hits.slice(0, 7) ?? []) : [];
  return (
    <Spotlight.Root
      store={store}
      forceOpened
      aria-label="Search everything"
      overlayProps={{ backgroundOpacity: 0.4, blur: 0 }}
      yOffset="12vh"
      centered={false}
      onSpotlightClose={close}
      shortcut={null}
      query={typed}
      onQueryChange={setTyped}
      scrollable
      maxHeight={440}
      classNames={{ action: classes.action ?? "", search: classes.search ?? "" }}
    >
      <Spotlight.Search
        placeholder="Search everything"
        aria-label="Search everything"
        leftSection={<IconSearch size={18} stroke={1.7} aria-hidden />}
        data-busy={isFetching || undefined}
      />
      <Spotlight.ActionsList>
        {!typed.trim() && <Recents organisation={organisation} go={go} />}
        {hits.map((hit) => (
          <Choice
            key={`${hit.ref}.${hit.page}`}
            icon={pictureOf(hit).icon}
            onClick={() => openHit(hit)}
            title={<Pieces pieces={hit.title} />}
            place={placeIn(hit)}
          >
            <Pieces pieces={hit.snippet} />
          </Choice>
        ))}
        {typed.trim() && (
          <Choice
            icon={IconArrowRight}
            title={
              <>
                See all {data ? data.total.toLocaleString("en") : ""} hits for “{typed.trim()}”
              </>
            }
            onClick={() => go(`/search?q=${encodeURIComponent(typed.trim())}`)}
          />
        )}
        {places.map(({ label, to }) => (
          <Choice key={to} icon={IconArrowRight} title={label} onClick={() => go(to)} />
        ))}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function Recents({ organisation, go }: { organisation: string; go: (to: string) => void }) {
  return recents(organisation).map(({ to, title }) => (
    <Choice key={to} icon={IconHistory} title={title} onClick={() => go(to)} />
  ));
}

interface ChoiceProps {
  icon: Icon;
  title: ReactNode;
  place?: string | null;
  onClick: () => void;
  children?: ReactNode;
}

function Choice({ icon: Picture, title, place, onClick, children }: ChoiceProps) {
  return (
    <Spotlight.Action onClick={onClick}>
      <Picture size={19} stroke={1.5} aria-hidden className={classes.icon} />
      <span className={classes.words}>
        <span className={classes.title}>
          {title}
          {place && <span className={classes.place}>{place}</span>}
        </span>
        {children && <span className={classes.snippet}>{children}</span>}
      </span>
    </Spotlight.Action>
  );
}
