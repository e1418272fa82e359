/** Uploads a new version of a file, by button or by dropping it on the page. */
import { Button } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import type { ItemFile, OpenedItem } from "@/api/types";
import { toast } from "@/ui/toast";
import { DropOverlay } from "@/uploads/drop-area";
import { useFileDrop } from "@/uploads/use-file-drop";

const NewVersion = lazy(() => import("./new-version-dialog"));

export function ReplaceFileButton({ it, file }: { it: OpenedItem; file: ItemFile }) {
  const [asked, ask] = useState<{ given: File | null } | null>(null);
  const over = useFileDrop(({ files }) => {
    const [given] = files;
    if (!given) return false;
    if (files.length > 1) toast.success("Drop one file at a time.");
    else if (it.pending_file)
      toast.success("A new version is already uploading. Wait for it or cancel it.");
    else ask({ given });
    return true;
  });
  return (
    <>
      {!it.pending_file && (
        <Button variant="default" onClick={() => ask({ given: null })}>
          New version…
        </Button>
      )}
      {over && <DropOverlay>Drop to upload a new version</DropOverlay>}
      {asked && (
        <Suspense fallback={null}>
          <NewVersion it={it} file={file} given={asked.given} close={() => ask(null)} />
        </Suspense>
      )}
    </>
  );
}
