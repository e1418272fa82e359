/** Creates an organisation. */
import { Button, Stack, TextInput } from "@mantine/core";
import { useNavigate } from "react-router";
import { useProblemForm } from "@/ui/problem-form";
import { useCreateOrganisation } from "./queries";

export function CreateOrganisation() {
  const open = useCreateOrganisation();
  const navigate = useNavigate();
  const form = useProblemForm({ name: "", your_name: "" }, open.error);
  return (
    <form onSubmit={form.onSubmit((body) => open.mutate(body, { onSuccess: () => navigate("/") }))}>
      <Stack gap="sm">
        <TextInput
          label="Organisation name"
          required
          maxLength={80}
          autoComplete="organization"
          {...form.getInputProps("name")}
        />
        <TextInput
          label="Your name"
          description="As colleagues will see it"
          required
          maxLength={80}
          autoComplete="name"
          {...form.getInputProps("your_name")}
        />
        {form.rest}
        <Button type="submit" loading={open.isPending}>
          Create organisation
        </Button>
      </Stack>
    </form>
  );
}
