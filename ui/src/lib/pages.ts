/** The pages: their addresses, who is shown the way there, and the code that draws them, loaded when it is needed. */
import type { Component } from "svelte";
import type { Key } from "../i18n/index.svelte";

interface Inside {
  href: string;
  label: Key;
  needs: string;
}
interface Entry {
  href: string;
  label: Key;
  icon: string;
  needs?: string;
  inside?: readonly Inside[];
}

export const NAVIGATION: readonly Entry[] = [
  { href: "/", label: "nav.picture", icon: "M2 13V8m4 5V4m4 9V7m4 6V2" },
  {
    href: "/investigate",
    label: "nav.investigate",
    icon: "M7 2.5a4.5 4.5 0 1 0 .01 0ZM10.5 10.5l4 4",
    needs: "GET /api/v1/analyses",
  },
  {
    href: "/data",
    label: "nav.data",
    icon: "M2.5 4c0-2.4 11-2.4 11 0v8c0 2.4-11 2.4-11 0ZM2.5 4c0 2.4 11 2.4 11 0M2.5 8c0 2.4 11 2.4 11 0",
    needs: "GET /api/v1/knowledge/disarm",
    inside: [
      { href: "/data?view=sets", label: "data.sets", needs: "GET /api/v1/datasets" },
      { href: "/data?view=upload", label: "data.upload", needs: "POST /api/v1/uploads" },
      { href: "/data?view=watch", label: "data.watch", needs: "GET /api/v1/watchlists" },
      { href: "/data?view=knowledge", label: "data.knowledge", needs: "GET /api/v1/knowledge/disarm" },
    ],
  },
  { href: "/incidents", label: "nav.incidents", icon: "M8 2 14.5 14h-13ZM8 7v3m0 1.5v1", needs: "GET /api/v1/collections/{id}/objects" },
  {
    href: "/respond",
    label: "nav.respond",
    icon: "M2 8h9m-3.5-3.5L11 8l-3.5 3.5M14 3v10",
    needs: "GET /api/v1/casework",
    inside: [
      { href: "/respond?view=deadlines", label: "respond.deadlines", needs: "GET /api/v1/deadlines" },
      { href: "/respond?view=routes", label: "respond.routes", needs: "GET /api/v1/incidents/{id}/routes" },
    ],
  },
  { href: "/crisis", label: "nav.crisis", icon: "M8 1.5v7m0 3v2.5M3 3.5 8 1.5l5 2v5c0 3-2.4 5-5 6-2.6-1-5-3-5-6Z", needs: "GET /api/v1/casework/{kind}" },
  { href: "/prepare", label: "nav.prepare", icon: "M2.5 4h11v10h-11ZM2.5 7h11M5.5 2v3m5-3v3M5 10.5l2 2 4-3.5", needs: "GET /api/v1/casework/{kind}" },
  {
    href: "/exchange",
    label: "nav.exchange",
    icon: "M2 5.5h11m-3-3 3 3-3 3M14 10.5H3m3-3-3 3 3 3",
    needs: "GET /api/v1/ledger",
    inside: [
      { href: "/exchange?view=links", label: "exchange.links", needs: "GET /api/v1/links" },
      { href: "/exchange?view=files", label: "exchange.files", needs: "GET /api/v1/collections/{id}/export" },
      { href: "/exchange?view=notices", label: "exchange.notices", needs: "GET /api/v1/notices" },
      { href: "/exchange?view=ledger", label: "exchange.ledger", needs: "GET /api/v1/ledger" },
    ],
  },
  {
    href: "/admin",
    label: "nav.admin",
    icon: "M8 8a3 3 0 1 0-.01 0ZM2.5 14c.5-3 2.7-4.2 5.5-4.2s5 1.2 5.5 4.2",
    needs: "GET /api/v1/organisations",
    inside: [
      { href: "/admin?view=proposals", label: "admin.proposals", needs: "GET /api/v1/proposals" },
      { href: "/admin?view=people", label: "admin.people", needs: "GET /api/v1/people" },
      { href: "/admin?view=organisations", label: "admin.organisations", needs: "GET /api/v1/organisations" },
      { href: "/admin?view=collections", label: "admin.collections", needs: "GET /api/v1/collections" },
      { href: "/admin?view=tokens", label: "admin.tokens", needs: "GET /api/v1/tokens" },
      { href: "/admin?view=audit", label: "admin.audit", needs: "GET /api/v1/audit/events" },
    ],
  },
];

type Loaded = Promise<{ default: Component }>;

const PAGES: Record<string, () => Loaded> = {
  "": () => import("../pages/Picture.svelte"),
  investigate: () => import("../pages/investigate/Investigate.svelte"),
  data: () => import("../pages/data/Data.svelte"),
  incidents: () => import("../pages/incidents/Incidents.svelte"),
  respond: () => import("../pages/respond/Respond.svelte"),
  crisis: () => import("../pages/crisis/Crises.svelte"),
  report: () => import("../pages/report/Issue.svelte"),
  prepare: () => import("../pages/prepare/Prepare.svelte"),
  exchange: () => import("../pages/exchange/Exchange.svelte"),
  admin: () => import("../pages/admin/Admin.svelte"),
  account: () => import("../pages/Account.svelte"),
};

/** The page of an address, or one that says that there is none. */
export function pageFor(first: string): Loaded {
  return (PAGES[first] ?? (() => import("../pages/Missing.svelte")))();
}
