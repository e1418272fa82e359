/** Home: what is new in the channels one follows. */
import { Button } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { Link } from "react-router";
import { useMembership } from "@/identity/queries";
import { CardList } from "@/items/card-list";
import { feed } from "@/items/queries";
import { Empty } from "@/ui/empty";
import { Page } from "@/ui/page";
import { DropArea } from "@/uploads/drop-area";

export function HomePage() {
  const { name } = useMembership();
  return (
    <Page title="Home" lead={`What is new for you, ${name.split(" ")[0]}.`}>
      <DropArea channels={[]} />
      <CardList
        list={feed}
        empty={
          <Empty
            icon={IconBell}
            title="Your home fills with what you follow"
            action={
              <Button component={Link} to="/channels">
                Choose channels
              </Button>
            }
          >
            Follow a few channels, and what colleagues share there shows up here.
          </Empty>
        }
      />
    </Page>
  );
}
