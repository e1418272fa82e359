/** Previews a URL while it is typed. */
import { Skeleton, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, unwrap } from "@/api/client";
import classes from "./item-page.module.css";
import { hostName } from "./link-card";

interface Props {
  url: string;
  /** Called once the page's title is known. */
  named: (title: string) => void;
}

export function LinkPreview({ url, named }: Props) {
  const [asked] = useDebouncedValue(url, 600);
  const enabled = /^https?:\/\/[^/]+\.[^/]+/.test(asked) && URL.canParse(asked);
  const { data, isFetching } = useQuery({
    queryKey: ["glimpse", asked],
    enabled,
    retry: false,
    staleTime: 10 * 60_000,
    meta: { quiet: true },
    queryFn: () => unwrap(api.POST("/api/link-previews", { body: { url: asked } })),
  });
  const title = data?.title;
  useEffect(() => {
    if (title) named(title);
  }, [title, named]);
  if (!enabled) return null;
  if (isFetching) return <Skeleton h={64} aria-label="Loading the preview" />;
  if (!data) return null;
  if (data.problem) {
    return (
      <Text size="sm" c="dimmed" role="status">
        {data.problem} You can still add the link.
      </Text>
    );
  }
  if (!title) return null;
  return (
    <div className={classes.link} role="status">
      {data.picture && <img className={classes.linkPicture} src={data.picture} alt="" />}
      <span>
        <strong>{title}</strong>
        {data.about && <span className={classes.linkAbout}>{data.about}</span>}
        <small>{hostName(asked)}</small>
      </span>
    </div>
  );
}
