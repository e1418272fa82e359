/** API reference: every endpoint with its parameters, body and responses. */
import { Anchor, Code, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ErrorState } from "@/ui/error-state";
import { ListSkeleton } from "@/ui/list-skeleton";
import { Page } from "@/ui/page";
import classes from "./developers.module.css";
import { FieldTable, ParameterTable } from "./fields";
import {
  type Endpoint,
  endpointsByTag,
  type OpenApiDocument,
  openApiQuery,
  schemaOf,
} from "./openapi";

export function DevelopersPage() {
  const { data, error, refetch } = useQuery(openApiQuery);
  return (
    <Page
      title="API"
      width="wide"
      lead={
        <>
          This app uses the HTTP API described here. It is also available as{" "}
          <Anchor href="/api/openapi.json" target="_blank" underline="always">
            OpenAPI 3.1
          </Anchor>
          . Send an access token as <Code>Authorization: Bearer …</Code>. Lists return{" "}
          <Code>next</Code>; send it as <Code>after</Code> to get the next page. Errors are
          problem+json with a code and the field.
        </>
      }
    >
      {error && <ErrorState error={error} retry={refetch} />}
      {!data && !error && <ListSkeleton />}
      {data && <EndpointList of={data} />}
    </Page>
  );
}

function EndpointList({ of }: { of: OpenApiDocument }) {
  const all = [...endpointsByTag(of)];
  return (
    <div className={classes.columns}>
      <nav className={classes.contents} aria-label="API sections">
        {all.map(([tag]) => (
          <a key={tag} href={`#${tag}`}>
            {tagTitle(tag)}
          </a>
        ))}
      </nav>
      <div>
        {all.map(([tag, calls]) => (
          <section key={tag} id={tag} className={classes.section} aria-label={tagTitle(tag)}>
            <Title order={2}>{tagTitle(tag)}</Title>
            {calls.map((call) => (
              <EndpointDetails key={call.id} call={call} of={of} />
            ))}
          </section>
        ))}
      </div>
    </div>
  );
}

function EndpointDetails({
  call: { method, path, operation },
  of,
}: {
  call: Endpoint;
  of: OpenApiDocument;
}) {
  const body = schemaOf(operation.requestBody);
  const [status, success] =
    Object.entries(operation.responses).find(([code]) => code.startsWith("2")) ?? [];
  const answer = schemaOf(success);
  const refusals = Object.keys(operation.responses).filter((code) => !code.startsWith("2"));
  return (
    <details className={classes.call}>
      <summary>
        <span className={classes.method}>{method}</span>
        <span className={classes.path}>{path}</span>
        <span className={classes.summary}>{operation.summary}</span>
      </summary>
      <div className={classes.inside}>
        <ParameterTable all={operation.parameters ?? []} />
        {body && (
          <>
            <h3>Body</h3>
            <FieldTable schema={body} of={of} />
          </>
        )}
        <h3>Response {status}</h3>
        {answer ? <FieldTable schema={answer} of={of} /> : "Empty"}
        {refusals.length > 0 && (
          <>
            <h3>Errors</h3>
            {refusals.join(", ")}
          </>
        )}
      </div>
    </details>
  );
}

function tagTitle(tag: string): string {
  return tag.charAt(0).toUpperCase() + tag.slice(1).replaceAll("_", " ");
}
