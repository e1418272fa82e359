/** A link to somewhere else, with where that is. */
import { IconExternalLink } from "@tabler/icons-react";
import classes from "./item-page.module.css";

export function LinkCard({ url }: { url: string }) {
  const host = URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, "") : url;
  return (
    <a className={classes.link} href={url} target="_blank" rel="noopener noreferrer">
      <IconExternalLink size={20} stroke={1.6} aria-hidden />
      <span>
        <strong>Open on {host}</strong>
        <small>{url}</small>
      </span>
    </a>
  );
}
