/** A menu that opens on mount and returns the focus to its button. */
import { Menu, type MenuProps } from "@mantine/core";
import {
  cloneElement,
  type ReactElement,
  type ReactNode,
  type Ref,
  useEffect,
  useRef,
  useState,
} from "react";

interface Props extends Omit<MenuProps, "opened" | "onChange" | "children"> {
  target: ReactElement;
  children: ReactNode;
}

export function OpenMenu({ target, children, ...rest }: Props) {
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    button.current?.focus();
    setOpened(true);
  }, []);
  return (
    <Menu opened={opened} onChange={setOpened} {...rest}>
      <Menu.Target>
        {cloneElement(target as ReactElement<{ ref?: Ref<HTMLButtonElement> }>, { ref: button })}
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
