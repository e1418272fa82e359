import { expect, test } from "vitest";
import { formatDuration, formatRelative, ulidTime } from "./time";

test("ulidTime decodes the timestamp", () => {
  // 01ARZ3NDEK… is the example of the ULID specification.
  expect(ulidTime("01ARZ3NDEKTSV4RRFFQ69G5FAV").toISOString()).toBe("2016-07-30T23:54:10.259Z");
});

test("formatRelative uses the largest fitting unit", () => {
  const now = new Date("2026-05-20T12:00:00Z");
  expect(formatRelative(new Date("2026-05-20T11:59:30Z"), now)).toBe("just now");
  expect(formatRelative(new Date("2026-05-20T09:00:00Z"), now)).toBe("3 hours ago");
  expect(formatRelative(new Date("2026-05-19T11:00:00Z"), now)).toBe("yesterday");
});

test("formatDuration formats a position in a recording", () => {
  expect(formatDuration(247)).toBe("4:07");
  expect(formatDuration(3753)).toBe("1:02:33");
});
