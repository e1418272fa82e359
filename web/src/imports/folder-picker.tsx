/** Choosing a folder, and choosing an archive once more. */
import { Button, FileButton } from "@mantine/core";
import { IconFolderUp } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { api, got } from "@/api/client";
import type { ImportView } from "@/api/types";
import { say, sayProblem } from "@/ui/toast";
import { type Folder, fromInput } from "./file-selection";

interface Props {
  label: string;
  onChange: (folder: Folder) => void;
}

export function ChooseFolder({ label, onChange }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.setAttribute("webkitdirectory", ""), []);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={label}
        onChange={(event) => {
          const { files } = event.currentTarget;
          if (files && files.length > 0) onChange(fromInput(files));
          event.currentTarget.value = "";
        }}
      />
      <Button
        variant="default"
        leftSection={<IconFolderUp size={17} aria-hidden />}
        onClick={() => input.current?.click()}
        data-autofocus
      >
        {label}
      </Button>
    </>
  );
}

/** What went as an archive: a zip, or a folder that the browser made one of. */
export function ChooseArchive({ it }: { it: ImportView }) {
  const goOn = async (file: File) => {
    if (file.size !== it.size) return say("This is a different file. Its size doesn’t match.");
    const params = { params: { path: { batch: it.id } } };
    const made = await got(api.POST("/api/imports/{batch}/retry", params));
    const { sendArchive } = await import("./import-upload");
    await sendArchive(made, file);
  };
  const pack = async (folder: Folder) => {
    const { zipped } = await import("./zip-folder");
    await goOn(await zipped(folder));
  };
  if (!it.name.toLowerCase().endsWith(".zip"))
    return (
      <ChooseFolder
        label="Choose the folder again"
        onChange={(folder) => void pack(folder).catch(sayProblem)}
      />
    );
  return (
    <FileButton
      accept=".zip,application/zip"
      onChange={(file) => file && void goOn(file).catch(sayProblem)}
    >
      {(props) => (
        <Button {...props} variant="default">
          Choose the ZIP again
        </Button>
      )}
    </FileButton>
  );
}
