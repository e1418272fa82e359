/** A menu that loads its code on hover, focus or click. Until then, only its button. */
import { type ComponentType, cloneElement, type ReactElement, Suspense, useState } from "react";

interface Button {
  "aria-haspopup"?: "menu";
  "aria-expanded"?: boolean;
  onPointerEnter?: () => void;
  onFocus?: () => void;
  onClick?: () => void;
}

interface Props {
  target: ReactElement<Button>;
  /** The menu, made with `lazy`, and how to preload it. */
  menu: ComponentType<{ target: ReactElement }>;
  load: () => unknown;
}

export function LazyMenu({ target, menu: Menu, load }: Props) {
  const [wanted, setWanted] = useState(false);
  const still = cloneElement(target, {
    "aria-haspopup": "menu",
    "aria-expanded": false,
    onPointerEnter: () => void load(),
    onFocus: () => void load(),
    onClick: () => setWanted(true),
  });
  if (!wanted) return still;
  return (
    <Suspense fallback={still}>
      <Menu target={target} />
    </Suspense>
  );
}
