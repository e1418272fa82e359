/** The theme: one accent colour, quiet greys, small type, AA contrast (WCAG). */
import {
  type CSSVariablesResolver,
  createTheme,
  localStorageColorSchemeManager,
  type MantineColorsTuple,
} from "@mantine/core";

const well: MantineColorsTuple = [
  "#eaf6f4",
  "#d3ece8",
  "#a8dad3",
  "#79c8bd",
  "#4fb3a7",
  "#2b9a8f",
  "#14837a",
  "#0b7169",
  "#085c56",
  "#064742",
];

const gray: MantineColorsTuple = [
  "#f8f9fa",
  "#f1f3f4",
  "#e8ebed",
  "#dde1e4",
  "#c9ced3",
  "#a5acb3",
  "#7b838b",
  "#555c64",
  "#363c42",
  "#1f2428",
];

const dark: MantineColorsTuple = [
  "#dfe2e5",
  "#bcc2c8",
  "#9ba3ab",
  "#6d757d",
  "#33393f",
  "#282d32",
  "#1d2125",
  "#141719",
  "#0f1113",
  "#0a0c0d",
];

export const theme = createTheme({
  primaryColor: "well",
  primaryShade: 7,
  colors: { well, gray, dark },
  black: "#1b2023",
  fontFamily: 'Inter, "Inter stand-in", system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace',
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "19px" },
  lineHeights: { xs: "1.4", sm: "1.45", md: "1.55", lg: "1.55", xl: "1.5" },
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "24px", lineHeight: "1.25" },
      h2: { fontSize: "17px", lineHeight: "1.35" },
      h3: { fontSize: "14px", lineHeight: "1.45" },
    },
  },
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "40px" },
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "12px", xl: "20px" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  focusRing: "auto",
  components: {
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray", size: 34 } },
    // Menus stay inside the landmark of their button.
    Menu: {
      defaultProps: {
        shadow: "md",
        position: "bottom-end",
        width: 220,
        withinPortal: false,
        withInitialFocusPlaceholder: false,
      },
    },
    Modal: {
      defaultProps: {
        centered: true,
        overlayProps: { backgroundOpacity: 0.4 },
        closeButtonProps: { "aria-label": "Close" },
      },
      // Room for the focus ring of the first element.
      styles: {
        title: { fontWeight: 600, fontSize: 16, lineHeight: 1.35 },
        body: { paddingTop: 4 },
      },
    },
    // Otherwise it would be a second banner landmark.
    ModalHeader: { defaultProps: { role: "group" } },
    Notification: { defaultProps: { closeButtonProps: { "aria-label": "Close" } } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false } },
  },
});

export const schemes = localStorageColorSchemeManager({ key: "sharewell.theme" });

/** Overrides where Mantine's values miss AA contrast, and the app's own surfaces. */
export const resolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#5b636b",
    "--mantine-color-placeholder": "#687078",
    "--mantine-color-error": "#b3261e",
    "--mantine-color-anchor": "#0b7169",
    "--mantine-color-well-light-color": "#085c56",
    "--mantine-color-gray-light-color": "#454c53",
    "--mantine-color-red-light-color": "#9c1f18",
    "--mantine-color-orange-light-color": "#8a4100",
    "--mantine-color-gray-outline": "#555c64",
    "--mantine-color-red-filled": "#b3261e",
    "--mantine-color-red-filled-hover": "#95201a",
    "--sw-edge": "#e4e7e9",
    "--sw-control": "#878f97",
    "--sw-side": "#f6f7f8",
    "--sw-raised": "#ffffff",
    "--sw-hover": "#eef0f2",
    "--sw-mark": "#fde9a6",
    "--sw-on-mark": "#332600",
  },
  dark: {
    "--mantine-color-dimmed": "#9ba3ab",
    "--mantine-color-placeholder": "#8b939b",
    "--mantine-color-error": "#ff9d94",
    "--mantine-color-anchor": "#6fc9be",
    "--mantine-color-well-light-color": "#8fd5cc",
    "--mantine-color-gray-light-color": "#c3c9ce",
    "--mantine-color-red-light-color": "#ffaca5",
    "--mantine-color-orange-light-color": "#ffc078",
    "--mantine-color-gray-outline": "#bcc2c8",
    "--mantine-color-red-filled": "#b3261e",
    "--mantine-color-red-filled-hover": "#c93a31",
    "--sw-edge": "#262b30",
    "--sw-control": "#6a727a",
    "--sw-side": "#0f1113",
    "--sw-raised": "#1a1d20",
    "--sw-hover": "#22272b",
    "--sw-mark": "#5c4a00",
    "--sw-on-mark": "#fff3c4",
  },
});
