import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { inspect } from "node:util";

import type { Bench } from "../bench.ts";
import type { Plan } from "../plan.ts";
import { became, hold, threw, told } from "../verdicts.ts";

const group = "access";
/** A token that is asked for, refused, asked for anew, and refused again; and one request more. */
const MOST_TRIES = 5;

const saysWhenRefused: Plan = {
  number: 7,
  name: "says that credentials are no good, after a few tries",
  group,
  skippable: false,
  async run(bench) {
    const host = bench.host();
    const verified = await became(host.verify(bench.connection("wrong")));
    hold(threw(verified, "AuthError", "MissingScopeError"), {
      expected: "AuthError from verify with credentials that open nothing",
      seen: told(verified),
      mend: "read the platform's 401 or 403 in `refusal` as AuthError, so that the connection asks to be renewed",
    });
    const order = bench.order();
    const delivered = await became(bench.deliver(host, order, { which: "wrong" }));
    hold(threw(delivered, "AuthError", "MissingScopeError"), {
      expected: "AuthError from deliver too: nothing was stored, and a person has to connect it again",
      seen: told(delivered),
      mend: "give every request the same `refusal`",
    });
    hold(bench.wire.seen.length <= 2 * MOST_TRIES, {
      expected: `at most ${MOST_TRIES} requests a verb with refused credentials: many lock an account`,
      seen: `${bench.wire.seen.length} for two`,
      mend: "do not try again by yourself",
    });
  },
};

/** Everything that leaves a host but for the requests themselves. */
const tellingOf = async (bench: Bench): Promise<string[]> => {
  const host = bench.host();
  const at = bench.connection("first");
  const order = bench.order();
  const heard: unknown[] = [await host.verify(at), await host.health(at)];
  const delivered = await bench.deliver(host, order);
  heard.push(delivered, await became(bench.find(host, order, delivered.pollAfter)));
  heard.push(await became(bench.remove(host, order, delivered.externalId)));
  for (const secret of secretsOf(bench)) {
    const echo = JSON.stringify({
      errors: [{ title: secret, detail: secret, code: secret }],
      message: secret,
      error: secret,
    });
    for (const body of [echo, secret]) {
      bench.spoil(() => true, { kind: "answer", status: 400, body }, 3);
      heard.push(
        await became(host.verify(at)),
        await host.health(at),
        await became(bench.deliver(host, bench.order())),
      );
      bench.wire.faults.length = 0;
      bench.advance(3_600_000);
    }
  }
  return [...heard, bench.lines].map((one) =>
    inspect(one, { depth: 8, breakLength: Infinity, showHidden: true }),
  );
};

const secretsOf = ({ target, watch }: Bench): string[] => [
  ...Object.values(target.connections.first.secrets).filter((value) => typeof value === "string"),
  ...watch.tokens,
];

const keepsSecrets: Plan = {
  number: 8,
  name: "lets no secret into an answer, an error, a log line or an address",
  group,
  skippable: false,
  async run(bench) {
    const telling = await tellingOf(bench);
    const addresses = bench.wire.seen.map(({ path }) => path);
    for (const secret of secretsOf(bench)) {
      const forms = [
        secret,
        encodeURIComponent(secret),
        Buffer.from(secret).toString("base64").replace(/=+$/, ""),
      ];
      const said = telling.find((text) => forms.some((form) => text.includes(form)));
      hold(said === undefined, {
        expected: "no secret or token in what verbs answer and throw, nor in the log",
        seen: `one in ${forms.reduce((text, form) => text.replaceAll(form, "[secret]"), said ?? "").slice(0, 200)}`,
        mend: "put neither credentials nor the platform's own texts unread into messages, names or addresses",
      });
      hold(!addresses.some((path) => forms.some((form) => path.includes(form))), {
        expected: "no secret in the address of a request: addresses are logged on the way",
        seen: "one in the path or query of a request",
        mend: "send it in a header or in the body",
      });
    }
  },
};

const TOGETHER = 5;

/** Requests that were answered by a token. */
const tokensAsked = ({ wire }: Bench): number =>
  wire.seen.filter(({ answer }) => /"(access_?token|accessToken)"/i.test(answer)).length;

