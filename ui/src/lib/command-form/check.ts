/** What is wrong before anything is sent, by the pointers that the server would use. */
import { t } from "../../i18n/index.svelte";
import { plainly } from "../refusal";
import { serverWords } from "../server-words.svelte";
import { longest, type Field, type Shape } from "./shape";
import { INNER, ON, WHICH, type Typed } from "./value";

export type Faults = Record<string, string>;
type Group = { [name: string]: Typed };

/** Faults of the fields of a group; `at` is the pointer of the group. */
export function faultsOf(fields: readonly Field[], value: Group, at = ""): Faults {
  const faults: Faults = {};
  for (const field of fields) {
    const place = `${at}/${field.name}`;
    Object.assign(faults, faultsAt(field.shape, value[field.name], place, field.required), tooLong(field, value[field.name], place));
  }
  return faults;
}

/** What is longer than the interface says that it may be; characters are counted as the server does. */
function tooLong(field: Field, value: Typed | undefined, at: string): Faults {
  const max = field.shape.kind === "text" ? longest(field) : undefined;
  const is = typeof value === "string" ? [...value].length : 0;
  return max !== undefined && is > max ? { [at]: t("form.long", { max, is }) } : {};
}

function faultsAt(shape: Shape, value: Typed | undefined, at: string, required: boolean): Faults {
  switch (shape.kind) {
    case "group":
      // An optional group of which nothing is filled in is not sent, so nothing of it is missing.
      return required || touched(value) ? faultsOf(shape.fields, value as Group, at) : {};
    case "maybe":
      return (value as Group)[ON] === true ? faultsAt(shape.of, (value as Group)[INNER], at, true) : {};
    case "variant": {
      const which = shape.of.find((one) => one.value === (value as Group)[WHICH]);
      if (which) return faultsOf(which.fields, value as Group, at);
      return required ? { [at]: t("form.choose.one") } : {};
    }
    case "list":
      return Object.assign({}, ...(value as Typed[]).map((one, place) => faultsAt(shape.of, one, `${at}/${place}`, !shape.gaps))) as Faults;
    case "tuple":
      return Object.assign({}, ...shape.of.map((one, place) => faultsAt(one, (value as Typed[])[place], `${at}/${place}`, true))) as Faults;
    case "flag":
    case "any":
    case "map":
      return {};
    case "number":
    case "duration": {
      if (value === "") return required ? { [at]: t("form.needed") } : {};
      const n = Number(value);
      const [min, max] = shape.kind === "number" ? [shape.min, shape.max] : [0, undefined];
      const right = Number.isFinite(n) && n >= (min ?? -Infinity) && n <= (max ?? Infinity);
      return right ? {} : { [at]: t("form.between", { min: min ?? "−∞", max: max ?? "∞" }) };
    }
    default:
      return required && (typeof value !== "string" || value.trim() === "") ? { [at]: t("form.needed") } : {};
  }
}

function touched(value: Typed | undefined): boolean {
  if (typeof value === "string") return value !== "";
  if (typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && Object.values(value).some(touched);
}

/** The faults of a refusal, by pointer; a place that the form does not show goes to its nearest parent. */
export function placed(faults: readonly { pointer: string; detail: string }[]): Faults {
  return Object.fromEntries(faults.filter((one) => one.pointer).map((one) => [one.pointer, plainly(serverWords.or(one.detail))]));
}
