// An OpenID Connect provider on loopback, small and honest: authorisation code flow with PKCE, id tokens signed by RS256.
import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";

const coded = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

/** `who`: the claims about the person who is at the provider; they may be changed between sign-ins. */
export async function openProvider(who) {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const codes = new Map();
  const provider = { who, asked: [], refuses: false };
  const pages = {
    "/.well-known/openid-configuration": () => ({ issuer: provider.issuer, authorization_endpoint: `${provider.issuer}/authorize`, token_endpoint: `${provider.issuer}/token`, jwks_uri: `${provider.issuer}/keys` }),
    "/keys": () => ({ keys: [{ ...publicKey.export({ format: "jwk" }), kid: "1", use: "sig", alg: "RS256" }] }),
    "/token": (_, form) => {
      const asked = codes.get(form.get("code"));
      codes.delete(form.get("code"));
      const proof = createHash("sha256").update(form.get("code_verifier") ?? "").digest("base64url");
      if (!asked || asked.get("code_challenge") !== proof || form.get("redirect_uri") !== asked.get("redirect_uri")) return null;
      const now = Math.floor(Date.now() / 1000);
      const claims = { iss: provider.issuer, aud: asked.get("client_id"), nonce: asked.get("nonce"), iat: now, exp: now + 300, ...provider.who };
      const signed = `${coded({ alg: "RS256", typ: "JWT", kid: "1" })}.${coded(claims)}`;
      return { access_token: "a", token_type: "Bearer", id_token: `${signed}.${createSign("RSA-SHA256").update(signed).sign(privateKey, "base64url")}` };
    },
  };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, provider.issuer);
    provider.asked.push(url.pathname);
    if (url.pathname === "/authorize") {
      const code = randomBytes(16).toString("hex");
      codes.set(code, url.searchParams);
      const back = new URL(url.searchParams.get("redirect_uri"));
      for (const [name, value] of [...(provider.refuses ? [["error", "access_denied"]] : [["code", code]]), ["state", url.searchParams.get("state")]]) back.searchParams.set(name, value);
      return response.writeHead(302, { location: back.href }).end();
    }
    let body = "";
    for await (const piece of request) body += piece;
    const answer = pages[url.pathname]?.(url.searchParams, new URLSearchParams(body));
    const status = answer === undefined ? 404 : answer === null ? 400 : 200;
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer ?? { error: "invalid_grant" }));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  provider.issuer = `http://127.0.0.1:${server.address().port}`;
  provider.close = () => new Promise((done) => server.close(done).closeAllConnections());
  return provider;
}

/** A port of loopback that was free a moment ago: a house that is reached by its public address has to know it beforehand. */
export async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}
