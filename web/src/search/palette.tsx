/** The search palette: results while typing, destinations, recent pages. */
import { Combobox, Modal, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { type Icon, IconArrowRight, IconHistory, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import type { Hit } from "@/api/types";
import { useRestoreFocus } from "@/ui/dialog";
import { Snippet } from "@/ui/snippet";
import { hitIcon, hitPosition } from "./hit-row";
import { hitUrl } from "./hit-url";
import classes from "./palette.module.css";
import { firstHits } from "./queries";
import { useRecents } from "./recent";

const DESTINATIONS = [
  { title: "Home", to: "/" },
  { title: "Channels", to: "/channels" },
  { title: "People", to: "/people" },
  { title: "Groups", to: "/groups" },
  { title: "Settings", to: "/settings" },
  { title: "Write a note", to: "/new/note" },
];
const MAX_HITS = 7;

export default function Palette({ close }: { close: () => void }) {
  useRestoreFocus();
  const [typed, setTyped] = useState("");
  const words = typed.trim();
  const [asked] = useDebouncedValue(words, 120);
  const { data } = useQuery(firstHits(asked));
  const navigate = useNavigate();
  // The combobox swallows Escape, so closing is passed on.
  const combobox = useCombobox({ opened: true, onDropdownClose: close });
  const { selectFirstOption } = combobox;
  const hits = words ? (data?.hits.slice(0, MAX_HITS) ?? []) : [];

  // Enter opens the best hit, which arrives a moment after typing.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the list is another one
  useEffect(() => {
    selectFirstOption();
  }, [data, words]);

  // Letters typed before the box has the focus are not lost.
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const take = (event: KeyboardEvent) => {
      const chord = event.ctrlKey || event.metaKey || event.altKey;
      if (event.defaultPrevented || chord || event.key.length !== 1) return;
      if (document.activeElement === box.current) return;
      event.preventDefault();
      setTyped((before) => before + event.key);
      box.current?.focus();
    };
    addEventListener("keydown", take);
    return () => removeEventListener("keydown", take);
  }, []);

  const go = (to: string) => {
    close();
    navigate(to);
  };
  return (
    <Modal.Root opened onClose={close} centered={false} yOffset="12vh" size={640} padding={0}>
      <Modal.Overlay backgroundOpacity={0.4} />
      <Modal.Content aria-label="Search everything">
        <Combobox store={combobox} onOptionSubmit={go}>
          <Combobox.EventsTarget>
            <TextInput
              className={classes.box ?? ""}
              variant="unstyled"
              size="lg"
              aria-label="Search everything"
              placeholder="Search everything"
              leftSection={<IconSearch size={18} stroke={1.7} aria-hidden />}
              data-autofocus
              ref={box}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
          </Combobox.EventsTarget>
          <Combobox.Options className={classes.options ?? ""} aria-label="Results">
            {!words && <RecentOptions />}
            {hits.map((hit) => (
              <HitOption key={`${hit.ref}.${hit.page}`} hit={hit} />
            ))}
            {words && (
              <PaletteOption
                to={`/search?q=${encodeURIComponent(words)}`}
                icon={IconSearch}
                title={`Search for “${words}” everywhere`}
              />
            )}
            {DESTINATIONS.filter(({ title }) =>
              title.toLowerCase().includes(words.toLowerCase()),
            ).map((place) => (
              <PaletteOption key={place.to} icon={IconArrowRight} {...place} />
            ))}
          </Combobox.Options>
        </Combobox>
      </Modal.Content>
    </Modal.Root>
  );
}

function HitOption({ hit }: { hit: Hit }) {
  return (
    <PaletteOption
      to={hitUrl(hit)}
      icon={hitIcon(hit).icon}
      title={<Snippet pieces={hit.title} />}
      place={hitPosition(hit)}
    >
      <Snippet pieces={hit.snippet} />
    </PaletteOption>
  );
}

function RecentOptions() {
  return useRecents().map(({ to, title }) => (
    <PaletteOption key={to} to={to} icon={IconHistory} title={title} />
  ));
}

interface PaletteOptionProps {
  to: string;
  icon: Icon;
  title: ReactNode;
  place?: string | null;
  children?: ReactNode;
}

function PaletteOption({ to, icon: Picture, title, place, children }: PaletteOptionProps) {
  return (
    <Combobox.Option value={to} className={classes.option ?? ""}>
      <Picture size={19} stroke={1.5} aria-hidden />
      <span className={classes.text}>
        <span className={classes.title}>
          {title}
          {place && <span className={classes.position}>{place}</span>}
        </span>
        {children && <span className={classes.snippet}>{children}</span>}
      </span>
    </Combobox.Option>
  );
}
