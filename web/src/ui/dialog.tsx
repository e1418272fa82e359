/** A dialog that is open as long as it is there, and gives the keyboard back when it goes. */
import { Modal, type ModalProps } from "@mantine/core";
import { useEffect, useState } from "react";

/** Above the bar at the bottom of a phone. */
const Z_INDEX = 210;

export function Dialog(props: Omit<ModalProps, "opened">) {
  useRestoreFocus();
  return <Modal opened zIndex={Z_INDEX} {...props} />;
}

/** Returns the focus to where it was. Whoever went to another page is at its top already. */
export function useRestoreFocus() {
  const [before] = useState(focusedElement);
  useEffect(
    () => () => {
      setTimeout(() => {
        if (document.activeElement === document.body) before?.focus({ preventScroll: true });
      });
    },
    [before],
  );
}

/** What has the focus; of a menu that is about to close, its button. */
function focusedElement(): HTMLElement | null {
  const now = document.activeElement;
  const menu = now?.closest("[role=menu]")?.getAttribute("aria-labelledby");
  const at = menu ? document.getElementById(menu) : now;
  return at instanceof HTMLElement ? at : null;
}
