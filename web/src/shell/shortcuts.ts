/** Keyboard shortcuts; listed in `shortcuts-dialog.tsx`. */
import { useHotkeys, useLocalStorage } from "@mantine/hooks";
import { useNavigate, useParams } from "react-router";
import { dialogs } from "./dialogs";

export const SHORTCUTS: { keys: string[]; description: string }[] = [
  { keys: ["Ctrl", "K"], description: "Search" },
  { keys: ["/"], description: "Search" },
  { keys: ["N"], description: "Write a note" },
  { keys: ["L"], description: "Add a link" },
  { keys: ["U"], description: "Upload files" },
  { keys: ["H"], description: "Go to Home" },
  { keys: ["?"], description: "Show keyboard shortcuts" },
];

/** Single letters can be turned off (WCAG 2.1.4): speech input types them by accident. */
export function useSingleKeysSetting() {
  return useLocalStorage({
    key: "sharewell.single-keys",
    defaultValue: true,
    getInitialValueInEffect: false,
  });
}

export function useShortcuts() {
  const navigate = useNavigate();
  const { channel } = useParams();
  const [single] = useSingleKeysSetting();
  const channels = channel ? [channel] : [];
  useHotkeys([["mod+K", () => dialogs.open({ name: "search" })]], []);
  useHotkeys(
    single
      ? [
          ["/", () => dialogs.open({ name: "search" })],
          ["shift+?", () => dialogs.open({ name: "keys" })],
          ["?", () => dialogs.open({ name: "keys" })],
          ["N", () => navigate(channel ? `/new/note?channel=${channel}` : "/new/note")],
          ["L", () => dialogs.open({ name: "link", channels })],
          ["U", () => dialogs.open({ name: "upload", channels })],
          ["H", () => navigate("/")],
        ]
      : [],
  );
}
