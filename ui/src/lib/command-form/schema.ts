/**
 * The server's description of its records, as far as forms and views need it.
 *
 * **The problem.** Eighteen kinds of record with a hundred and fifty commands: forms written by hand would drift from the
 * server with its first change. **The choice.** The OpenAPI document is read when the first form opens, and forms, views and
 * checks are made from it. **Rejected.** Generating forms at build time: a mechanism or a kind that the binary learns would
 * wait for the pages.
 */
import { send } from "../../api/client";

export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: string[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema | false;
  prefixItems?: Schema[];
  additionalProperties?: Schema | boolean;
  format?: string;
  minimum?: number;
  maximum?: number;
  description?: string;
}
export type Schemas = Record<string, Schema>;

let reading: Promise<Schemas> | null = null;

/** All schemas of the server, by name. */
export function schemas(): Promise<Schemas> {
  reading ??= send("/api/v1/openapi.json")
    .then(async (answer) => ((await answer.json()) as { components: { schemas: Schemas } }).components.schemas)
    .catch((error: unknown) => {
      // Without an answer nothing is kept: the next form asks again.
      reading = null;
      throw error;
    });
  return reading;
}

/** `media-check` is `MediaCheck` in the document. */
export function schemaName(kind: string): string {
  return kind.split(/[_-]/).map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join("");
}

/** The names of a kind's commands, in the order in which the server lists them. */
export function commandsOf(all: Schemas, kind: string): string[] {
  return (all[`${schemaName(kind)}Command`]?.oneOf ?? []).map(tagOf).filter((name) => name !== "");
}

/** The schema of one command, without the word that names it. */
export function commandSchema(all: Schemas, kind: string, command: string): Schema | null {
  return (all[`${schemaName(kind)}Command`]?.oneOf ?? []).find((one) => tagOf(one) === command) ?? null;
}

/** The kinds of record that the server knows commands of. */
export function kindsOf(all: Schemas): string[] {
  return Object.keys(all)
    .filter((name) => name.endsWith("Command") && commandsNamed(all[name]))
    .map((name) => name.slice(0, -"Command".length).replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase());
}

function commandsNamed(schema: Schema | undefined): boolean {
  return schema?.oneOf?.some((one) => tagOf(one) === "open") ?? false;
}

function tagOf(schema: Schema): string {
  return schema.properties?.["command"]?.enum?.[0] ?? "";
}
