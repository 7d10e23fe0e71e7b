import { ConfigError } from "@gatefold/connector-sdk";
import { z } from "zod";

import type { Bench } from "../bench.ts";
import type { Plan } from "../plan.ts";
import { became, CheckFailed, hold, named, short, told } from "../verdicts.ts";

const group = "declaration";
const VERSION = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

const saysWhatItIs: Plan = {
  number: 1,
  name: "says what it is, and where it calls",
  group,
  skippable: false,
  async run(bench) {
    const { meta } = bench.target.connector;
    // The host refuses whatever `defineConnector` would.
    bench.host();
    hold(VERSION.test(meta.version), {
      expected: "meta.version like 1.2.3, so that a gateway can tell an older one",
      seen: `"${meta.version}"`,
      mend: "give it three numbers",
    });
    const wide = meta.origins.filter((origin) => /\*/.test(origin) && origin.split(".").length < 3);
    hold(wide.length === 0 && URL.canParse(meta.docsUrl), {
      expected: "origins of the vendor's alone, and an address of its documentation",
      seen: `${meta.origins.join(", ")}; ${meta.docsUrl}`,
      mend: "name the vendor's domain behind a *",
    });
  },
};

const doesWhatItSays: Plan = {
  number: 2,
  name: "does what its capabilities say",
  group,
  skippable: true,
  async run(bench) {
    const { capabilities } = bench.target.connector;
    const host = bench.host();
    const taken = { bytes: false, address: false };
    const order = noting(bench, taken);
    const delivered = await bench.deliver(host, order);
    hold(capabilities.deliver === "upload" ? taken.bytes && !taken.address : taken.address && !taken.bytes, {
      expected: `a connector of "${capabilities.deliver}" to take ${capabilities.deliver === "upload" ? "the bytes, or a link to them," : "the picture's lasting address"} alone`,
      seen: `it took ${
        Object.entries(taken)
          .filter(([, took]) => took)
          .map(([what]) => what)
          .join(" and ") || "neither"
      }`,
      mend: "read() or link() for `upload`, address() for `register`; or declare the other",
    });
    await bench.find(host, order, delivered.pollAfter);
    if (capabilities.replace) await replaces(bench, delivered.externalId);
    if (capabilities.remove === "none") return;
    const { status } = await bench.remove(host, order, delivered.externalId);
    const declared = { delete: "removed", hide: "hidden" }[capabilities.remove];
    hold(status === declared, {
      expected: `"${declared}", since capabilities.remove is "${capabilities.remove}"`,
      seen: `"${status}"`,
      mend: "declare what the platform really does with what is taken away: people who revoke are told",
    });
  },
};

const noting = (bench: Bench, taken: { bytes: boolean; address: boolean }) => {
  const { asset, ...order } = bench.order();
  const note =
    <T>(what: "bytes" | "address", get: () => Promise<T>) =>
    () => {
      taken[what] = true;
      return get();
    };
  return {
    ...order,
    asset: {
      ...asset,
      read: note("bytes", () => asset.read()),
      link: note("bytes", () => asset.link()),
      address: note("address", () => asset.address()),
    },
  };
};

const replaces = async (bench: Bench, externalId: string): Promise<void> => {
  const host = bench.host();
  const order = bench.order();
  const at = bench.connection("first");
  const turn = await host.ready(at, "deliver");
  const permit = bench.permit({ version: order.asset.versionId });
  const holder = { account: "account-1", user: "user-1" };
  const replaced = await host.replace(permit, holder, at, order, externalId, turn);
  hold(replaced.externalId === externalId, {
    expected: "what replaces a picture to keep its id, since capabilities.replace is set",
    seen: `${externalId} became ${replaced.externalId}`,
    mend: "take capabilities.replace away, or send the new version to the old one's id",
  });
};

/** Broader than the SDK's own: what is called so is a credential, or will be taken for one. */
const SECRET_LOOKING = /secret|token|passw|credential|private|api.?key|bearer|signature|hmac|auth(?!or)/i;

const keepsSecretsApart: Plan = {
  number: 3,
  name: "keeps secrets apart from settings",
  group,
  skippable: false,
  async run(bench) {
    const { connector, connections } = bench.target;
    const keys = Object.keys(connector.settings.shape);
    const wrong = keys.filter(
      (key) => SECRET_LOOKING.test(key) || Object.hasOwn(connector.secrets.shape, key),
    );
    hold(wrong.length === 0, {
      expected:
        "no setting that looks like a secret or shares its name with one: settings are shown and logged",
      seen: wrong.join(", "),
      mend: "move it into `secrets`",
    });
    const host = bench.host();
    await host.verify(bench.connection("first"));
    const shown = new Map(Object.entries(connections.first.settings));
    const proofs = bench.wire.seen.flatMap(({ headers, body }) => [
      headers["authorization"] ?? "",
      credentialIn(headers),
      body.toString("utf8"),
    ]);
    const leaked = [...shown].filter(
      ([, value]) =>
        typeof value === "string" && value.length >= 8 && proofs.some((proof) => isCredential(proof, value)),
    );
    hold(leaked.length === 0, {
      expected: "credentials that come from `secrets` alone",
      seen: `the setting ${leaked.map(([key]) => key).join(", ")} is sent as a credential`,
      mend: "move it into `secrets`, where it is sealed and never shown",
    });
  },
};

