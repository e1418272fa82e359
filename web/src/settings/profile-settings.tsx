/** Edits the member's profile. */
import {
  Button,
  Checkbox,
  Group,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Profile } from "@/api/types";
import { PersonPicker } from "@/people/people-picker";
import { profile, useUpdateProfile } from "@/people/queries";
import { DAYS } from "@/people/working-hours";
import { ErrorState } from "@/ui/error-state";
import { ListSkeleton } from "@/ui/list-skeleton";
import { useProblemForm } from "@/ui/problem-form";
import { toast } from "@/ui/toast";
import { LANGUAGES, languageCode, languageName } from "./languages";
import { PhotoField } from "./photo-field";

export function ProfileSettings() {
  const { data, error, refetch } = useQuery({ ...profile, refetchOnWindowFocus: false });
  if (error) return <ErrorState error={error} retry={refetch} />;
  if (!data) return <ListSkeleton />;
  return (
    <>
      <PhotoField profile={data} />
      {/* A new photo changes the profile's version and must not reset what is being typed. */}
      <ProfileForm key={JSON.stringify(toFields(data))} mine={data} />
    </>
  );
}

function ProfileForm({ mine }: { mine: Profile }) {
  const write = useUpdateProfile(mine.version);
  const form = useProblemForm(toFields(mine), write.error);
  const { values, setFieldValue, getInputProps } = form;
  return (
    <form
      onSubmit={form.onSubmit(({ manager, languages, ...fields }) =>
        write.mutate(
          {
            ...fields,
            hours_to_help: Number(fields.hours_to_help),
            manager: manager?.value ?? null,
            languages: languages.map(languageCode),
          },
          { onSuccess: () => toast.success("Profile saved.") },
        ),
      )}
    >
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput label="Name" required maxLength={80} {...getInputProps("name")} />
          <TextInput label="Job title" maxLength={300} {...getInputProps("title")} />
          <TextInput label="Department" maxLength={300} {...getInputProps("department")} />
          <TextInput label="Location" maxLength={300} {...getInputProps("location")} />
          <Select
            label="Time zone"
            searchable
            allowDeselect={false}
            data={timeZones(values.time_zone)}
            {...getInputProps("time_zone")}
          />
          <PersonPicker
            label="Reports to"
            value={values.manager}
            error={form.errors.manager}
            onChange={(manager) => setFieldValue("manager", manager)}
          />
        </SimpleGrid>
        <WorkingHoursField
          value={values.working_hours}
          error={form.errors.working_hours}
          onChange={(hours) => setFieldValue("working_hours", hours)}
        />
        <TagsInput
          label="Languages"
          data={LANGUAGES}
          maxTags={20}
          acceptValueOnBlur
          {...getInputProps("languages")}
        />
        <Textarea
          label="What you can help with"
          autosize
          minRows={2}
          maxLength={4000}
          {...getInputProps("helps_with")}
        />
        <NumberInput
          label="Hours a week you can help"
          min={0}
          max={40}
          w={220}
          {...getInputProps("hours_to_help")}
        />
        <Textarea
          label="What you are working on"
          autosize
          minRows={2}
          maxLength={4000}
          {...getInputProps("working_on")}
        />
        <Textarea
          label="What you want to learn"
          autosize
          minRows={2}
          maxLength={4000}
          {...getInputProps("wants_to_learn")}
        />
        <Textarea
          label="How you work"
          description="For example when to call and when to write."
          autosize
          minRows={2}
          maxLength={4000}
          {...getInputProps("how_i_work")}
        />
        {form.rest}
        <Group>
          <Button type="submit" loading={write.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function toFields(mine: Profile) {
  return {
    name: mine.name,
    title: mine.title,
    department: mine.department,
    location: mine.location,
    time_zone: mine.time_zone,
    working_hours: mine.working_hours,
    languages: mine.languages.map(languageName),
    manager: mine.manager ? { value: mine.manager, label: mine.manager_name ?? "Unknown" } : null,
    how_i_work: mine.how_i_work,
    working_on: mine.working_on,
    wants_to_learn: mine.wants_to_learn,
    helps_with: mine.helps_with,
    hours_to_help: mine.hours_to_help as number | string,
  };
}

function timeZones(mine: string): string[] {
  return [...new Set(["UTC", mine, ...Intl.supportedValuesOf("timeZone")])];
}

type WorkingHours = Profile["working_hours"];

interface WorkingHoursFieldProps {
  value: WorkingHours;
  error: React.ReactNode;
  onChange: (hours: WorkingHours) => void;
}

function WorkingHoursField({ value, error, onChange }: WorkingHoursFieldProps) {
  return (
    <div>
      <Checkbox.Group
        label="Days you work"
        value={value.days.map(String)}
        onChange={(days) => onChange({ ...value, days: days.map(Number).sort() })}
      >
        <Group mt={6} gap="md">
          {DAYS.map((name, at) => (
            <Checkbox key={name} value={String(at + 1)} label={name} />
          ))}
        </Group>
      </Checkbox.Group>
      <Group mt="sm">
        <TextInput
          type="time"
          label="From"
          value={value.begins}
          onChange={(event) => onChange({ ...value, begins: event.currentTarget.value })}
        />
        <TextInput
          type="time"
          label="To"
          value={value.ends}
          onChange={(event) => onChange({ ...value, ends: event.currentTarget.value })}
        />
      </Group>
      {error && (
        <Text size="sm" c="var(--mantine-color-error)" mt={4} role="alert">
          {error}
        </Text>
      )}
    </div>
  );
}
