/** Edits a file's or a link's details. */
import { Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { ItemView } from "@/api/types";
import { ChannelPicker } from "@/channels/channel-picker";
import { type Audience, AudiencePicker, isAudienceComplete } from "@/groups/audience-picker";
import { Dialog } from "@/ui/dialog";
import { useProblemForm } from "@/ui/problem-form";
import { useChangeItem } from "./queries";
import { TagsField } from "./tags-field";

export function EditDialog({ it, close }: { it: ItemView; close: () => void }) {
  const change = useChangeItem(it);
  const [audience, setAudience] = useState<Audience>(it.groups.length > 0 ? it.groups : null);
  const form = useProblemForm(
    { title: it.title, url: it.url ?? "", body: it.body, channels: it.channels, tags: it.tags },
    change.error,
  );
  return (
    <Dialog onClose={close} title={it.kind === "link" ? "Edit link" : "Edit file"}>
      <form
        onSubmit={form.onSubmit(({ url, ...words }) =>
          change.mutate(
            { ...words, url: url || null, groups: audience ?? [] },
            { onSuccess: close },
          ),
        )}
      >
        <Stack>
          <TextInput
            label="Title"
            required
            maxLength={200}
            data-autofocus
            {...form.getInputProps("title")}
          />
          {it.kind === "link" && (
            <TextInput label="URL" type="url" required {...form.getInputProps("url")} />
          )}
          <Textarea label="Description" autosize minRows={2} {...form.getInputProps("body")} />
          <ChannelPicker
            value={form.values.channels}
            onChange={(ids) => form.setFieldValue("channels", ids)}
            error={form.errors.channels}
          />
          <TagsField
            value={form.values.tags}
            onChange={(tags) => form.setFieldValue("tags", tags)}
            error={form.errors.tags}
          />
          <AudiencePicker value={audience} onChange={setAudience} />
          {form.rest}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button
              type="submit"
              loading={change.isPending}
              disabled={!isAudienceComplete(audience)}
            >
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
