/** A placeholder as high as the list, so that nothing jumps when it loads. */
import { Skeleton, VisuallyHidden } from "@mantine/core";

const WIDTHS = [72, 58, 81, 64, 49, 76, 61, 68];

export function ListSkeleton({ count = 6, height = 64 }: { count?: number; height?: number }) {
  return (
    <div role="status">
      <VisuallyHidden>Loading</VisuallyHidden>
      {WIDTHS.slice(0, count).map((width) => (
        <div key={width} style={{ height, display: "flex", gap: 14, alignItems: "center" }}>
          <Skeleton width={36} height={36} radius="md" style={{ flexShrink: 0 }} />
          <div style={{ flex: 1 }}>
            <Skeleton height={11} width={`${width}%`} mb={9} />
            <Skeleton height={9} width={`${width / 2}%`} />
          </div>
        </div>
      ))}
    </div>
  );
}
