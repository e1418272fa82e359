/** Formats bytes: 940 B, 12 kB, 3.4 MB. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  for (const unit of ["B", "kB", "MB"]) {
    if (value < 1000)
      return `${value < 10 && unit === "MB" ? value.toFixed(1) : Math.round(value)} ${unit}`;
    value /= 1000;
  }
  return `${value.toFixed(1).replace(/\.0$/, "")} GB`;
}

/** "1 follower", "12 followers". */
export function pluralise(count: number, one: string, more = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : more}`;
}
