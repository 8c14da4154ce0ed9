/** A link as a form. Its secret is never shown again, so whoever changes the link types it anew. */
import type { components } from "../../api/schema";
import { t } from "../../i18n/index.svelte";
import { options, type Option } from "../../lib/lists";
import type { Field, Values } from "../../ui/Form.svelte";

type Link = components["schemas"]["Link"];

export function linkFields(partners: readonly Option[], collections: readonly Option[]): Field[] {
  return [
    { name: "organisation", label: t("link.partner"), kind: "select", required: true, options: partners },
    { name: "direction", label: t("link.direction"), kind: "select", required: true, options: options("way", ["pull", "push"]) },
    { name: "url", label: t("link.url"), kind: "url", required: true, hint: t("link.url.hint") },
    { name: "remote", label: t("link.remote"), required: true, hint: t("link.remote.hint") },
    { name: "local", label: t("link.local"), kind: "select", required: true, options: collections },
    { name: "every_minutes", label: t("link.every"), kind: "number", min: 1, max: 44_640, hint: t("link.every.hint") },
    { name: "user", label: t("link.user"), hint: t("link.user.hint") },
    { name: "secret", label: t("link.secret"), kind: "password", autocomplete: "off", hint: t("link.secret.hint") },
  ];
}

export function valuesOf(link: Link): Values {
  return { organisation: link.organisation, direction: link.direction, url: link.url, remote: link.remote, local: link.local, every_minutes: link.every_minutes ? String(link.every_minutes) : "", user: "", secret: "" };
}

export function bodyOf(values: Values): components["schemas"]["NewLink"] {
  const text = (name: string): string => String(values[name] ?? "").trim();
  return {
    organisation: text("organisation"),
    direction: text("direction") as "pull",
    url: text("url"),
    remote: text("remote"),
    local: text("local"),
    ...(text("every_minutes") ? { every_minutes: Number(text("every_minutes")) } : {}),
    ...(text("user") ? { user: text("user") } : {}),
    ...(text("secret") ? { secret: text("secret") } : {}),
  };
}
