/** What others say is ready, before whoever reviews it. */
import { IconStars } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { flat } from "@/api/pages";
import type { Review } from "@/api/types";
import rows from "@/channels/channels.module.css";
import { Empty } from "@/ui/empty";
import { Face } from "@/ui/face";
import { Failure } from "@/ui/failure";
import { More } from "@/ui/more";
import { Rows } from "@/ui/rows";
import { When } from "@/ui/when";
import { reviews } from "./queries";
import { Verdict } from "./verdict";

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
