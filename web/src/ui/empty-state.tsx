/** An empty state: why, and the next step. */
import { EmptyState as MantineEmptyState } from "@mantine/core";
import type { Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";

interface Props {
  icon: Icon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

export function EmptyState({ icon: Picture, title, children, action }: Props) {
  return (
    <MantineEmptyState
      py={56}
      size="sm"
      icon={<Picture size={22} stroke={1.6} aria-hidden />}
      withIndicatorBackground
      title={title}
      description={children}
    >
      {action && <MantineEmptyState.Actions>{action}</MantineEmptyState.Actions>}
    </MantineEmptyState>
  );
}
