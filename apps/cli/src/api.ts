import {
  type Client,
  createClient,
  GatefoldApiError,
  GatefoldConnectionError,
  type Problem,
} from "@gatefold/client";
import { CommandFailed, type ExitStatus, exit } from "./exit.ts";

/** The gateway as one person's key sees it. Every failure is a `CommandFailed`: the sentence, the code, what next. */
export type Api = Client;

/** `key` is sent as it is, and shown nowhere. */
export function createApi(settings: {
  readonly url: string;
  readonly key: string;
  readonly fetch: typeof fetch;
}): Api {
  // A person waits for the answer: who can't be reached is asked twice more, no longer.
  const client = createClient({ ...settings, retries: 2 });
  const told = <Value>(work: Promise<Value>): Promise<Value> =>
    work.catch((error: unknown) => {
      throw failureOf(client.url, error);
    });
  return {
    url: client.url,
    call: (id, ...input) => told(client.call(id, ...input)),
    answer: (id, ...input) => told(client.answer(id, ...input)),
    async *events(id, ...input) {
      const events = client.events(id, ...input);
      for (let next = await told(events.next()); !next.done; next = await told(events.next()))
        yield next.value;
    },
    async *items(id, ...input) {
      const items = client.items(id, ...input);
      for (let next = await told(items.next()); !next.done; next = await told(items.next())) yield next.value;
    },
  };
}

function failureOf(url: string, error: unknown): unknown {
  if (error instanceof GatefoldApiError) return new ProblemAnswered(error);
  if (!(error instanceof GatefoldConnectionError)) return error;
  return error.code === "NOT_A_GATEWAY" ? notOurs(url) : unreachable(url, error);
}

/** What a gateway refused, with its answer for those who want to say more about it. */
export class ProblemAnswered extends CommandFailed {
  /** RFC 9457, as it came. */
  readonly problem: Problem;
  readonly text: string;

  constructor({ code, status, problem, text }: GatefoldApiError) {
    super(statusOf(status), code, sentenceOf(problem), nextSteps(code));
    this.problem = problem;
    this.text = text;
  }
}

function statusOf(status: number): ExitStatus {
  if (status === 404) return exit.notFound;
  if (status >= 500) return exit.unreachable;
  return status === 400 ? exit.usage : exit.refused;
}

/** The answer's own sentence, with a first letter that is large and a full stop. */
function sentenceOf({ code, detail }: Problem): string {
  // To a program it says how a key is sent, which is not what a person can do about it.
  if (code === "UNAUTHENTICATED") return "This key opens nothing: it has ended, or its owner is suspended.";
  // Whether it stood in the body or the address is for programs; a person knows the field by its name.
  const plain =
    code === "INVALID_REQUEST" ? detail.replace(/^(?:body|query|params)\.(?:asOf: )?/, "") : detail;
  const text = plain.charAt(0).toUpperCase() + plain.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function nextSteps(code: string): string[] {
  if (code === "UNAUTHENTICATED") return ["Ask with another one: --as NAME."];
  if (code === "STALE") return ["Try again in a second."];
  return [];
}

export const unreachable = (url: string, cause: unknown) =>
  new CommandFailed(
    exit.unreachable,
    "UNREACHABLE",
    `No gateway answers at ${new URL(url).origin}.`,
    ["Start it with: ./dev start"],
    { cause },
  );

export const notOurs = (url: string) =>
  new CommandFailed(
    exit.unreachable,
    "NOT_A_GATEWAY",
    `What answers at ${new URL(url).origin} does not speak as a gateway of this version does.`,
    ["See that the address is right, and that both are of one version."],
  );
