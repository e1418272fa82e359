/** A link with its preview. */
import { Button } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { usePictureUrl } from "@/api/pictures";
import type { ItemView } from "@/api/types";
import classes from "./item-page.module.css";
import { useRefreshPreview } from "./queries";

export function hostName(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, "") : url;
}

export function LinkCard({ it, url }: { it: ItemView; url: string }) {
  const picture = usePictureUrl(it.preview?.thumb);
  const { title, about } = it.preview ?? {};
  return (
    <>
      <a className={classes.link} href={url} target="_blank" rel="noopener noreferrer">
        {picture ? (
          <img className={classes.linkPicture} src={picture} alt="" />
        ) : (
          <IconExternalLink size={20} stroke={1.6} aria-hidden />
        )}
        <span>
          <strong>{title ?? `Open on ${hostName(url)}`}</strong>
          {about && <span className={classes.linkAbout}>{about}</span>}
          <small>{title ? hostName(url) : url}</small>
        </span>
      </a>
      {it.preview?.state === "fetching" && (
        <p className={classes.linkState} role="status">
          Loading the preview.
        </p>
      )}
      {it.preview?.state === "failed" && <PreviewFailed it={it} problem={it.preview.problem} />}
    </>
  );
}

function PreviewFailed({ it, problem }: { it: ItemView; problem: string | null }) {
  const refresh = useRefreshPreview(it.id);
  return (
    <p className={classes.linkState}>
      The preview could not be fetched. {problem}{" "}
      {it.may_edit && (
        <Button
          size="compact-sm"
          variant="subtle"
          loading={refresh.isPending}
          onClick={() => refresh.mutate()}
        >
          Try again
        </Button>
      )}
    </p>
  );
}
