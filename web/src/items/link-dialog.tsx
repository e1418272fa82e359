/** Adds a link: URL, title, description. */
import { Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { useCallback, useState } from "react";
import { useNavigate } from "react-router";
import { ChannelPicker } from "@/channels/channel-picker";
import { type Audience, AudiencePicker, isAudienceComplete } from "@/groups/audience-picker";
import { Dialog } from "@/ui/dialog";
import { useProblemForm } from "@/ui/problem-form";
import { LinkPreview } from "./link-preview";
import { usePublish } from "./queries";
import { TagsField } from "./tags-field";

const NO_TAGS: string[] = [];

interface Props {
  channels: string[];
  groups?: string[] | undefined;
  url?: string | undefined;
  close: () => void;
}

export default function LinkDialog({ channels, groups, url = "", close }: Props) {
  const publish = usePublish();
  const navigate = useNavigate();
  const [audience, setAudience] = useState<Audience>(groups ?? null);
  const form = useProblemForm({ url, title: "", body: "", channels, tags: NO_TAGS }, publish.error);
  const { setFieldValue } = form;
  const takeTitle = useCallback(
    (title: string) => setFieldValue("title", (typed) => typed || title.slice(0, 200)),
    [setFieldValue],
  );
  return (
    <Dialog onClose={close} title="Add a link">
      <form
        onSubmit={form.onSubmit((words) =>
          publish.mutate(
            { kind: "link", ...words, written_on: null, groups: audience ?? [] },
            {
              onSuccess: ({ id }) => {
                close();
                navigate(`/items/${id}`);
              },
            },
          ),
        )}
      >
        <Stack>
          <TextInput
            label="URL"
            type="url"
            required
            placeholder="https://"
            data-autofocus
            {...form.getInputProps("url")}
          />
          <LinkPreview url={form.values.url} named={takeTitle} />
          <TextInput label="Title" required maxLength={200} {...form.getInputProps("title")} />
          <Textarea label="Description" autosize minRows={2} {...form.getInputProps("body")} />
          <ChannelPicker
            draft={`${form.values.title}\n${form.values.body}`}
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
              loading={publish.isPending}
              disabled={!isAudienceComplete(audience)}
            >
              {" "}
              Add link{" "}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
