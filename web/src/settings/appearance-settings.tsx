/** Light or dark, and keys. */
import { Radio, Stack, Switch, useMantineColorScheme } from "@mantine/core";
import { useSingleKeys } from "@/shell/shortcuts";

export function AppearanceSettings() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [single, setSingle] = useSingleKeys();
  return (
    <Stack gap="xl">
      <Radio.Group
        label="Theme"
        value={colorScheme}
        onChange={(value) => setColorScheme(value === "light" || value === "dark" ? value : "auto")}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="auto" label="As the system says" />
          <Radio value="light" label="Light" />
          <Radio value="dark" label="Dark" />
        </Stack>
      </Radio.Group>
      <Switch
        label="Single keys"
        description="N for a new note, / for search and the like. Turn them off if you speak to your computer."
        checked={single}
        onChange={(event) => setSingle(event.currentTarget.checked)}
      />
    </Stack>
  );
}
