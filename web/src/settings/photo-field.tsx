/** Uploads or removes the profile photo. */
import { Button, FileButton, Group, Text } from "@mantine/core";
import { Problem } from "@/api/problem";
import type { Profile } from "@/api/types";
import { useRemovePhoto, useUploadPhoto } from "@/people/queries";
import { Avatar } from "@/ui/avatar";
import { toast } from "@/ui/toast";

const MAX_PHOTO_SIZE = 8 * 1024 * 1024;

export function PhotoField({ profile }: { profile: Profile }) {
  const send = useUploadPhoto();
  const remove = useRemovePhoto();
  const take = (file: File | null) => {
    if (!file) return;
    if (file.size > MAX_PHOTO_SIZE) {
      toast.problem(new Problem(413, { detail: "Photos can be up to 8 MB." }));
    } else send.mutate(file);
  };
  return (
    <Group mb="xl" gap="lg">
      <Avatar name={profile.name} photo={profile.photo} size={80} />
      <div>
        <Group gap="xs">
          <FileButton accept="image/jpeg,image/png,image/webp,image/gif" onChange={take}>
            {(props) => (
              <Button {...props} variant="default" loading={send.isPending}>
                {profile.photo ? "Change photo" : "Upload photo"}
              </Button>
            )}
          </FileButton>
          {profile.photo && (
            <Button
              variant="subtle"
              color="gray"
              loading={remove.isPending}
              onClick={() => remove.mutate()}
            >
              Remove
            </Button>
          )}
        </Group>
        <Text size="sm" c="dimmed" mt={6} role="status">
          {send.isSuccess
            ? "Your photo appears in a moment."
            : "JPEG, PNG, WebP or GIF, up to 8 MB."}
        </Text>
      </div>
    </Group>
  );
}
