/** Says that the network is away, as long as it is. */
import { useNetwork } from "@mantine/hooks";
import { IconCloudOff } from "@tabler/icons-react";
import classes from "./shell.module.css";

export function Offline() {
  const { online } = useNetwork();
  return (
    <div role="status">
      {!online && (
        <div className={classes.offline}>
          <IconCloudOff size={16} aria-hidden />
          You are offline. What is on the page can be read; changes wait until you are back.
        </div>
      )}
    </div>
  );
}
