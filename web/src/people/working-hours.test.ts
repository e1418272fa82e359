import { expect, test } from "vitest";
import { formatWorkingHours } from "./working-hours";

test("formatWorkingHours joins consecutive days", () => {
  const hours = { begins: "09:00", ends: "17:00" };
  expect(formatWorkingHours({ ...hours, days: [1, 2, 3, 4, 5] })).toBe(
    "Mon to Fri, 09:00 to 17:00",
  );
  expect(formatWorkingHours({ ...hours, days: [5, 1, 2] })).toBe("Mon, Tue, Fri, 09:00 to 17:00");
  expect(formatWorkingHours({ ...hours, days: [] })).toBe("No fixed hours");
});
