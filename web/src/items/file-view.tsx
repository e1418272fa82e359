/** Shows a file in the browser: pages, pictures, audio, video, text. */
import { Skeleton } from "@mantine/core";
import { IconFileUnknown } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useSearchParams } from "react-router";
import type { ItemFile, ItemView } from "@/api/types";
import { useReadingProgress } from "@/assignments/reading-progress";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { FileStatus } from "./file-state";
import classes from "./item-page.module.css";
import { PendingFileState } from "./pending-file";
import { fileUrl } from "./queries";
import { TextPages } from "./text-pages";

const PdfView = lazy(() => import("./pdf-view"));

interface Props {
  it: ItemView;
  file: ItemFile;
}

export function FileView({ it, file }: Props) {
  const viewable = file.state === "ready" || file.state === "refused";
  return (
    <>
      {it.pending_file && <PendingFileState it={it} coming={it.pending_file} />}
      <FileStatus it={it} file={file} />
      {viewable && <FilePreview it={it} file={file} />}
    </>
  );
}

function FilePreview({ it, file }: Props) {
  const [params] = useSearchParams();
  const reached = useReadingProgress(it.id);
  const place = {
    page: Number(params.get("page")) || null,
    second: Number(params.get("second")) || null,
    marks: params.getAll("mark"),
  };
  switch (file.family) {
    case "pdf":
      return (
        <WithFileUrl id={it.id} file={file.id}>
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
        </WithFileUrl>
      );
    case "image":
      return (
        <WithFileUrl id={it.id} file={file.id}>
          {(url) => <img className={classes.image} src={url} alt={it.title} />}
        </WithFileUrl>
      );
    case "audio":
      return (
        <WithFileUrl id={it.id} file={file.id}>
          {(url) => (
            // biome-ignore lint/a11y/useMediaCaption: captions are files of their own, where there are any
            <audio
              controls
              preload="metadata"
              src={atSecond(url, place.second)}
              style={{ width: "100%" }}
            />
          )}
        </WithFileUrl>
      );
    case "video":
      return (
        <WithFileUrl id={it.id} file={file.id}>
          {(url) => (
            // biome-ignore lint/a11y/useMediaCaption: captions are files of their own, where there are any
            <video
              controls
              preload="metadata"
              className={classes.video}
              src={atSecond(url, place.second)}
            />
          )}
        </WithFileUrl>
      );
    case "other":
      return (
        <EmptyState icon={IconFileUnknown} title="No preview for this file type">
          Download the file to open it on your computer.
        </EmptyState>
      );
    default:
      // FileStatus above shows the error and what to do.
      if (file.state === "refused" && file.pages === 0) return null;
      return <TextPages key={file.id} id={it.id} file={file.id} family={file.family} {...place} />;
  }
}

interface WithFileUrlProps {
  id: string;
  file: string;
  children: (url: string) => React.ReactNode;
}

function WithFileUrl({ id, file, children }: WithFileUrlProps) {
  const { data, error, refetch } = useQuery(fileUrl(id, file));
  if (error) return <ErrorState error={error} retry={refetch} />;
  if (!data) return <Skeleton h="60vh" />;
  return children(data.url);
}

function atSecond(url: string, second: number | null): string {
  return second ? `${url}#t=${second}` : url;
}
