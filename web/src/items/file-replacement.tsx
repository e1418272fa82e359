/** The button for a new version of an item's file, and the page as a place to drop it. */
import { Button } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import type { FileOfItem, OpenedItem } from "@/api/types";
import { say } from "@/ui/toast";
import { Veil } from "@/uploads/drop-area";
import { useDropped } from "@/uploads/use-file-drop";

const NewVersion = lazy(() => import("./new-version-dialog"));

export function Renewal({ it, file }: { it: OpenedItem; file: FileOfItem }) {
  const [asked, ask] = useState<{ given: File | null } | null>(null);
  const over = useDropped(({ files }) => {
    const [given] = files;
    if (!given) return false;
    if (files.length > 1) say("Drop one file at a time.");
    else if (it.coming) say("A new version is already uploading. Wait for it or cancel it.");
    else ask({ given });
    return true;
  });
  return (
    <>
      {!it.coming && (
        <Button variant="default" onClick={() => ask({ given: null })}>
          New version…
        </Button>
      )}
      {over && <Veil>Drop to upload a new version</Veil>}
      {asked && (
        <Suspense fallback={null}>
          <NewVersion it={it} file={file} given={asked.given} close={() => ask(null)} />
        </Suspense>
      )}
    </>
  );
}
