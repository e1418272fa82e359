/** The frame of every page: its name in the tab and on top, what it is for, what can be done. */
import { Title, VisuallyHidden } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";
import classes from "./page.module.css";

interface Props {
  /** In the browser's tab, and the heading unless `heading` says otherwise. */
  title: string;
  heading?: ReactNode;
  /** The page shows its name in another way, or not yet: the heading is for listeners only. */
  quiet?: boolean;
  lead?: ReactNode;
  actions?: ReactNode;
  width?: "read" | "wide";
  children: ReactNode;
}

export function Page({ title, heading, quiet, lead, actions, width = "read", children }: Props) {
  useDocumentTitle(title === "Sharewell" ? title : `${title} · Sharewell`);
  return (
    <div className={classes.page} data-width={width}>
      {quiet && (
        <VisuallyHidden>
          <h1>{title}</h1>
        </VisuallyHidden>
      )}
      <header className={classes.head} hidden={quiet && !heading}>
        <div className={classes.words}>
          {heading ?? (
            <Title order={1} className={classes.title ?? ""}>
              {title}
            </Title>
          )}
          {lead && <div className={classes.lead}>{lead}</div>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}
