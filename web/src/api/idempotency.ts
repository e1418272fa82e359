/** Idempotency keys: the API runs a create request once per key, however often it is retried. */
import { useRef } from "react";
import { Problem } from "./problem";

const CROCKFORD_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Returns a ULID (github.com/ulid/spec): ten characters of time, sixteen of randomness. */
export function ulid(at = Date.now()): string {
  let time = "";
  for (let left = at; time.length < 10; left = Math.floor(left / 32)) {
    time = CROCKFORD_ALPHABET.charAt(left % 32) + time;
  }
  const chance = crypto.getRandomValues(new Uint8Array(16));
  return time + Array.from(chance, (it) => CROCKFORD_ALPHABET.charAt(it % 32)).join("");
}

export function idempotencyHeader(key: string) {
  return { "Idempotency-Key": key };
}

/** For a form: one key until the request succeeds, however often it is sent. */
export function useIdempotencyKey() {
  const key = useRef<string>(undefined);
  return {
    header: () => {
      key.current ??= ulid();
      return idempotencyHeader(key.current);
    },
    done: () => {
      key.current = undefined;
    },
    /** Without a response the request may have succeeded: retrying with the same key is safe. */
    retry: (failed: number, error: Error) =>
      failed < 2 && error instanceof Problem && (error.status === 0 || error.status >= 502),
  };
}
