import { z } from "zod";
import { CommandFailed, type ExitStatus, exit } from "./exit.ts";

/** The gateway as one person's key sees it. Every failure is a `CommandFailed`: the sentence, the code, what next. */
export interface Api {
  readonly url: string;
  /** Sends and answers what came, checked against a schema that names only what is read. */
  call<Schema extends z.ZodType>(call: Call, schema: Schema): Promise<z.output<Schema>>;
  /** The same, with the answer as it came, for programs. */
  read<Schema extends z.ZodType>(call: Call, schema: Schema): Promise<Answer<z.output<Schema>>>;
}

export interface Answer<Value> {
  readonly value: Value;
  /** The API's own JSON. */
  readonly text: string;
}

export interface Call {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  /** What is undefined is left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly json?: unknown;
  /** How long the gateway may hold the answer back for something to end, in whole seconds. */
  readonly waitSeconds?: number;
  /** Bytes in place of JSON, with their content type. */
  readonly bytes?: { readonly body: Blob; readonly type: string };
}

const PATIENCE_MS = 60_000;

export function createApi(settings: {
  readonly url: string;
  /** Sent as it is, and shown nowhere. */
  readonly key: string;
  readonly fetch: typeof fetch;
}): Api {
  const read: Api["read"] = async (call, schema) => {
    const response = await reach(settings, call);
    const text = await bodyOf(response, settings.url);
    if (!response.ok) throw problemOf(settings.url, text);
    const answer = schema.safeParse(parsed(text));
    if (!answer.success) throw notOurs(settings.url);
    return { value: answer.data, text };
  };
  return { url: settings.url, read, call: async (call, schema) => (await read(call, schema)).value };
}

/** `/v1/things/ID` with every part safe to stand in an address. */
export const pathOf = (...parts: readonly string[]) => `/v1/${parts.map(encodeURIComponent).join("/")}`;

async function reach(settings: Parameters<typeof createApi>[0], call: Call): Promise<Response> {
  const { method = "GET", query = {}, json, bytes, waitSeconds } = call;
  const url = new URL(settings.url + call.path);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  const headers = new Headers({ authorization: `Bearer ${settings.key}`, accept: "application/json" });
  if (json !== undefined) headers.set("content-type", "application/json");
  if (bytes) headers.set("content-type", bytes.type);
  if (waitSeconds !== undefined) headers.set("prefer", `wait=${waitSeconds}`);
  const body = json === undefined ? (bytes?.body ?? null) : JSON.stringify(json);
  try {
    // A redirect would carry the key to an address nobody named.
    const signal = AbortSignal.timeout(PATIENCE_MS);
    return await settings.fetch(url, { method, headers, body, redirect: "error", signal });
  } catch (error) {
    throw unreachable(settings.url, error);
  }
}

async function bodyOf(response: Response, url: string): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    throw unreachable(url, error);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const problemSchema = z.looseObject({ code: z.string(), detail: z.string(), status: z.number() });

/** What a gateway refused, with its answer for those who want to say more about it. */
export class ProblemAnswered extends CommandFailed {
  /** RFC 9457, as it came. */
  readonly problem: Readonly<Record<string, unknown>>;
  readonly text: string;

  constructor(problem: z.output<typeof problemSchema>, text: string, next: readonly string[]) {
    super(statusOf(problem.status), problem.code, sentenceOf(problem), next);
    this.problem = problem;
    this.text = text;
  }
}

function problemOf(url: string, text: string): CommandFailed {
  const problem = problemSchema.safeParse(parsed(text));
  if (!problem.success) return notOurs(url);
  return new ProblemAnswered(problem.data, text, nextSteps(problem.data.code));
}

function statusOf(status: number): ExitStatus {
  if (status === 404) return exit.notFound;
  if (status >= 500) return exit.unreachable;
  return status === 400 ? exit.usage : exit.refused;
}

/** The answer's own sentence, with a first letter that is large and a full stop. */
function sentenceOf({ code, detail }: { code: string; detail: string }): string {
  // To a program it says how a key is sent, which is not what a person can do about it.
  if (code === "UNAUTHENTICATED") return "This key opens nothing: it has ended, or its owner is suspended.";
  // Whether it stood in the body or the address is for programs; a person knows the field by its name.
  const plain = code === "INVALID_REQUEST" ? detail.replace(/^(?:body|query|params)\./, "") : detail;
  const text = plain.charAt(0).toUpperCase() + plain.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function nextSteps(code: string): string[] {
  if (code === "UNAUTHENTICATED") return ["Ask with another one: --as NAME."];
  if (code === "STALE") return ["Try again in a second."];
  return [];
}

const unreachable = (url: string, cause: unknown) =>
  new CommandFailed(
    exit.unreachable,
    "UNREACHABLE",
    `No gateway answers at ${new URL(url).origin}.`,
    ["Start it with: ./dev start"],
    { cause },
  );

const notOurs = (url: string) =>
  new CommandFailed(
    exit.unreachable,
    "NOT_A_GATEWAY",
    `What answers at ${new URL(url).origin} does not speak as a gateway of this version does.`,
    ["See that the address is right, and that both are of one version."],
  );
