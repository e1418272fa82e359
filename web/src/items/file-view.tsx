/** A file as far as a browser can show it: pages, pictures, sound, text. */
import { Skeleton } from "@mantine/core";
import { IconFileUnknown } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useSearchParams } from "react-router";
import type { FileOfItem, ItemView } from "@/api/types";
import { useReached } from "@/assignments/reading-progress";
import { Empty } from "@/ui/empty-state";
import { Failure } from "@/ui/error-state";
import { FileState } from "./file-state";
import classes from "./item-page.module.css";
import { ComingState } from "./pending-file";
import { itemAddress } from "./queries";
import { TextPages } from "./text-pages";

const PdfView = lazy(() => import("./pdf-view"));

interface Props {
  it: ItemView;
  file: FileOfItem;
}

export function FileView({ it, file }: Props) {
  const here = file.state === "ready" || file.state === "refused";
  return (
    <>
      {it.coming && <ComingState it={it} coming={it.coming} />}
      <FileState it={it} file={file} />
      {here && <Shown it={it} file={file} />}
    </>
  );
}

function Shown({ it, file }: Props) {
  const [params] = useSearchParams();
  const reached = useReached(it.id);
  const place = {
    page: Number(params.get("page")) || null,
    second: Number(params.get("second")) || null,
    marks: params.getAll("mark"),
  };
  switch (file.family) {
    case "pdf":
      return (
        <Bytes id={it.id} file={file.id}>
          {(url) => (
            <Suspense fallback={<Skeleton h="70vh" />}>
              <PdfView
                key={url}
                url={url}
                page={place.page ?? 1}
                marks={place.marks}
                onTurn={reached}
              />
            </Suspense>
          )}
        </Bytes>
      );
    case "image":
      return (
        <Bytes id={it.id} file={file.id}>
          {(url) => <img className={classes.image} src={url} alt={it.title} />}
        </Bytes>
      );
    case "audio":
      return (
        <Bytes id={it.id} file={file.id}>
          {(url) => (
            // biome-ignore lint/a11y/useMediaCaption: captions are files of their own, where there are any
            <audio
              controls
              preload="metadata"
              src={at(url, place.second)}
              style={{ width: "100%" }}
            />
          )}
        </Bytes>
      );
    case "video":
      return (
        <Bytes id={it.id} file={file.id}>
          {(url) => (
            // biome-ignore lint/a11y/useMediaCaption: captions are files of their own, where there are any
            <video
              controls
              preload="metadata"
              className={classes.video}
              src={at(url, place.second)}
            />
          )}
        </Bytes>
      );
    case "other":
      return (
        <Empty icon={IconFileUnknown} title="No preview for this file type">
          Download the file to open it on your computer.
        </Empty>
      );
    default:
      // What could not be read says so above, with what can be done.
      if (file.state === "refused" && file.pages === 0) return null;
      return <TextPages key={file.id} id={it.id} file={file.id} family={file.family} {...place} />;
  }
}

interface BytesProps {
  id: string;
  file: string;
  children: (url: string) => React.ReactNode;
}

function Bytes({ id, file, children }: BytesProps) {
  const { data, error, refetch } = useQuery(itemAddress(id, file));
  if (error) return <Failure error={error} retry={refetch} />;
  if (!data) return <Skeleton h="60vh" />;
  return children(data.url);
}

function at(url: string, second: number | null): string {
  return second ? `${url}#t=${second}` : url;
}
