/** Items of the organisation menu. */
import { Menu } from "@mantine/core";
import { IconCheck, IconPlus } from "@tabler/icons-react";
import type { ReactElement } from "react";
import { Link, useNavigate } from "react-router";
import { useChooseOrganisation, useMe } from "@/identity/queries";
import { OpenMenu } from "./open-menu";

export default function OrganisationItems({ target }: { target: ReactElement }) {
  const { data } = useMe();
  const choose = useChooseOrganisation();
  const navigate = useNavigate();
  return (
    <OpenMenu target={target} position="bottom-start" width={228}>
      <Menu.Label>Your organisations</Menu.Label>
      {data?.memberships.map((it) => (
        <Menu.Item
          key={it.organisation}
          rightSection={
            it.organisation === data.current?.organisation && (
              <IconCheck size={15} aria-label="Current" />
            )
          }
          onClick={() =>
            it.organisation !== data.current?.organisation &&
            choose.mutate(it.organisation, { onSuccess: () => navigate("/") })
          }
        >
          {it.organisation_name}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Item
        component={Link}
        to="/settings/organisations"
        leftSection={<IconPlus size={15} aria-hidden />}
      >
        Join or create another
      </Menu.Item>
    </OpenMenu>
  );
}
