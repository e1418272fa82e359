/** Search from anywhere: first hits as one types, places to go, what one opened last. */
import { Combobox, Modal, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { type Icon, IconArrowRight, IconHistory, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import type { Hit } from "@/api/types";
import { useFocusBack } from "@/ui/dialog";
import { Pieces } from "@/ui/snippet";
import { pictureOf, placeIn } from "./hit-row";
import { where } from "./hit-url";
import classes from "./palette.module.css";
import { firstHits } from "./queries";
import { useRecents } from "./recent";

const PLACES = [
  { title: "Home", to: "/" },
  { title: "Channels", to: "/channels" },
  { title: "People", to: "/people" },
  { title: "Groups", to: "/groups" },
  { title: "Settings", to: "/settings" },
  { title: "Write a note", to: "/new/note" },
];
const HITS = 7;

export default function Palette({ close }: { close: () => void }) {
  useFocusBack();
  const [typed, setTyped] = useState("");
  const words = typed.trim();
  const [asked] = useDebouncedValue(words, 120);
  const { data } = useQuery(firstHits(asked));
  const navigate = useNavigate();
  // The box keeps Escape to itself, so it has to pass it on.
  const combobox = useCombobox({ opened: true, onDropdownClose: close });
  const { selectFirstOption } = combobox;
  const hits = words ? (data?.hits.slice(0, HITS) ?? []) : [];

  // Return opens the best hit, which comes a moment after the words.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the list is another one
  useEffect(() => {
    selectFirstOption();
  }, [data, words]);

  // Who types on at once is quicker than the focus, and no letter of theirs is lost.
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
            {!words && <Recents />}
            {hits.map((hit) => (
              <FoundChoice key={`${hit.ref}.${hit.page}`} hit={hit} />
            ))}
            {words && (
              <Choice
                to={`/search?q=${encodeURIComponent(words)}`}
                icon={IconSearch}
                title={`Search for “${words}” everywhere`}
              />
            )}
            {PLACES.filter(({ title }) => title.toLowerCase().includes(words.toLowerCase())).map(
              (place) => (
                <Choice key={place.to} icon={IconArrowRight} {...place} />
              ),
            )}
          </Combobox.Options>
        </Combobox>
      </Modal.Content>
    </Modal.Root>
  );
}

function FoundChoice({ hit }: { hit: Hit }) {
  return (
    <Choice
      to={where(hit)}
      icon={pictureOf(hit).icon}
      title={<Pieces pieces={hit.title} />}
      place={placeIn(hit)}
    >
      <Pieces pieces={hit.snippet} />
    </Choice>
  );
}

function Recents() {
  return useRecents().map(({ to, title }) => (
    <Choice key={to} to={to} icon={IconHistory} title={title} />
  ));
}

interface ChoiceProps {
  to: string;
  icon: Icon;
  title: ReactNode;
  place?: string | null;
  children?: ReactNode;
}

function Choice({ to, icon: Picture, title, place, children }: ChoiceProps) {
  return (
    <Combobox.Option value={to} className={classes.choice ?? ""}>
      <Picture size={19} stroke={1.5} aria-hidden />
      <span className={classes.words}>
        <span className={classes.title}>
          {title}
          {place && <span className={classes.place}>{place}</span>}
        </span>
        {children && <span className={classes.snippet}>{children}</span>}
      </span>
    </Combobox.Option>
  );
}
