import { createSign, generateKeyPairSync } from "node:crypto";

import { expect, it } from "vitest";

import { connection, hosted, jwt, PULL_KEY, pullRequest } from "../test/platform.ts";

const { host, time } = hosted();
const inbound = host.inbound!;
const PLACEMENT = "pl_k3wq7d2mzr5tbx4a9f";
const iat = time.now / 1000;
const claims = { placement: PLACEMENT, aud: "gatefold", iat, exp: iat + 600 };
const ask = (t: string, at = connection(), path = "/") => inbound.authenticate(at, pullRequest(path, { t }));

it("believes a token by the key's text as it was typed, and names the placement and no person", async () => {
  const token = jwt({ ...claims, user: "ann", email: "ann@example.com" });
  expect(await ask(token)).toEqual({
    placement: PLACEMENT,
    replayKey: expect.stringMatching(/^[0-9a-f]{64}$/),
    issuedAt: time.now,
  });
  expect(await ask(jwt({ ...claims, jti: "once" }), connection(), `/x/${PLACEMENT}`)).toMatchObject({
    replayKey: "once",
  });
});

const unsigned = (alg: string) =>
  `${Buffer.from(JSON.stringify({ alg })).toString("base64url")}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.`;

it.each([
  ["another key", jwt(claims, "another key, as long as the first one 0123")],
  ["the key read as base64", jwt(claims, Buffer.from(PULL_KEY, "base64").toString("latin1"))],
  ["no signature", unsigned("none")],
  ["a header that says none", jwt(claims, PULL_KEY, { alg: "none" })],
  ["another algorithm of the same key", jwt(claims, PULL_KEY, { alg: "HS512" }, "sha512")],
  ["no aud", jwt({ ...claims, aud: undefined })],
  ["another's aud", jwt({ ...claims, aud: "another" })],
  ["no exp", jwt({ ...claims, exp: undefined })],
  ["an exp that is text", jwt({ ...claims, exp: String(iat + 600) })],
  ["an iat that is text", jwt({ ...claims, iat: String(iat) })],
  ["an end that is past", jwt({ ...claims, iat: iat - 200, exp: iat - 1 })],
  ["a time that is long past", jwt({ ...claims, iat: iat - 301 })],
  ["a time to come", jwt({ ...claims, iat: iat + 301, exp: iat + 600 })],
  ["a life too long", jwt({ ...claims, exp: iat + 3601 })],
  ["no placement", jwt({ ...claims, placement: undefined })],
  ["a placement that is none", jwt({ ...claims, placement: "../x" })],
  ["JSON that is broken", jwt('{"placement":')],
  ["nothing", ""],
])("disbelieves a token with %s", async (_what, token) => {
  await expect(ask(token)).rejects.toMatchObject({ code: "PULL_NOT_AUTHENTIC" });
});

it("disbelieves two placements, two tokens, another method, and any token where there is no key", async () => {
  const token = jwt(claims);
  const no = { code: "PULL_NOT_AUTHENTIC" };
  await expect(ask(token, connection(), "/pl_another0000000000000")).rejects.toMatchObject(no);
  const twice = {
    ...pullRequest("/"),
    query: new URLSearchParams([
      ["t", token],
      ["t", token],
    ]),
  };
  await expect(inbound.authenticate(connection(), twice)).rejects.toMatchObject(no);
  const post = { ...pullRequest("/", { t: token }), method: "POST" };
  await expect(inbound.authenticate(connection(), post)).rejects.toMatchObject(no);
  await expect(ask(token, connection({}, { pullKey: undefined }))).rejects.toMatchObject(no);
  await expect(ask("", connection(), `/${PLACEMENT}`)).rejects.toMatchObject(no);
});

it("takes RS256 where the connection says so, and then no HS256 made with the public key", async () => {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const at = connection({ pullAlgorithm: "RS256" }, { pullKey: pem });
  const [header, payload] = jwt(claims, "x", { alg: "RS256", typ: "JWT" }).split(".");
  const signature = createSign("RSA-SHA256").update(`${header}.${payload}`).sign(privateKey, "base64url");
  expect(await ask(`${header}.${payload}.${signature}`, at)).toMatchObject({ placement: PLACEMENT });
  await expect(ask(jwt(claims, pem), at)).rejects.toMatchObject({ code: "PULL_NOT_AUTHENTIC" });
});

it("takes a block's placement from path or query where the connection says so", async () => {
  const at = connection({ pullBy: "block" });
  const of = (path: string, query = {}) => inbound.authenticate(at, pullRequest(path, query));
  const pulled = { placement: PLACEMENT, replayKey: null };
  expect(await of(`/${PLACEMENT}`)).toMatchObject(pulled);
  expect(await of("/", { placement: PLACEMENT })).toMatchObject(pulled);
  await expect(of("/short")).rejects.toMatchObject({ code: "PULL_NOT_AUTHENTIC" });
});

it("answers 200 always, with nothing in it that Salesforce would run", () => {
  const nothing = inbound.render({ kind: "nothing" });
  expect(nothing).toMatchObject({ status: 200, body: "<!-- no picture -->" });
  const { status, headers, body } = inbound.render({
    kind: "picture",
    url: "https://content.example/a?b=%%=x=%%&c",
    alt: `%%[ set @a ]%% {{x}} <% y %> "é"`,
    width: 600,
    height: 200,
    mime: "image/png",
    keepFor: 90_500,
  });
  expect([status, headers["cache-control"]]).toEqual([200, "private, max-age=90"]);
  expect(body).toMatch(/^<img src="https:\/\/content\.example\/a\?b=&#37;&#37;=x=&#37;&#37;&#38;c" alt="/);
  expect(body).toContain("é");
  expect(body).not.toMatch(/%|\{|\[|<[^i]/);
});