const credentialIn = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .filter(([name]) => SECRET_LOOKING.test(name))
    .map(([, value]) => value)
    .join(" ");

/** The whole of a credential, behind its scheme, or the value of a field that is called like one. */
const isCredential = (proof: string, value: string): boolean =>
  proof.split(/[\s,]+/).includes(value) ||
  Array.from(proof.matchAll(/"(\w+)"\s*:\s*"([^"]*)"/g)).some(
    ([, name = "", sent]) => sent === value && (name === "key" || SECRET_LOOKING.test(name)),
  );

const hasAForm: Plan = {
  number: 4,
  name: "describes its settings so that a form can be made of them",
  group,
  skippable: true,
  async run({ target: { connector, connections } }) {
    for (const what of ["settings", "secrets"] as const) {
      const schema = connector[what];
      const form = formOf(schema, what);
      const unclear = Object.entries(form.properties ?? {})
        .filter(([, field]) => typeof field !== "object" || !field.description || !isDrawable(field))
        .map(([key]) => `${what}.${key}`);
      hold(unclear.length === 0, {
        expected: "a description and a kind (text, number, choice, yes or no) of every field",
        seen: `none of ${unclear.join(", ")}`,
        mend: "use z.string(), z.number(), z.boolean(), z.enum(…) with .describe(…)",
      });
      const read = z.fromJSONSchema(form).safeParse(connections.first[what]);
      hold(read.success, {
        expected: `the ${what} of the target to fit the form that is made from the schema`,
        seen: read.success ? "" : z.prettifyError(read.error),
        mend: "let the schema say the same as JSON Schema: no coercion of the input, nothing asked that the form can't",
      });
    }
  },
};

const formOf = (schema: z.ZodObject, what: string): z.core.JSONSchema.JSONSchema => {
  try {
    const { $schema: _, ...form } = z.toJSONSchema(schema, { io: "input" });
    return form;
  } catch (error) {
    throw new CheckFailed({
      expected: `${what} that JSON Schema can say`,
      seen: named(error),
      mend: "use plain strings, numbers, booleans and enums; check the rest with .regex or .refine",
    });
  }
};

const isDrawable = (field: z.core.JSONSchema.JSONSchema): boolean =>
  field.type !== undefined ||
  field.enum !== undefined ||
  field.const !== undefined ||
  field.anyOf !== undefined;

const refusesWrongSettings: Plan = {
  number: 5,
  name: "refuses wrong settings before anything is sent",
  group,
  skippable: true,
  async run(bench) {
    const host = bench.host();
    const good = bench.connection("first");
    for (const what of ["settings", "secrets"] as const) {
      const kept = { ...bench.target.connections.first[what] };
      const fields = Object.keys(bench.target.connector[what].shape);
      for (const field of [...fields, "no such field"]) {
        const wrong = { ...good, [what]: { ...kept, [field]: { not: "this" } } };
        const answer = await became(host.verify(wrong));
        hold(
          answer.kind === "thrown" && answer.error instanceof ConfigError && bench.wire.seen.length === 0,
          {
            expected: `ConfigError and no request where ${what}.${field} is no value but { not: "this" }`,
            seen: `${told(answer)}, after ${bench.wire.seen.length} requests`,
            mend: "give the field a schema that refuses what it can't be; coercion makes something of anything",
          },
        );
      }
    }
  },
};

const readsWhatItSaved: Plan = {
  number: 6,
  name: "reads the settings it saved, now and in earlier versions",
  group,
  skippable: true,
  async run({ target: { connector, connections, saved = [] } }) {
    for (const settings of [connections.first.settings, ...saved]) {
      const once = connector.settings.safeParse(settings);
      const again = once.success ? connector.settings.safeParse(once.data) : once;
      hold(again.success && short(again.data) === short(once.data), {
        expected: `settings that were saved to be accepted, and to mean the same when read again: ${short(settings)}`,
        seen: again.success ? `they became ${short(again.data)}` : z.prettifyError(again.error),
        mend: "new fields need a default; a transform must leave its own results alone",
      });
    }
    return saved.length === 0 ? "no earlier version has saved any" : undefined;
  },
};

export const declarationChecks: readonly Plan[] = [
  saysWhatItIs,
  doesWhatItSays,
  keepsSecretsApart,
  hasAForm,
  refusesWrongSettings,
  readsWhatItSaved,
];
