/** The frame of a page: document title, heading, lead and actions. */
import { Title, VisuallyHidden } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";
import classes from "./page.module.css";

interface Props {
  /** The document title, and the heading unless `heading` is set. */
  title: string;
  heading?: ReactNode;
  /** The visible heading differs or is missing: the title is for screen readers only. */
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
        <div className={classes.heading}>
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
