/** The fields of a body or an answer, each with its type; named ones open in place. */
import { Text } from "@mantine/core";
import classes from "./developers.module.css";
import { type Description, leadsTo, type Parameter, type Schema, typeOf } from "./openapi";

export function Parameters({ all }: { all: Parameter[] }) {
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
                {it.required ? ", required" : ""}: {typeOf(it.schema)}
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
  of: Description;
  /** Schemas opened above, so that one that holds itself is named only. */
  above?: string[];
}

export function Fields({ schema, of, above = [] }: Props) {
  const name = leadsTo(schema);
  const named = name ? of.components.schemas[name] : schema;
  if (!named?.properties) return <Text size="sm">{typeOf(named ?? schema)}</Text>;
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
  of: Description;
  above: string[];
}

function Field({ type, needed, of, above }: FieldProps) {
  const name = leadsTo(type);
  const words = `${typeOf(type)}${needed ? "" : ", optional"}`;
  const opens = name && !above.includes(name) && of.components.schemas[name]?.properties;
  return (
    <>
      {opens ? (
        <details>
          <summary>{words}</summary>
          <Fields schema={type} of={of} above={above} />
        </details>
      ) : (
        <>
          {words}
          {name && choicesOf(of.components.schemas[name])}
        </>
      )}
      {type.description && <Text size="sm">{type.description}</Text>}
    </>
  );
}

function choicesOf(schema: Schema | undefined): string {
  return schema?.enum ? ` (${schema.enum.map(String).join(", ")})` : "";
}
