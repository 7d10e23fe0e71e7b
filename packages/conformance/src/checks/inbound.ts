import { InboundAuthError } from "@gatefold/connector-sdk";
import type { PullRequest } from "@gatefold/connector-sdk";

import type { Plan } from "../plan.ts";
import type { PullTarget, Target } from "../target.ts";
import { became, hold, short, told } from "../verdicts.ts";
import type { Became } from "../verdicts.ts";

const group = "pulls";

const pullOf = ({ pull }: Target): PullTarget | undefined => (pull && "request" in pull ? pull : undefined);

const noPull = ({ connector, pull }: Target): string | null => {
  if (connector.pull) return null;
  return pull && "none" in pull ? pull.none : "the connector has no `pull`";
};

const believesProofAlone: Plan = {
  number: 25,
  name: "believes a platform's request by its proof alone",
  group,
  skippable: true,
  absent: noPull,
  async run(bench) {
    const pull = pullOf(bench.target);
    const inbound = bench.host().inbound;
    hold(pull !== undefined && inbound !== undefined, {
      expected: "a target that says how the platform asks, since the connector has a `pull`",
      seen: "no `pull` in the target",
      mend: "give it a placement and a function that makes a request as the platform would",
    });
    const ask = (request: PullRequest, which: "first" | "second" = "first") =>
      became(inbound.authenticate(bench.connection(which), request));
    const made = (at = bench.now()): PullRequest => ({
      method: "GET",
      query: new URLSearchParams(),
      headers: {},
      body: new Uint8Array(),
      ...pull.request(pull.placement, at, bench.target.connections.first),
    });
    const good = await ask(made());
    hold(good.kind === "answer" && good.answer.placement === pull.placement, {
      expected: `a good request for ${pull.placement} to be believed`,
      seen: told(good),
      mend: "compare how the target makes it with what `authenticate` wants",
    });
    const { maxBytes, maxSkew } = bench.target.connector.pull ?? { maxBytes: 0, maxSkew: null };
    await disbelieves("one that is too large", ask({ ...made(), body: new Uint8Array(maxBytes + 1) }));
    await changedBytes(pull, made(), ask, maxSkew !== null);
    if (maxSkew === null)
      return "its requests bear no time and no signature: the placement's id is the proof";
    await disbelieves("an old one", ask(made(bench.now() - maxSkew - 1000)));
    await disbelieves("one of the future", ask(made(bench.now() + maxSkew + 1000)));
    await disbelieves("one of another account", ask(made(), "second"));
    const again = await ask(made());
    const key = good.answer.replayKey;
    hold(key !== null && again.kind === "answer" && again.answer.replayKey === key, {
      expected: "the same replay key of the same request, so that it is used once",
      seen: `${short(key)}, then ${told(again)}`,
      mend: "make `replayKey` of what is signed, such as the signature or the request's id",
    });
    return undefined;
  },
};

const disbelieves = async (what: string, answer: Promise<Became<unknown>>): Promise<void> => {
  const got = await answer;
  hold(got.kind === "thrown" && got.error instanceof InboundAuthError, {
    expected: `InboundAuthError for ${what}`,
    seen: told(got),
    mend: "check size, time and signature before anything else is read",
  });
};

/** A byte of the path or the body is another. Where nothing is signed it must not name the same placement, at least. */
const changedBytes = async (
  pull: PullTarget,
  good: PullRequest,
  ask: (request: PullRequest) => Promise<Became<{ readonly placement: string }>>,
  signed: boolean,
): Promise<void> => {
  const changed: PullRequest[] = [];
  if (good.path.length > 1)
    changed.push({ ...good, path: good.path.slice(0, -1) + other(good.path.at(-1) ?? "") });
  if (signed && good.body.byteLength > 0)
    changed.push({ ...good, body: good.body.map((byte, at) => (at === 0 ? byte ^ 1 : byte)) });
  for (const request of changed) {
    const got = await ask(request);
    const refused = got.kind === "thrown" && got.error instanceof InboundAuthError;
    const another = got.kind === "answer" && !signed && got.answer.placement !== pull.placement;
    hold(refused || another, {
      expected: "InboundAuthError for a request of which a byte was changed",
      seen: told(got),
      mend: "sign over all that is read, compare whole signatures in constant time, and read only what was signed",
    });
  }
};

const other = (letter: string): string => (letter === "a" ? "b" : "a");

const answersAlike: Plan = {
  number: 26,
  name: "answers refused and missing byte for byte alike",
  group,
  skippable: false,
  async run(bench) {
    const { pull } = bench.host().connector;
    if (!pull) {
      const declared = bench.target.pull;
      const reason = declared && "none" in declared ? declared.none.trim() : "";
      hold(reason !== "", {
        expected: "a `pull`, or the reason why the platform never asks for a picture",
        seen: "neither",
        mend: 'write `pull` into the connector, or `pull: { none: "why" }` into the target',
      });
      return `never asked by its platform: ${reason}`;
    }
    const nothing = () => written(pull.render({ kind: "nothing" }));
    const first = nothing();
    const picture = pull.render(PICTURE);
    const second = nothing();
    hold(first === second, {
      expected: "the same bytes each time there is nothing to show",
      seen: `${first.slice(0, 150)}, then ${second.slice(0, 150)}`,
      mend: "make it of nothing but the platform's form: no time, no number, no chance, no memory",
    });
    const { status } = pull.render({ kind: "nothing" });
    hold(status < 500 && status !== 429, {
      expected: "an answer that the platform takes for final",
      seen: `${status}`,
      mend: "answer as the platform's missing content is: a refusal is no fault, and must not be repeated",
    });
    hold(written(picture) !== first && picture.body.includes(PICTURE.url), {
      expected: "a picture to be told from nothing, with its address",
      seen: short(picture),
      mend: "put `url` into the platform's form",
    });
    return undefined;
  },
};

const PICTURE = {
  kind: "picture",
  url: "https://gateway.example/p/abc",
  alt: "A hero",
  width: 600,
  height: 400,
  mime: "image/png",
  keepFor: 60_000,
} as const;

const written = (value: unknown): string => JSON.stringify(value);

export const inboundChecks: readonly Plan[] = [believesProofAlone, answersAlike];
