/** Join requests, to be approved or declined by leads. */
import { Button, Group as Line, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { flattenPages } from "@/api/pagination";
import rows from "@/channels/channels.module.css";
import { Avatar } from "@/ui/avatar";
import { LoadMore } from "@/ui/load-more";
import { groupRequests, useAnswerJoinRequest } from "./membership-queries";
import { useGroup } from "./use-group";

export function JoinRequests() {
  const it = useGroup();
  const found = useInfiniteQuery({
    ...groupRequests(it.id),
    enabled: it.visibility === "request",
  });
  const answer = useAnswerJoinRequest(it.id);
  const waiting = flattenPages(found.data);
  if (waiting.length === 0) return null;
  return (
    <section aria-labelledby="requests">
      <Title order={2} id="requests" mb="xs">
        Join requests
      </Title>
      <ul className={rows.list}>
        {waiting.map(({ member, name, message }) => (
          <li key={member} className={rows.row}>
            <Avatar name={name} size={32} />
            <div className={rows.text}>
              <Link to={`/people/${member}`} className={rows.name}>
                {name}
              </Link>
              <div className={rows.description}>{message}</div>
            </div>
            <Line className={rows.action ?? ""} gap="xs" wrap="nowrap">
              <Button
                size="compact-md"
                aria-label={`Approve ${name}`}
                onClick={() => answer.mutate({ member, yes: true })}
              >
                {" "}
                Approve{" "}
              </Button>
              <Button
                size="compact-md"
                variant="default"
                aria-label={`Decline ${name}`}
                onClick={() => answer.mutate({ member, yes: false })}
              >
                Decline
              </Button>
            </Line>
          </li>
        ))}
      </ul>
      <LoadMore list={found} />
    </section>
  );
}
