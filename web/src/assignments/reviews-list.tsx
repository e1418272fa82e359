/** What others say is ready, before whoever reviews it. */
import { IconStars } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { flat } from "@/api/pagination";
import type { Review } from "@/api/types";
import rows from "@/channels/channels.module.css";
import { Face } from "@/ui/avatar";
import { Empty } from "@/ui/empty-state";
import { Failure } from "@/ui/error-state";
import { Rows } from "@/ui/list-skeleton";
import { More } from "@/ui/load-more";
import { When } from "@/ui/relative-time";
import { reviews } from "./queries";
import { Verdict } from "./review-form";

export function Reviews() {
  const found = useInfiniteQuery(reviews);
  if (found.isPending) return <Rows />;
  if (found.error) return <Failure error={found.error} retry={found.refetch} />;
  const every = flat(found.data);
  if (every.length === 0 && !found.hasNextPage) {
    return (
      <Empty icon={IconStars} title="No pending reviews">
        Work submitted to you for review appears here.
      </Empty>
    );
  }
  return (
    <>
      <ul className={rows.list}>
        {every.map((it) => (
          <Line key={`${it.id} ${it.member.id}`} it={it} />
        ))}
      </ul>
      <More list={found} />
    </>
  );
}

function Line({ it }: { it: Review }) {
  return (
    <li className={rows.row} style={{ flexWrap: "wrap" }}>
      <Face name={it.member.name} size={32} />
      <div className={rows.words} style={{ flexBasis: 180 }}>
        <Link to={`/items/${it.item}`} className={rows.name}>
          {it.title}
        </Link>
        <div className={rows.about}>
          {it.member.name} · submitted <When at={it.since} />
        </div>
      </div>
      <div className={rows.follow}>
        <Verdict it={it} member={it.member} />
      </div>
    </li>
  );
}
