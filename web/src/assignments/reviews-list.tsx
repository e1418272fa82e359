/** Submitted work waiting for the member's review. */
import { IconStars } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { flattenPages } from "@/api/pagination";
import type { Review } from "@/api/types";
import rows from "@/channels/channels.module.css";
import { Avatar } from "@/ui/avatar";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { ListSkeleton } from "@/ui/list-skeleton";
import { LoadMore } from "@/ui/load-more";
import { RelativeTime } from "@/ui/relative-time";
import { reviews } from "./queries";
import { ReviewForm } from "./review-form";

export function PendingReviews() {
  const found = useInfiniteQuery(reviews);
  if (found.isPending) return <ListSkeleton />;
  if (found.error) return <ErrorState error={found.error} retry={found.refetch} />;
  const every = flattenPages(found.data);
  if (every.length === 0 && !found.hasNextPage) {
    return (
      <EmptyState icon={IconStars} title="No pending reviews">
        Work submitted to you for review appears here.
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={rows.list}>
        {every.map((it) => (
          <ReviewRow key={`${it.id} ${it.member.id}`} it={it} />
        ))}
      </ul>
      <LoadMore list={found} />
    </>
  );
}

function ReviewRow({ it }: { it: Review }) {
  return (
    <li className={rows.row} style={{ flexWrap: "wrap" }}>
      <Avatar name={it.member.name} size={32} />
      <div className={rows.text} style={{ flexBasis: 180 }}>
        <Link to={`/items/${it.item}`} className={rows.name}>
          {it.title}
        </Link>
        <div className={rows.description}>
          {it.member.name} · submitted <RelativeTime at={it.since} />
        </div>
      </div>
      <div className={rows.action}>
        <ReviewForm it={it} member={it.member} />
      </div>
    </li>
  );
}
