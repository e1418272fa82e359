/** Shown while the network is offline. */
import { useNetwork } from "@mantine/hooks";
import { IconCloudOff } from "@tabler/icons-react";
import classes from "./shell.module.css";

export function OfflineBanner() {
  const { online } = useNetwork();
  return (
    <div role="status">
      {!online && (
        <div className={classes.offline}>
          <IconCloudOff size={16} aria-hidden />
          You’re offline. You can read this page; changes wait until you’re back online.
        </div>
      )}
    </div>
  );
}
