/** The parts of the OpenAPI 3.1 document that the page shows. */
import { queryOptions } from "@tanstack/react-query";
import { Problem } from "@/api/problem";

export interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  maxItems?: number;
  items?: Schema;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
}

interface Content {
  content?: Record<string, { schema: Schema }>;
  description?: string;
}

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema: Schema;
}

interface Operation {
  operationId: string;
  summary?: string;
  tags?: string[];
  parameters?: Parameter[];
  requestBody?: Content;
  responses: Record<string, Content>;
  security?: unknown[];
}

export interface OpenApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

export interface Endpoint {
  id: string;
  method: string;
  path: string;
  operation: Operation;
}

export const openApiQuery = queryOptions({
  queryKey: ["description"],
  queryFn: async (): Promise<OpenApiDocument> => {
    const response = await fetch("/api/openapi.json").catch(() => null);
    if (!response) throw new Problem(0);
    if (!response.ok) throw await Problem.fromResponse(response);
    return response.json();
  },
  staleTime: Infinity,
});

/** All endpoints, grouped by tag. */
export function endpointsByTag({ paths }: OpenApiDocument): Map<string, Endpoint[]> {
  const found = new Map<string, Endpoint[]>();
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags?.[0] ?? "more";
      const call = { id: operation.operationId, method: method.toUpperCase(), path, operation };
      found.set(tag, [...(found.get(tag) ?? []), call]);
    }
  }
  return found;
}

/** The schema of a body or a response, if any. */
export function schemaOf(it: Content | undefined): Schema | undefined {
  return Object.values(it?.content ?? {})[0]?.schema;
}

export function schemaName(ref: string): string {
  return ref.replace("#/components/schemas/", "");
}

/** Describes a type: "text, up to 80", "list of Card", "Role or null". */
export function typeText(schema: Schema): string {
  if (schema.$ref) return schemaName(schema.$ref);
  if (schema.anyOf) return schema.anyOf.map(typeText).join(" or ");
  if (schema.enum) return schema.enum.map(String).join(", ");
  if (schema.const !== undefined) return String(schema.const);
  if (schema.type === "array")
    return `list of ${schema.items ? typeText(schema.items) : "anything"}`;
  if (schema.type === "null") return "null";
  if (schema.type === "object" && typeof schema.additionalProperties === "object") {
    return `map to ${typeText(schema.additionalProperties)}`;
  }
  const limit = schema.maxLength ?? schema.maximum;
  const kind = schema.format ?? schema.type ?? "anything";
  return limit === undefined ? kind : `${kind}, up to ${limit.toLocaleString("en")}`;
}

/** The named schema that a type refers to, through arrays and unions. */
export function referencedSchema(schema: Schema): string | undefined {
  if (schema.$ref) return schemaName(schema.$ref);
  if (schema.items) return referencedSchema(schema.items);
  for (const choice of schema.anyOf ?? []) {
    const name = referencedSchema(choice);
    if (name) return name;
  }
  return undefined;
}
