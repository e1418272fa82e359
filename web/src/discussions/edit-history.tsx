/** Earlier versions of an edited post. */
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog } from "@/ui/dialog";
import { ListSkeleton } from "@/ui/list-skeleton";
import { Prose } from "@/ui/prose";
import { RelativeTime } from "@/ui/relative-time";
import classes from "./discussion.module.css";
import { postHistory } from "./queries";

export function EditHistory({ id, post }: { id: string; post: string }) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      {" · "}
      <button type="button" className={classes.edited} onClick={() => setOpened(true)}>
        edited
      </button>
      {opened && <EditHistoryDialog id={id} post={post} close={() => setOpened(false)} />}
    </>
  );
}

function EditHistoryDialog({ id, post, close }: { id: string; post: string; close: () => void }) {
  const { data } = useQuery({ ...postHistory(id, post), staleTime: 0 });
  return (
    <Dialog onClose={close} title="Edit history">
      {!data && <ListSkeleton count={2} />}
      {data?.items.map((it) => (
        <section key={it.until} className={classes.version}>
          <Text size="xs" c="dimmed">
            Until <RelativeTime at={it.until} />
          </Text>
          <Prose text={it.text} />
        </section>
      ))}
    </Dialog>
  );
}
