import { expect, test } from "vitest";
import { isNarrowed, read, toggled, write } from "./search-params";

test("a search survives the address bar", () => {
  const asked = { q: "steam valve", kind: ["note", "file"], author: ["01A"], from: "2026-03-01" };
  expect(read(write(asked))).toEqual(asked);
});

test("choosing a filter twice takes it off again", () => {
  const once = toggled({ q: "x" }, "channel", "01C");
  expect(once).toEqual({ q: "x", channel: ["01C"] });
  expect(toggled(once, "channel", "01C")).toEqual({ q: "x" });
});

test("words alone do not narrow", () => {
  expect(isNarrowed({ q: "x" })).toBe(false);
  expect(isNarrowed({ q: "", to: "2026-01-01" })).toBe(true);
  expect(isNarrowed({ q: "", kind: ["person"] }, ["department"])).toBe(false);
});
