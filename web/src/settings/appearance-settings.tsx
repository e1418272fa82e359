/** Theme and keyboard shortcuts. */
import { Radio, Stack, Switch, useMantineColorScheme } from "@mantine/core";
import { useSingleKeysSetting } from "@/shell/shortcuts";

export function AppearanceSettings() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [single, setSingle] = useSingleKeysSetting();
  return (
    <Stack gap="xl">
      <Radio.Group
        label="Theme"
        value={colorScheme}
        onChange={(value) => setColorScheme(value === "light" || value === "dark" ? value : "auto")}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="auto" label="Match system" />
          <Radio value="light" label="Light" />
          <Radio value="dark" label="Dark" />
        </Stack>
      </Radio.Group>
      <Switch
        label="Single-key shortcuts"
        description="For example N for a new note and / for search. Turn off if you use voice control."
        checked={single}
        onChange={(event) => setSingle(event.currentTarget.checked)}
      />
    </Stack>
  );
}