const asksForTokensOnce: Plan = {
  number: 9,
  name: "asks for a token once, and again when it is over or refused",
  group,
  skippable: true,
  async run(bench) {
    const host = bench.host();
    const at = bench.connection("first");
    await Promise.all(Array.from({ length: TOGETHER }, () => host.verify(at)));
    hold(tokensAsked(bench) === 1, {
      expected: `one token for ${TOGETHER} who want it at a time`,
      seen: `${tokensAsked(bench)} were asked for`,
      mend: "get it by context.tokens.get(name, make); a connector that needs none says so in the target's skips",
    });
    bench.advance(30 * 86_400_000);
    const later = await became(host.verify(at));
    hold(later.kind === "answer" && tokensAsked(bench) === 2, {
      expected: "a second token when the first is over",
      seen: `${told(later)}; ${tokensAsked(bench)} were asked for in all`,
      mend: "give `make` the token's real end, and send it by the request's `bearer`",
    });
    bench.spoil(({ path }) => isData(bench, path), { kind: "answer", status: 401 });
    const refused = await became(host.verify(at));
    hold(refused.kind === "answer" && tokensAsked(bench) === 3, {
      expected: "a third when the platform refuses the second before its end",
      seen: `${told(refused)}; ${tokensAsked(bench)} were asked for in all`,
      mend: "send it by the request's `bearer`, and hand `refused` on to context.tokens.get",
    });
    return "rotation of refresh tokens is not part of the contract yet";
  },
};

/** Not where tokens come from. */
const isData = ({ wire }: Bench, path: string): boolean =>
  !wire.seen.some((one) => one.path === path && /token/i.test(one.answer));

const staysAtHome: Plan = {
  number: 10,
  name: "calls declared origins alone, and follows no redirect",
  group,
  skippable: false,
  async run(bench) {
    const strangers = await strangersIn(bench, async () => {
      const host = bench.host();
      const at = bench.connection("first");
      const order = bench.order();
      await host.verify(at);
      await host.health(at);
      const delivered = await bench.deliver(host, order);
      await bench.find(host, order, delivered.pollAfter);
      await became(bench.remove(host, order, delivered.externalId));
    });
    hold(strangers.length === 0, {
      expected: "requests by context.http alone, to origins of meta.origins",
      seen: `a request to ${strangers.join(", ")}`,
      mend: "use context.http, and declare the origin if it is the vendor's",
    });
    const elsewhere = bench.wire.serve("/elsewhere", new Uint8Array([1]), "text/plain");
    bench.spoil(() => true, { kind: "answer", status: 307, headers: { location: elsewhere } }, 50);
    const led = await became(bench.host().verify(bench.connection("first")));
    hold(led.kind === "thrown", {
      expected: "an error where the platform answers by a redirect",
      seen: told(led),
      mend: "do not answer what the platform did not say",
    });
  },
};

/** Hosts that something in this process called while the work went on, and that are no part of the trial. */
const strangersIn = async (bench: Bench, work: () => Promise<void>): Promise<string[]> => {
  const called = new Set<string>();
  const onHttp = (message: unknown) => called.add(hostOf(message, "host"));
  const onFetch = (message: unknown) => called.add(hostOf(message, "origin").replace(/^https?:\/\//, ""));
  subscribe("http.client.request.start", onHttp);
  subscribe("undici:request:create", onFetch);
  try {
    await work();
  } finally {
    unsubscribe("http.client.request.start", onHttp);
    unsubscribe("undici:request:create", onFetch);
  }
  const undeclared = bench.watch.asked.flatMap(({ request }) => {
    const origin = URL.parse(request.url)?.origin ?? request.url;
    const home = bench.target.connector.meta.origins.some((one) => patternOf(one).test(origin));
    return home || bench.wire.hosts.includes(new URL(origin).host) ? [] : [origin];
  });
  return [...[...called].filter((host) => host !== "" && !bench.wire.hosts.includes(host)), ...undeclared];
};

const patternOf = (origin: string): RegExp =>
  new RegExp(`^${origin.replaceAll(".", String.raw`\.`).replace("*", "[a-z0-9-]+")}$`);

/** The `Host` of one of Node's requests, or the origin of one of fetch's. */
const hostOf = (message: unknown, what: "host" | "origin"): string => {
  if (typeof message !== "object" || message === null || !("request" in message)) return "";
  const { request } = message;
  if (typeof request !== "object" || request === null) return "";
  if (what === "origin") return "origin" in request ? String(request.origin) : "";
  return "getHeader" in request && typeof request.getHeader === "function"
    ? String(request.getHeader("host") ?? "")
    : "";
};

export const accessChecks: readonly Plan[] = [saysWhenRefused, keepsSecrets, asksForTokensOnce, staysAtHome];
