import { describe, expect, it } from "vitest";
import { z } from "zod";
import { limitField } from "../http/fields.ts";
import { type Operation, readOf } from "../http/operation.ts";
import { createDocument, templateOf } from "../openapi/document.ts";
import type { OpenApiOperation, Reference } from "../openapi/form.ts";
import { doesOf } from "../openapi/refusals.ts";
import { operations } from "./index.ts";

/** What the whole table promises, each exception with its reason; one that is no longer needed fails too. */

const document = createDocument(operations, { apiUrl: "http://api", contentUrl: "http://content" }, "0.0.0");

function written({ path, method }: Operation): OpenApiOperation {
  const found = document.paths[templateOf(path)]?.[method.toLowerCase()];
  if (!found) throw new Error(`The document leaves ${method} ${path} out.`);
  return found;
}

const namesOf = (references: readonly (object | Reference)[] = []) =>
  references.flatMap((one) => ("$ref" in one ? [one.$ref.split("/").at(-1) ?? ""] : []));
const takes = (operation: Operation, header: string) =>
  namesOf(written(operation).parameters).includes(header);
const fields = (schema: unknown) =>
  schema instanceof z.ZodObject ? (schema.shape as Record<string, unknown>) : {};
const idsOf = (some: readonly Operation[]) => some.map(({ id }) => id).toSorted();
const isList = ({ response }: Operation) => fields(response)["items"] instanceof z.ZodArray;

describe("a list", () => {
  const lists = operations.filter((one) => isList(one) || one.id.endsWith(".list"));
  const otherwise: Readonly<Record<string, string>> = {
    "journal.list": "entries are numbered: `after` and `before` take a number, and `next` is one",
    "signing-keys.list": "a JWK Set as its RFC has it, of which a gateway has a handful",
  };

  it("pages by cursor, but for those named here", () => {
    const without = lists.filter(
      (one) => !("cursor" in one.query.shape) || !("next" in fields(one.response)),
    );
    expect(idsOf(without)).toEqual(Object.keys(otherwise));
  });

  it("has pages of 200 at most, of 50 where nothing is said", () => {
    const unbounded = lists.filter(
      ({ id, query }) => query.shape["limit"] !== limitField && id !== "signing-keys.list",
    );
    expect(idsOf(unbounded)).toEqual([]);
    expect(limitField.parse(undefined)).toBe(50);
    expect(limitField.safeParse(201).success).toBe(false);
  });
});

describe("what asks by POST and changes nothing", () => {
  const why: Readonly<Record<string, string>> = {
    "connections.verify": "asks the platform whether the credentials are good",
    "decisions.make": "a question too long for an address",
    "journal.verify": "a checkpoint is too long for an address",
    "previews.make": "tries a change on a copy",
  };

  it("is one of these, and takes no idempotency key; everything else that is no GET does", () => {
    const reads = operations.filter((one) => one.method !== "GET" && doesOf(one) === "read");
    expect(idsOf(reads)).toEqual(Object.keys(why));
    const takers = operations.filter((one) => takes(one, "Idempotency-Key"));
    const writers = operations.filter(({ id, method }) => method !== "GET" && !(id in why));
    expect(idsOf(takers)).toEqual(idsOf(writers));
    expect(operations.filter((one) => one.method === "GET" && doesOf(one) !== "read")).toEqual([]);
  });
});

describe("one thing", () => {
  const unread: Readonly<Record<string, string>> = {
    "deliveries.remove": "a delivery moves by itself; whether it can be taken back is asked when it is",
    "keys.revoke": "a key is ended, whatever it became meanwhile",
  };

  it("is answered with an ETag, and 304 to who has it", () => {
    const whole = operations.filter((one) => one.method === "GET" && !isList(one) && !one.streams);
    expect(whole.length).toBeGreaterThan(10);
    for (const one of whole) {
      const { responses } = written(one);
      expect([one.id, Object.keys(responses), Object.keys(responses["200"]?.headers ?? {})]).toEqual([
        one.id,
        expect.arrayContaining(["304"]),
        expect.arrayContaining(["ETag"]),
      ]);
      expect(takes(one, "If-None-Match")).toBe(true);
    }
  });

  it("is changed, replaced and deleted under If-Match, but for what is named here", () => {
    const changers = operations.filter(({ method }) => ["PATCH", "PUT", "DELETE"].includes(method));
    const without = changers.filter((one) => !takes(one, "If-Match"));
    expect(idsOf(without)).toEqual(Object.keys(unread));
    // It is compared inside the account's own turn, so what reads it must not leave that.
    const reads = changers.flatMap((one) => readOf(one, operations) ?? []);
    expect(reads.filter((one) => /^async\b/.test(String(one["handle"])))).toEqual([]);
  });

  it("is answered by who changes it in the form that reads it, or not at all", () => {
    const forms = operations.flatMap((one) => {
      const read = one.method === "GET" ? undefined : readOf(one, operations);
      return read && one.response !== null && one.response !== read.response ? [one.id] : [];
    });
    expect(forms).toEqual([]);
  });
});

function headersAt(status: string): string[] {
  const limits = ["RateLimit", "RateLimit-Policy"];
  if (status === "429") return [...limits, "Retry-After"];
  return Number(status) < 400 ? [...limits, "Gatefold-Revision"] : [];
}

describe("every operation", () => {
  it("says in a sentence of its own what it does", () => {
    const summaries = operations.map(({ summary }) => summary);
    expect(new Set(summaries).size).toBe(summaries.length);
    expect(summaries.filter((text) => !/^[A-Z].{4,}[.]$/s.test(text))).toEqual([]);
  });

  it("says which revision its answer is of, and what is left of the key's requests", () => {
    for (const one of operations) {
      for (const [status, { headers = {} }] of Object.entries(written(one).responses)) {
        const names = Object.keys(headers);
        const wanted = headersAt(status);
        expect([one.id, status, names]).toEqual([one.id, status, expect.arrayContaining(wanted)]);
      }
    }
  });

  it("says how it refuses: the request, the key, too much, what is not there, and a gateway that can't know", () => {
    for (const one of operations) {
      const statuses = Object.keys(written(one).responses);
      const wanted = ["400", "401", "403", "404", "429", "503"];
      const ofChanges = doesOf(one) === "change" ? ["409", "412"] : [];
      expect([one.id, statuses]).toEqual([one.id, expect.arrayContaining([...wanted, ...ofChanges])]);
    }
  });
});
