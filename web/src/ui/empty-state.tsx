/** Nothing here yet: why that is, and the next step. */
import { EmptyState } from "@mantine/core";
import type { Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";

interface Props {
  icon: Icon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

export function Empty({ icon: Picture, title, children, action }: Props) {
  return (
    <EmptyState
      py={56}
      size="sm"
      icon={<Picture size={22} stroke={1.6} aria-hidden />}
      withIndicatorBackground
      title={title}
      description={children}
    >
      {action && <EmptyState.Actions>{action}</EmptyState.Actions>}
    </EmptyState>
  );
}
