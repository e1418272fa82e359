/** The fields of a body or a response with their types; named schemas expand in place. */
import { Text } from "@mantine/core";
import classes from "./developers.module.css";
import {
  type OpenApiDocument,
  type Parameter,
  referencedSchema,
  type Schema,
  typeText,
} from "./openapi";

export function ParameterTable({ all }: { all: Parameter[] }) {
  if (all.length === 0) return null;
  return (
    <>
      <h3>Parameters</h3>
      <table className={classes.fields}>
        <tbody>
          {all.map((it) => (
            <tr key={it.name}>
              <th scope="row">{it.name}</th>
              <td>
                {it.in}
                {it.required ? ", required" : ""}: {typeText(it.schema)}
                {it.description && <Text size="sm">{it.description}</Text>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

interface Props {
  schema: Schema;
  of: OpenApiDocument;
  /** Schemas already expanded above; recursive ones are only named. */
  above?: string[];
}

export function FieldTable({ schema, of, above = [] }: Props) {
  const name = referencedSchema(schema);
  const named = name ? of.components.schemas[name] : schema;
  if (!named?.properties) return <Text size="sm">{typeText(named ?? schema)}</Text>;
  return (
    <table className={classes.fields}>
      <tbody>
        {Object.entries(named.properties).map(([field, type]) => (
          <tr key={field}>
            <th scope="row">{field}</th>
            <td>
              <Field
                type={type}
                needed={named.required?.includes(field) ?? false}
                of={of}
                above={name ? [...above, name] : above}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface FieldProps {
  type: Schema;
  needed: boolean;
  of: OpenApiDocument;
  above: string[];
}

function Field({ type, needed, of, above }: FieldProps) {
  const name = referencedSchema(type);
  const words = `${typeText(type)}${needed ? "" : ", optional"}`;
  const opens = name && !above.includes(name) && of.components.schemas[name]?.properties;
  return (
    <>
      {opens ? (
        <details>
          <summary>{words}</summary>
          <FieldTable schema={type} of={of} above={above} />
        </details>
      ) : (
        <>
          {words}
          {name && enumText(of.components.schemas[name])}
        </>
      )}
      {type.description && <Text size="sm">{type.description}</Text>}
    </>
  );
}

function enumText(schema: Schema | undefined): string {
  return schema?.enum ? ` (${schema.enum.map(String).join(", ")})` : "";
}
