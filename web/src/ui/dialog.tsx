/** A dialog that is open while mounted, and returns the focus when it closes. */
import { Modal, type ModalProps } from "@mantine/core";
import { useEffect, useState } from "react";

/** Above the bottom bar on phones. */
const Z_INDEX = 210;

export function Dialog(props: Omit<ModalProps, "opened">) {
  useRestoreFocus();
  return <Modal opened zIndex={Z_INDEX} {...props} />;
}

/** Returns the focus to where it was, unless the user navigated. */
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

/** The focused element; for a closing menu, its button. */
function focusedElement(): HTMLElement | null {
  const now = document.activeElement;
  const menu = now?.closest("[role=menu]")?.getAttribute("aria-labelledby");
  const at = menu ? document.getElementById(menu) : now;
  return at instanceof HTMLElement ? at : null;
}
