// A hub of our own: a fresh data directory, the real binary, an address that the system chooses.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const workspace = resolve(fileURLToPath(import.meta.url), "../../..");

/** The binary to test: told by OSTRAKON, or the newest that was built. */
export function binary() {
  const target = process.env.CARGO_TARGET_DIR ?? join(workspace, "target");
  const found = process.env.OSTRAKON ?? [join(target, "debug/ostrakon"), join(target, "release/ostrakon")].find(existsSync);
  return found && existsSync(found) ? found : null;
}

/** `more`: what else the server is told, for example `["--public"]`; `where`: its address, where that is known beforehand. */
export async function openHouse(program, more = [], where = "127.0.0.1:0") {
  const data = mkdtempSync(join(tmpdir(), "ui-test-"));
  const start = (listen) => spawn(program, ["serve", "--data", data, "--listen", listen, "--quiet", ...more], { stdio: ["ignore", "pipe", "pipe"] });
  let child = start(where);
  const said = await heard(child);
  const address = /Open (http:\/\/\S+?)\/? /.exec(said)?.[1];
  const secret = /\/link#(\S+)/.exec(said)?.[1];
  if (!address || !secret) throw new Error(`the server said: ${said}`);
  return {
    address,
    secret,
    data,
    /** The process, gone for good or until `again`. */
    async stop() {
      const gone = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      await gone;
    },
    async again() {
      child = start(new URL(address).host);
      await heard(child);
    },
    async close() {
      if (child.exitCode === null && child.signalCode === null) await this.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function heard(child) {
  return new Promise((done, fail) => {
    let text = "";
    const listen = (piece) => {
      text += piece;
      // The line arrives in pieces: it is whole when it has ended.
      if (/^Open http.*\n/m.test(text)) done(text);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("exit", (code) => fail(new Error(`the server ended with ${code}: ${text}`)));
  });
}

/** Talks to the interface as a program does. */
export class Caller {
  constructor(address) {
    this.address = address;
    this.headers = {};
  }

  async call(method, path, body, headers = {}) {
    const raw = body instanceof Uint8Array || typeof body === "string";
    const init = { method, headers: { ...this.headers, ...headers } };
    if (body !== undefined) {
      init.body = raw ? body : JSON.stringify(body);
      if (!raw) init.headers["content-type"] = "application/json";
    }
    const answer = await fetch(this.address + path, init);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 400)}`);
    const cookie = answer.headers.getSetCookie()[0];
    if (cookie) this.headers.cookie = cookie.split(";")[0];
    return text ? JSON.parse(text) : null;
  }

  async signIn(name, password) {
    const begun = await this.call("POST", "/api/v1/session", { name, password });
    this.headers["x-csrf-token"] = begun.csrf;
    return begun.me;
  }
}

export const PASSWORD = "four plain words together";

/** The people of the tests: one of each role that has pages of its own. */
export async function people(house) {
  const admin = new Caller(house.address);
  const { name } = await admin.call("POST", "/api/v1/links/redeem", { secret: house.secret, password: PASSWORD });
  const me = await admin.signIn(name, PASSWORD);
  const add = async (who, roles) => {
    const made = await admin.call("POST", "/api/v1/people", { name: who, organisation: me.organisation, roles, highest: "TLP:RED" });
    await admin.call("POST", "/api/v1/links/redeem", { secret: made.link.split("#")[1], password: PASSWORD });
    return made.person;
  };
  const found = {
    admin: name,
    analyst: (await add("anna", ["analyst"])).name,
    approver: (await add("ben", ["approver"])).name,
    contact: (await add("clara", ["point-of-contact"])).name,
    auditor: (await add("dora", ["auditor"])).name,
  };
  const collection = await admin.call("POST", "/api/v1/collections", { title: "Election watch", alias: "watch" });
  return { ...found, api: admin, organisation: me.organisation, collection: collection.id };
}
