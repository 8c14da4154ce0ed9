/** Who is signed in, what that person may do, and how a session that is over is begun again without leaving the page. */
import rights from "virtual:rights";
import { call, get, holdCsrf, onSessionEnd } from "../api/client";
import { isRefused } from "../api/problem";
import { setClock } from "./now";
import { place } from "./router.svelte";
import type { components } from "../api/schema";

export type Me = components["schemas"]["Me"];
export type Stage = "looking" | "out" | "in" | "unreachable";

class Session {
  me = $state<Me | null>(null);
  stage = $state<Stage>("looking");
  /** The session ended while the page was open: the password is asked for above it. */
  over = $state(false);
  #waiting: ((again: boolean) => void)[] = [];

  constructor() {
    onSessionEnd(() => {
      this.over = true;
      return new Promise((resolve) => this.#waiting.push(resolve));
    });
  }

  async look(): Promise<void> {
    try {
      const me = await get("/api/v1/me");
      holdCsrf(me.csrf ?? null);
      setClock(me.now);
      this.me = me;
      this.stage = "in";
    } catch (error) {
      this.stage = isRefused(error) && error.answered ? "out" : "unreachable";
    }
  }

  /** Signs in; what was waiting for it goes on. */
  async enter(name: string, password: string, code: string): Promise<void> {
    const body = code ? { name, password, code } : { name, password };
    const { data } = await call("post", "/api/v1/session", { body });
    holdCsrf(data.csrf);
    const other = this.me !== null && this.me.person !== data.me.person;
    setClock(data.me.now);
    this.me = data.me;
    // The form that had the focus goes away.
    if (!this.over) place.arriving = true;
    this.stage = "in";
    this.over = false;
    // Somebody else's half-filled form is nobody's business: what waited is dropped.
    for (const resolve of this.#waiting.splice(0)) resolve(!other);
  }

  async leave(): Promise<void> {
    await call("delete", "/api/v1/session");
    this.drop();
  }

  /** Gives up a session that is over. */
  drop(): void {
    holdCsrf(null);
    for (const resolve of this.#waiting.splice(0)) resolve(false);
    this.me = null;
    this.over = false;
    this.stage = "out";
  }

  /** Whether the table of rights lets this person ask for a route, as `"POST /api/v1/people"`. */
  may(route: keyof typeof rights & string): boolean {
    const right = rights[route];
    if (right === null) return true;
    // What is for the organisation that runs the house is not for a partner's people, whatever their role.
    if (!right || !this.me || (right.own && !this.me.own)) return false;
    return right.roles.some((role) => this.me?.roles.includes(role));
  }
}

export const session = new Session();
