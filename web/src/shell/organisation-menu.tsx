/** The organisation one works in, and the others one belongs to. */
import { Menu } from "@mantine/core";
import { IconCheck, IconPlus, IconSelector } from "@tabler/icons-react";
import { Link, useNavigate } from "react-router";
import { useChooseOrganisation, useMe } from "@/identity/queries";
import { Mark } from "@/ui/mark";
import classes from "./sidebar.module.css";

export function OrganisationMenu() {
  const { data } = useMe();
  const choose = useChooseOrganisation();
  const navigate = useNavigate();
  return (
    <Menu position="bottom-start" width={228}>
      <Menu.Target>
        <button type="button" className={classes.who}>
          <Mark size={24} />
          <span className={classes.name}>{data?.current?.organisation_name}</span>
          <IconSelector size={15} aria-label="Change organisation" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Your organisations</Menu.Label>
        {data?.memberships.map((it) => (
          <Menu.Item
            key={it.organisation}
            rightSection={
              it.organisation === data.current?.organisation && (
                <IconCheck size={15} aria-label="You are here" />
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
          Join or open another
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
