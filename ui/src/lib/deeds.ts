/** What can be done on a page: its fields, and the command that they become. */
import type { Field, Values } from "../ui/Form.svelte";
import type { Command } from "./records";

export interface Deed {
  title: string;
  action: string;
  fields: readonly Field[];
  initial?: Values;
  danger?: boolean;
  /** Rests on what was seen: refused when somebody else was quicker. */
  seen?: boolean;
  command: (values: Values) => Command;
}

export const text = (name: string, label: string, more: Partial<Field> = {}): Field => ({ name, label, kind: "text", required: true, ...more });
export const area = (name: string, label: string, max: number, more: Partial<Field> = {}): Field => ({ name, label, kind: "area", required: true, max, ...more });

/** One a line; a comma may be part of it. */
export function lines(value: unknown): string[] {
  return String(value ?? "").split("\n").map((one) => one.trim()).filter(Boolean);
}
