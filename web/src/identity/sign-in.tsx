/** Links to the pool's sign-in page, and the demo accounts if there are any. */
import { Alert, Button, Code, CopyButton, Text, Title, UnstyledButton } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { problemMessage } from "@/api/problem";
import { Avatar } from "@/ui/avatar";
import { type Config, loadConfig } from "./config";
import classes from "./public-layout.module.css";
import { session } from "./session";

export function SignIn({ to }: { to: string }) {
  const { data } = useQuery({ queryKey: ["config"], queryFn: loadConfig, staleTime: Infinity });
  const go = useMutation({
    meta: { quiet: true },
    mutationFn: (hint?: string) => session.signIn(to, hint),
  });
  return (
    <>
      {go.error && (
        <Alert color="red" mb="md" role="alert">
          Can’t reach the sign-in page. {problemMessage(go.error)}
        </Alert>
      )}
      <Button fullWidth size="md" loading={go.isPending} onClick={() => go.mutate(undefined)}>
        Sign in
      </Button>
      {data?.demo && <Demo demo={data.demo} choose={(address) => go.mutate(address)} />}
    </>
  );
}

interface DemoProps {
  demo: NonNullable<Config["demo"]>;
  choose: (address: string) => void;
}

function Demo({ demo, choose }: DemoProps) {
  return (
    <section className={classes.demo} aria-labelledby="demo">
      <Title order={2} id="demo" mb={4}>
        Try it as
      </Title>
      {demo.accounts.map(({ address, name, about }) => (
        <button
          key={address}
          type="button"
          className={classes.account}
          onClick={() => choose(address)}
        >
          <Avatar name={name} size={34} />
          <span>
            {name}
            <small>{about ?? address}</small>
            {about && <small>{address}</small>}
          </span>
        </button>
      ))}
      <Text size="sm" c="dimmed" mt="sm">
        The password for all demo accounts is <Code>{demo.password}</Code>{" "}
        <CopyButton value={demo.password}>
          {({ copied, copy }) => (
            <UnstyledButton c="var(--mantine-color-anchor)" fz="sm" td="underline" onClick={copy}>
              {copied ? "Copied" : "Copy"}
            </UnstyledButton>
          )}
        </CopyButton>
      </Text>
    </section>
  );
}
