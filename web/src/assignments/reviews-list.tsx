/** What others say is ready, before whoever reviews it. */
import { Button, Group, Stack, Textarea } from "@mantine/core";
import { IconStars } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { flat } from "@/api/pages";
import type { Review } from "@/api/types";
import rows from "@/channels/channels.module.css";
import { Dialog } from "@/ui/dialog";
import { Empty } from "@/ui/empty";
import { Face } from "@/ui/face";
import { Failure } from "@/ui/failure";
import { More } from "@/ui/more";
import { Rows } from "@/ui/rows";
import { When } from "@/ui/when";
import { reviews, useReview } from "./queries";

export function Reviews() {
  const found = useInfiniteQuery(reviews);
  const [sending, send] = useState<Review>();
  if (found.isPending) return <Rows />;
  if (found.error) return <Failure error={found.error} retry={found.refetch} />;
  const every = flat(found.data);
  if (every.length === 0) {
    return (
      <Empty icon={IconStars} title="Nothing waits for your review">
        When somebody says that their work is ready, and you are to review it, it stands here.
      </Empty>
    );
  }
  return (
    <>
      <ul className={rows.list}>
        {every.map((it) => (
          <Line key={`${it.id} ${it.member.id}`} it={it} sendBack={() => send(it)} />
        ))}
      </ul>
      <More list={found} />
      {sending && <SendBack it={sending} close={() => send(undefined)} />}
    </>
  );
}

function Line({ it, sendBack }: { it: Review; sendBack: () => void }) {
  const judge = useReview();
  return (
    <li className={rows.row} style={{ flexWrap: "wrap" }}>
      <Face name={it.member.name} size={32} />
      <div className={rows.words} style={{ flexBasis: 180 }}>
        <Link to={`/items/${it.item}`} className={rows.name}>
          {it.title}
        </Link>
        <div className={rows.about}>
          {it.member.name} · ready <When at={it.since} />
        </div>
      </div>
      <Group gap="xs" className={rows.follow ?? ""}>
        <Button variant="default" size="xs" onClick={sendBack}>
          Send back
        </Button>
        <Button
          size="xs"
          loading={judge.isPending}
          onClick={() => judge.mutate({ it, member: it.member.id, accepted: true, word: "" })}
        >
          Accept
        </Button>
      </Group>
    </li>
  );
}

function SendBack({ it, close }: { it: Review; close: () => void }) {
  const judge = useReview();
  const [word, setWord] = useState("");
  return (
    <Dialog onClose={close} title={`Send back to ${it.member.name}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          judge.mutate({ it, member: it.member.id, accepted: false, word }, { onSuccess: close });
        }}
      >
        <Stack>
          <Textarea
            label="What is missing"
            autosize
            minRows={3}
            maxLength={300}
            data-autofocus
            value={word}
            onChange={(event) => setWord(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={judge.isPending}>
              Send back
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
