/** Authors, credits, dates, channels, tags and audience of an item. */
import { Anchor, DataList, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { ItemFile, ItemView, MemberRef } from "@/api/types";
import { useChannelNames } from "@/channels/queries";
import { audienceName } from "@/groups/audience-picker";
import { groups } from "@/groups/queries";
import { Avatar } from "@/ui/avatar";
import { formatBytes, pluralise } from "@/ui/format";
import { RelativeTime } from "@/ui/relative-time";
import classes from "./item-page.module.css";

export function ItemDetails({ it }: { it: ItemView }) {
  const parts = it.file && partCount(it.file);
  const changed = Date.parse(it.changed_at) - Date.parse(it.created_at) > 60_000;
  return (
    <DataList orientation="vertical" size="md">
      <DetailRow label={it.co_authors.length > 0 ? "Authors" : "Author"}>
        {[it.author, ...it.co_authors].map((who) => (
          <PersonLink key={who.id} who={who} />
        ))}
      </DetailRow>
      {it.credits.length > 0 && (
        <DetailRow label="Thanks to">
          {it.credits.map((who) => (
            <div key={who.id}>
              <PersonLink who={who} />
              <Text size="sm" c="dimmed">
                {who.what}
              </Text>
            </div>
          ))}
        </DetailRow>
      )}
      <DetailRow label="Published">
        <RelativeTime at={it.created_at} />
      </DetailRow>
      {it.written_on && (
        <DetailRow label="Date">
          {new Date(it.written_on).toLocaleDateString("en-GB", { dateStyle: "long" })}
        </DetailRow>
      )}
      {changed && (
        <DetailRow label="Updated">
          <RelativeTime at={it.changed_at} />
          {it.written_by && `, ${it.file ? "" : "words "}by ${it.written_by.name}`}
          {it.may_edit && it.written_at && (
            <div>
              <Anchor component={Link} to={`/items/${it.id}/versions`}>
                Versions
              </Anchor>
            </div>
          )}
        </DetailRow>
      )}
      <DetailRow label="Channels">
        <Channels ids={it.channels} />
      </DetailRow>
      {it.tags.length > 0 && (
        <DetailRow label="Tags">
          <Tags tags={it.tags} />
        </DetailRow>
      )}
      <DetailRow label="Visible to">
        <Audience ids={it.groups} />
      </DetailRow>
      {it.file && (
        <DetailRow label="File">
          {it.file.name}
          <br />
          {formatBytes(it.file.size)}
          {parts && `, ${parts}`}
          {it.file.language && `, in ${languageName(it.file.language)}`}
        </DetailRow>
      )}
    </DataList>
  );
}

function PersonLink({ who }: { who: MemberRef }) {
  return (
    <div>
      <Link to={`/people/${who.id}`} className={classes.person}>
        <Avatar name={who.name} size={22} />
        {who.name}
      </Link>
    </div>
  );
}

function DetailRow({ label, children }: { label: string; children: ReactNode }) {
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
  const names = ids.map((id) => audienceName(id, data));
  return `Only ${new Intl.ListFormat("en").format(names)}`;
}

/** "8 pages", "6 slides"; null for types without parts. */
function partCount({ family, pages }: ItemFile): string | null {
  const word = { pdf: "page", document: "page", slides: "slide", sheet: "sheet" }[family];
  return word && pages > 1 ? pluralise(pages, word) : null;
}

function languageName(code: string): string {
  return new Intl.DisplayNames("en", { type: "language" }).of(code) ?? code;
}
