/** A Markdown field with a toolbar, mentions, and files by paste or drop. */
import { ActionIcon, FileButton, Textarea, Tooltip } from "@mantine/core";
import {
  type Icon,
  IconAt,
  IconBold,
  IconCode,
  IconLink,
  IconListCheck,
  IconPaperclip,
  IconTable,
} from "@tabler/icons-react";
import { type ReactNode, useRef, useState } from "react";
import { toast } from "@/ui/toast";
import type { UploadDestination } from "@/uploads/uploads";
import { type Mention, MentionList } from "./mention-list";
import classes from "./note-editor.module.css";

interface Props {
  value: string;
  error?: ReactNode;
  /** Where attached files go. */
  place: UploadDestination;
  onChange: (text: string) => void;
  onReplace: (from: string, to: string) => void;
}

const TABLE = "\n| What | Why |\n| --- | --- |\n|  |  |\n";
const MENTION = /(?:^|[\s(])@([\p{L}\p{N}][\p{L}\p{N} .'-]{0,40})$/u;

const TOOLS: { label: string; icon: Icon; around: [string, string] }[] = [
  { label: "Bold", icon: IconBold, around: ["**", "**"] },
  { label: "Link", icon: IconLink, around: ["[", "](https://)"] },
  { label: "Checklist", icon: IconListCheck, around: ["\n- [ ] ", ""] },
  { label: "Table", icon: IconTable, around: [TABLE, ""] },
  { label: "Code", icon: IconCode, around: ["\n```\n", "\n```\n"] },
  { label: "Mention", icon: IconAt, around: ["@", ""] },
];

export function MarkdownField({ value, error, place, onChange, onReplace }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const [below, setBelow] = useState(0);
  const look = () => {
    const input = field.current;
    const before = input?.value.slice(0, input.selectionStart) ?? "";
    const found = before.match(MENTION)?.[1] ?? null;
    if (input && found !== null) setBelow(textHeight(input, before));
    setAsked(found);
  };
  const put = (files: readonly File[]) => {
    for (const file of files) {
      const name = file.name.replace(/[[\]]/g, "") || "picture.png";
      const standIn = `[Uploading ${name}…]()`;
      insertText(field.current, standIn);
      void import("./attachments")
        .then(({ attachFile }) => attachFile(file, name, place))
        .then((text) => onReplace(standIn, text))
        .catch((problem) => {
          onReplace(standIn, "");
          toast.problem(problem);
        });
    }
  };
  const mention = ({ name, page }: Mention) => {
    const input = field.current;
    if (!input || asked === null) return;
    const at = input.selectionStart;
    input.setSelectionRange(at - asked.length - 1, at);
    insertText(input, `[@${name.replace(/[[\]]/g, "")}](${page}) `);
    setAsked(null);
  };
  return (
    <div className={classes.field}>
      <div className={classes.toolbar} role="toolbar" aria-label="Formatting">
        {TOOLS.map(({ label, icon: Picture, around }) => (
          <Tooltip key={label} label={label}>
            <ActionIcon aria-label={label} onClick={() => wrapSelection(field.current, around)}>
              <Picture size={17} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
        ))}
        <FileButton multiple onChange={put}>
          {(props) => (
            <Tooltip label="Add pictures and files (or paste or drop them)">
              <ActionIcon aria-label="Add pictures and files" {...props}>
                <IconPaperclip size={17} stroke={1.7} />
              </ActionIcon>
            </Tooltip>
          )}
        </FileButton>
      </div>
      <MentionList asked={asked} below={below} choose={mention} leave={() => setAsked(null)}>
        {(props) => (
          <Textarea
            ref={field}
            className={classes.body ?? ""}
            aria-label="Text"
            placeholder="Start writing…"
            autosize
            minRows={14}
            maxLength={100_000}
            value={value}
            error={error}
            onChange={(event) => {
              onChange(event.currentTarget.value);
              look();
            }}
            onClick={look}
            onPaste={(event) => {
              const files = [...event.clipboardData.files];
              if (files.length === 0) return;
              event.preventDefault();
              put(files);
            }}
            onDragOver={(event) => {
              if (event.dataTransfer.types.includes("Files")) event.preventDefault();
            }}
            onDrop={(event) => {
              const files = [...event.dataTransfer.files];
              if (files.length === 0) return;
              event.preventDefault();
              put(files);
            }}
            {...props}
          />
        )}
      </MentionList>
    </div>
  );
}

/** The height of the text before the caret. */
function textHeight(input: HTMLTextAreaElement, text: string): number {
  const copy = document.createElement("div");
  const { font, lineHeight, letterSpacing, padding } = getComputedStyle(input);
  Object.assign(copy.style, { font, lineHeight, letterSpacing, padding });
  Object.assign(copy.style, { position: "absolute", visibility: "hidden", paddingBottom: "0" });
  Object.assign(copy.style, { whiteSpace: "pre-wrap", overflowWrap: "break-word" });
  copy.style.width = `${input.clientWidth}px`;
  copy.textContent = text;
  document.body.append(copy);
  const height = copy.offsetHeight;
  copy.remove();
  return input.offsetTop + height - input.scrollTop;
}

function wrapSelection(input: HTMLTextAreaElement | null, [before, after]: [string, string]) {
  if (!input) return;
  const { selectionStart: from, selectionEnd: to, value } = input;
  const begins = from === 0 || value[from - 1] === "\n" ? before.replace(/^\n/, "") : before;
  insertText(input, `${begins}${value.slice(from, to)}${after}`);
  const at = from + begins.length;
  input.setSelectionRange(at, at + to - from);
}

/** Inserts text at the caret, so that the browser's undo works. */
function insertText(input: HTMLTextAreaElement | null, text: string) {
  if (!input) return;
  input.focus();
  if (!document.execCommand("insertText", false, text)) {
    input.setRangeText(text, input.selectionStart, input.selectionEnd, "end");
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
