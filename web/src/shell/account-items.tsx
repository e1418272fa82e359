/** Items of the account menu. */
import { Menu, Text, useMantineColorScheme } from "@mantine/core";
import {
  IconCode,
  IconDeviceLaptop,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSun,
  IconUser,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { Link } from "react-router";
import { useMembership, useSignOutEverywhere } from "@/identity/queries";
import { session } from "@/identity/session";
import { profile } from "@/people/queries";
import { dialogs } from "./dialogs";
import { OpenMenu } from "./open-menu";

export default function AccountItems({ target }: { target: ReactElement }) {
  const { member } = useMembership();
  const { data: mine } = useQuery(profile);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const everywhere = useSignOutEverywhere();
  const dark = colorScheme === "dark";
  return (
    <OpenMenu target={target} position="top-start" width={228}>
      {mine && (
        <Text size="sm" c="dimmed" px="sm" py={6} truncate>
          {mine.email}
        </Text>
      )}
      <Menu.Item
        component={Link}
        to={`/people/${member}`}
        leftSection={<IconUser size={16} aria-hidden />}
      >
        Your profile
      </Menu.Item>
      <Menu.Item
        leftSection={dark ? <IconSun size={16} aria-hidden /> : <IconMoon size={16} aria-hidden />}
        onClick={() => setColorScheme(dark ? "light" : "dark")}
      >
        {dark ? "Light theme" : "Dark theme"}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconKeyboard size={16} aria-hidden />}
        onClick={() => dialogs.open({ name: "keys" })}
      >
        Keyboard shortcuts
      </Menu.Item>
      <Menu.Item component={Link} to="/developers" leftSection={<IconCode size={16} aria-hidden />}>
        API
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item
        leftSection={<IconLogout size={16} aria-hidden />}
        onClick={() => void session.signOut()}
      >
        Sign out
      </Menu.Item>
      <Menu.Item
        leftSection={<IconDeviceLaptop size={16} aria-hidden />}
        onClick={() => everywhere.mutate(undefined, { onSuccess: () => session.signOut() })}
      >
        Sign out everywhere
      </Menu.Item>
    </OpenMenu>
  );
}
