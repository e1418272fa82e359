import { expect, test } from "vitest";
import { hasFilters, parseSearchParams, toggleFilter, toSearchParams } from "./search-params";

test("parsing reverses writing", () => {
  const query = { q: "steam valve", kind: ["note", "file"], author: ["01A"], from: "2026-03-01" };
  expect(parseSearchParams(toSearchParams(query))).toEqual(query);
});

test("toggling a filter twice removes it", () => {
  const once = toggleFilter({ q: "x" }, "channel", "01C");
  expect(once).toEqual({ q: "x", channel: ["01C"] });
  expect(toggleFilter(once, "channel", "01C")).toEqual({ q: "x" });
});

test("a query without filters has no filters", () => {
  expect(hasFilters({ q: "x" })).toBe(false);
  expect(hasFilters({ q: "", to: "2026-01-01" })).toBe(true);
  expect(hasFilters({ q: "", kind: ["person"] }, ["department"])).toBe(false);
});
