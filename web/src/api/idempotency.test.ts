import { expect, test } from "vitest";
import { ulid } from "./idempotency";

test("ULIDs sort by time and are unique", () => {
  expect(ulid(0)).toMatch(/^0{10}[0-9A-HJKMNP-TV-Z]{16}$/);
  expect(ulid(1_469_922_850_259).slice(0, 10)).toBe("01ARZ3NDEK");
  expect(ulid(1_000) < ulid(2_000)).toBe(true);
  expect(new Set(Array.from({ length: 100 }, () => ulid())).size).toBe(100);
});
