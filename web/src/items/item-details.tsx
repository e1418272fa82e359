/** Who wrote an item and whom it thanks, when, where it stands and who sees it. */
import { Anchor, DataList, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { FileOfItem, ItemView, MemberRef } from "@/api/types";
import { useChannelNames } from "@/channels/queries";
import { nameOfAudience } from "@/groups/audience-picker";
import { groups } from "@/groups/queries";
import { Face } from "@/ui/avatar";
import { many, size } from "@/ui/format";
import { When } from "@/ui/relative-time";
import classes from "./item-page.module.css";

export function Details({ it }: { it: ItemView }) {
  const parts = it.file && partsOf(it.file);
  const changed = Date.parse(it.changed_at) - Date.parse(it.created_at) > 60_000;
  return (
    <DataList orientation="vertical" size="md">
      <Row label={it.co_authors.length > 0 ? "Authors" : "Author"}>
        {[it.author, ...it.co_authors].map((who) => (
          <Person key={who.id} who={who} />
        ))}
      </Row>
      {it.credits.length > 0 && (
        <Row label="Thanks to">
          {it.credits.map((who) => (
            <div key={who.id}>
              <Person who={who} />
              <Text size="sm" c="dimmed">
                {who.what}
              </Text>
            </div>
          ))}
        </Row>
      )}
      <Row label="Published">
        <When at={it.created_at} />
      </Row>
      {it.written_on && (
        <Row label="Date">
          {new Date(it.written_on).toLocaleDateString("en-GB", { dateStyle: "long" })}
        </Row>
      )}
      {changed && (
        <Row label="Updated">
          <When at={it.changed_at} />
          {it.written_by && `, ${it.file ? "" : "words "}by ${it.written_by.name}`}
          {it.may_edit && it.written_at && (
            <div>
              <Anchor component={Link} to={`/items/${it.id}/versions`}>
                Versions
              </Anchor>
            </div>
          )}
        </Row>
      )}
      <Row label="Channels">
        <Channels ids={it.channels} />
      </Row>
      {it.tags.length > 0 && (
        <Row label="Tags">
          <Tags tags={it.tags} />
        </Row>
      )}
      <Row label="Visible to">
        <Audience ids={it.groups} />
      </Row>
      {it.file && (
        <Row label="File">
          {it.file.name}
          <br />
          {size(it.file.size)}
          {parts && `, ${parts}`}
          {it.file.language && `, in ${language(it.file.language)}`}
        </Row>
      )}
    </DataList>
  );
}

function Person({ who }: { who: MemberRef }) {
  return (
    <div>
      <Link to={`/people/${who.id}`} className={classes.person}>
        <Face name={who.name} size={22} />
        {who.name}
      </Link>
    </div>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <DataList.Item>
      <DataList.ItemLabel>{label}</DataList.ItemLabel>
      <DataList.ItemValue>{children}</DataList.ItemValue>
    </DataList.Item>
  );
}

function Channels({ ids }: { ids: string[] }) {
  const names = useChannelNames();
  if (ids.length === 0) return "None";
  return ids.map((id) => (
    <div key={id}>
      <Anchor component={Link} to={`/channels/${id}`} className={classes.person ?? ""}>
        # {names.get(id) ?? "a channel"}
      </Anchor>
    </div>
  ));
}

function Tags({ tags }: { tags: string[] }) {
  return (
    <span className={classes.tags}>
      {tags.map((tag) => (
        <Link key={tag} to={`/search?tag=${encodeURIComponent(tag)}`} className={classes.tag}>
          {tag}
        </Link>
      ))}
    </span>
  );
}

function Audience({ ids }: { ids: string[] }) {
  const { data } = useQuery({ ...groups, enabled: ids.length > 0 });
  if (ids.length === 0) return "Everyone in the organisation";
  const names = ids.map((id) => nameOfAudience(id, data));
  return `Only ${new Intl.ListFormat("en").format(names)}`;
}

/** "8 pages", "6 slides"; nothing for what has no such parts. */
function partsOf({ family, pages }: FileOfItem): string | null {
  const word = { pdf: "page", document: "page", slides: "slide", sheet: "sheet" }[family];
  return word && pages > 1 ? many(pages, word) : null;
}

function language(code: string): string {
  return new Intl.DisplayNames("en", { type: "language" }).of(code) ?? code;
}
