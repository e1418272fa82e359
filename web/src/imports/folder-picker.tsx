/** Picks a folder, or picks an archive again. */
import { Button, FileButton } from "@mantine/core";
import { IconFolderUp } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { api, unwrap } from "@/api/client";
import type { ImportView } from "@/api/types";
import { toast } from "@/ui/toast";
import { folderFromInput, type SelectedFolder } from "./file-selection";

interface Props {
  label: string;
  onChange: (folder: SelectedFolder) => void;
}

export function FolderPicker({ label, onChange }: Props) {
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
          if (files && files.length > 0) onChange(folderFromInput(files));
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

/** Resumes an archive upload: a ZIP, or a folder zipped in the browser. */
export function ArchivePicker({ it }: { it: ImportView }) {
  const resumeWith = async (file: File) => {
    if (file.size !== it.size)
      return toast.success("This is a different file. Its size doesn’t match.");
    const params = { params: { path: { batch: it.id } } };
    const batch = await unwrap(api.POST("/api/imports/{batch}/retry", params));
    const { uploadArchive } = await import("./import-upload");
    await uploadArchive(batch, file);
  };
  const zipAndResume = async (folder: SelectedFolder) => {
    const { zipFolder } = await import("./zip-folder");
    await resumeWith(await zipFolder(folder));
  };
  if (!it.name.toLowerCase().endsWith(".zip"))
    return (
      <FolderPicker
        label="Choose the folder again"
        onChange={(folder) => void zipAndResume(folder).catch(toast.problem)}
      />
    );
  return (
    <FileButton
      accept=".zip,application/zip"
      onChange={(file) => file && void resumeWith(file).catch(toast.problem)}
    >
      {(props) => (
        <Button {...props} variant="default">
          Choose the ZIP again
        </Button>
      )}
    </FileButton>
  );
}
