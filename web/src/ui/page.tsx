/** The frame of every page: its name in the tab and on top, what it is for, what can be done. */
import { Group, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";
import classes from "./page.module.css";

interface Props {
  /** In the browser's tab, and the heading unless `heading` says otherwise. */
  title: string;
  heading?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  width?: "read" | "wide";
  children: ReactNode;
}

export function Page({ title, heading, lead, actions, width = "read", children }: Props) {
  useDocumentTitle(title === "Sharewell" ? title : `${title} · Sharewell`);
  return (
    <div className={classes.page} data-width={width}>
      <header className={classes.head}>
        <div className={classes.words}>
          {heading ?? (
            <Title order={1} className={classes.title ?? ""}>
              {title}
            </Title>
          )}
          {lead && <div className={classes.lead}>{lead}</div>}
        </div>
        {actions && <Group gap="xs">{actions}</Group>}
      </header>
      {children}
    </div>
  );
}
