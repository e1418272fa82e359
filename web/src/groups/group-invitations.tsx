/** Members and email addresses with a pending invitation to the group. */
import { Button, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { flattenPages } from "@/api/pagination";
import rows from "@/channels/channels.module.css";
import { Avatar } from "@/ui/avatar";
import { LoadMore } from "@/ui/load-more";
import { RelativeTime } from "@/ui/relative-time";
import classes from "./groups.module.css";
import { groupInvitations, useWithdrawGroupInvitation } from "./membership-queries";
import { useGroup } from "./use-group";

export function GroupInvitations() {
  const it = useGroup();
  const found = useInfiniteQuery(groupInvitations(it.id));
  const withdraw = useWithdrawGroupInvitation(it.id);
  const asked = flattenPages(found.data);
  if (asked.length === 0) return null;
  return (
    <section aria-labelledby="invited" className={classes.section}>
      <Title order={2} id="invited">
        Invited
      </Title>
      <ul className={rows.list}>
        {asked.map(({ id, name, address, invited_by: by, invited_at: at }) => (
          <li key={id} className={rows.row}>
            <Avatar name={name ?? address ?? ""} size={32} />
            <div className={rows.text}>
              <strong>{name ?? address}</strong>
              <div className={rows.description}>
                invited {address ? "by email " : ""}by {by}, <RelativeTime at={at} />
              </div>
            </div>
            <Button
              size="compact-md"
              variant="default"
              aria-label={`Withdraw invitation to ${name ?? address}`}
              onClick={() => withdraw.mutate(id)}
            >
              {" "}
              Withdraw{" "}
            </Button>
          </li>
        ))}
      </ul>
      <LoadMore list={found} />
    </section>
  );
}
