import { describe, expect, it } from "vitest";
import { daysUntil, formatDue, localDueTime, nextFriday, urgency } from "./due-dates";

const friday = "2026-11-27T22:59:59.999Z";
const zone = "Europe/Lisbon";

describe("due dates", () => {
  it("are weekdays within a week and dates beyond", () => {
    expect(formatDue(friday, zone, new Date("2026-11-24T12:00:00Z"))).toBe("by Friday");
    expect(formatDue(friday, zone, new Date("2026-11-02T12:00:00Z"))).toBe("by 27 November");
    expect(formatDue(friday, zone, new Date("2026-11-26T12:00:00Z"))).toBe("by tomorrow");
    expect(formatDue(friday, zone, new Date("2026-11-27T12:00:00Z"))).toBe("by today");
    expect(formatDue(friday, zone, new Date("2026-11-28T12:00:00Z"))).toBe("due yesterday");
    expect(formatDue(friday, zone, new Date("2026-11-30T12:00:00Z"))).toBe("due 3 days ago");
  });

  it("use the time zone of the assignment", () => {
    const night = new Date("2026-11-28T08:00:00Z");
    const there = "2026-11-28T09:59:59.999Z";
    expect(urgency(there, "Pacific/Honolulu", night)).toBe("today");
    expect(daysUntil(new Date(there), "Pacific/Honolulu", night)).toBe(0);
    expect(urgency(friday, zone, night)).toBe("late");
    expect(localDueTime(there, "Pacific/Honolulu", "Europe/Lisbon")).toBe(
      "The end of Friday in Honolulu is Saturday 09:59 for you.",
    );
    expect(localDueTime(friday, zone, "Europe/London")).toBeNull();
  });

  it("default to the next Friday", () => {
    expect(new Date(nextFriday(new Date("2026-11-25T12:00:00Z"))).getUTCDay()).toBe(5);
  });
});
