/** Frames the pages for signed-out visitors. */
import { Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";
import { Logo } from "@/ui/logo";
import classes from "./public-layout.module.css";

interface Props {
  title: string;
  lead: ReactNode;
  children?: ReactNode;
}

export function PublicLayout({ title, lead, children }: Props) {
  useDocumentTitle(`${title} · Sharewell`);
  return (
    <main className={classes.layout}>
      <div className={classes.card}>
        <Logo size={40} />
        <Title order={1}>{title}</Title>
        <div className={classes.lead}>{lead}</div>
        {children}
      </div>
    </main>
  );
}
