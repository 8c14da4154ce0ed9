/**
 * One door to the server, typed by its own description.
 *
 * Every path, parameter, body and answer is taken from the OpenAPI document (`schema.ts`), so that a page that asks for
 * something the server does not have is a compile error. Changes carry the session's CSRF token, the revision they rest on,
 * and a key by which a repeated POST is done once; an answer that says the session is over asks for the password on
 * the spot and sends the request again, so that nothing typed is lost.
 */
import { inLanguage } from "./language";
import { bare, Refused, type ProblemDocument } from "./problem";
import type { paths } from "./schema";

type Method = "get" | "post" | "put" | "patch" | "delete";
type Operation<P extends keyof paths, M extends Method> = paths[P][M];
/** The paths that answer to a method. */
export type PathsOf<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends { responses: unknown } ? P : never;
}[keyof paths];
type Json<C> = C extends { content: { "application/json": infer B } } ? B : undefined;
type Body<O> = O extends { requestBody: infer B } ? Json<B> : undefined;
type Query<O> = O extends { parameters: { query?: infer Q } } ? Q : undefined;
type Path<O> = O extends { parameters: { path: infer V } } ? V : undefined;
/** What an operation answers when it did what was asked. */
export type Answer<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { responses: infer R }
    ? R extends { 200: infer A }
      ? Json<A>
      : R extends { 201: infer A }
        ? Json<A>
        : R extends { 202: infer A }
          ? Json<A>
          : undefined
    : never;

export interface Asked<P extends keyof paths, M extends Method> {
  path?: Path<Operation<P, M>>;
  query?: Query<Operation<P, M>>;
  body?: Body<Operation<P, M>>;
  /** `ETag` of the record as it was read; `null` says that there is none yet. */
  match?: string | null;
  /** A POST sent twice with the same key is done once. */
  key?: string;
  signal?: AbortSignal;
}

export interface Answered<T> {
  data: T;
  etag: string | null;
}

let csrf: string | null = null;
let renew: (() => Promise<boolean>) | null = null;

/** Keeps the session's token for changes. */
export function holdCsrf(token: string | null): void {
  csrf = token;
}

/** The session's token, for a request that `fetch` cannot make (one that tells how much is sent). */
export function csrfToken(): string | null {
  return csrf;
}

/** Says how a session that is over is begun again; answers whether it was. */
export function onSessionEnd(ask: () => Promise<boolean>): void {
  renew = ask;
}

export function address(path: string, values?: object, query?: object): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String((values as Record<string, unknown>)[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${filled}?${text}` : filled;
}

export async function problemOf(response: Response): Promise<ProblemDocument> {
  try {
    const found = (await response.json()) as ProblemDocument;
    if (typeof found.detail === "string") return inLanguage(found);
  } catch {
    // Said below: the answer came from something other than our server.
  }
  return bare(response.status, `${response.status} ${response.statusText}`);
}

/** What a request carries; headers as plain words, so that they can be added to. */
export type Sent = Omit<RequestInit, "headers"> & { headers?: Record<string, string> };

/** Sends anything to the server; for answers that are not JSON. */
export async function send(url: string, init: Sent = {}): Promise<Response> {
  for (let attempt = 0; ; attempt++) {
    // Refusals are said in the language of the page, not of the browser.
    const language = document.documentElement.lang || "en";
    const headers: Record<string, string> = { Accept: "application/json", "Accept-Language": language, ...init.headers };
    if (init.method && init.method !== "GET" && csrf) headers["X-CSRF-Token"] = csrf;
    let response: Response;
    try {
      response = await fetch(url, { credentials: "same-origin", ...init, headers });
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw new Refused(bare(0, "offline"), false);
    }
    if (response.ok) return response;
    const problem = await problemOf(response);
    const own = url.startsWith("/api/v1/session") || url === "/api/v1/me";
    // A new session has a new token: an old one in another window's hands is refused as forged.
    const over = response.status === 401 || (response.status === 403 && problem.rule === "csrf");
    if (over && !own && attempt === 0 && renew && (await renew())) continue;
    throw new Refused(problem, true);
  }
}

export async function call<M extends Method, P extends PathsOf<M>>(method: M, path: P, asked: Asked<P, M> = {}): Promise<Answered<Answer<P, M>>> {
  const headers: Record<string, string> = {};
  const init: Sent = { method: method.toUpperCase(), headers };
  if (asked.body !== undefined) {
    headers["Content-Type"] = "application/json";
    init.body = JSON.stringify(asked.body);
  }
  if (asked.match === null) headers["If-None-Match"] = "*";
  else if (asked.match !== undefined) headers["If-Match"] = asked.match;
  if (asked.key) headers["Idempotency-Key"] = asked.key;
  if (asked.signal) init.signal = asked.signal;
  const response = await send(address(path, asked.path as object | undefined, asked.query as object | undefined), init);
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  const data = (isJson && response.status !== 204 ? await response.json() : undefined) as Answer<P, M>;
  return { data, etag: response.headers.get("etag") };
}

export async function get<P extends PathsOf<"get">>(path: P, asked: Asked<P, "get"> = {}): Promise<Answer<P, "get">> {
  return (await call("get", path, asked)).data;
}
export async function post<P extends PathsOf<"post">>(path: P, asked: Asked<P, "post"> = {}): Promise<Answer<P, "post">> {
  return (await call("post", path, { key: crypto.randomUUID(), ...asked })).data;
}
