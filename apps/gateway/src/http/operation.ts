import { z } from "zod";
import type { ProblemCode } from "./problems.ts";
import type { Services } from "../services.ts";
import type { View } from "../access/view.ts";

/** A body of bytes instead of JSON. */
export interface BytesBody {
  readonly kind: "bytes";
  readonly maxBytes: number;
  /** Content types it takes; `["*\/*"]`: any, since the bytes themselves say what they are. */
  readonly types: readonly string[];
}

/** Bytes on their way in: read once, and no more than `maxBytes` of them (`TOO_LARGE`). */
export interface IncomingBytes {
  readonly contentType: string;
  readonly content: AsyncIterable<Uint8Array>;
}

type BodyKind = z.ZodType | BytesBody | null;
type AnswerKind = z.ZodType | null;

type BodyOf<Body extends BodyKind> = Body extends z.ZodType
  ? z.output<Body>
  : Body extends BytesBody
    ? IncomingBytes
    : undefined;

type AnswerOf<Answer extends AnswerKind> = Answer extends z.ZodType ? Unchanged<z.input<Answer>> : undefined;

/** Rows of the state are answered as they are, and they can't be changed. */
export type Unchanged<Value> = Value extends readonly (infer Item)[]
  ? readonly Unchanged<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Unchanged<Value[Key]> }
    : Value;

/** What a handler answers; status and form come from the table. */
export interface Reply<Body> {
  readonly body: Body;
  /** After a write: the revision it made, sent as `Gatefold-Revision`; left out: the one it was decided on. */
  readonly revision?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of an operation that streams: what comes after `body`, its first event, until the signal ends it. */
  readonly events?: (ended: AbortSignal) => AsyncIterable<Body | null>;
  /** Where an operation has more than one happy end. */
  readonly status?: 200 | 201 | 202;
}

export interface Request<Params, Query, Body> {
  readonly view: View;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** How long the caller would wait for work to end (`Prefer: wait=SECONDS`), in milliseconds; 0: not at all. */
  readonly waitMs: number;
  /** `Last-Event-ID`, of who comes back to a stream. */
  readonly lastEvent?: string | undefined;
}

/** One thing the API can do, as data: routes, documentation and the tests "for every operation" come from it. */
export interface Operation<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends BodyKind = BodyKind,
  Answer extends AnswerKind = AnswerKind,
> {
  /** `resource.verb`, unique. */
  readonly id: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Express form: `/v1/grants/:grant`. */
  readonly path: `/v1/${string}`;
  readonly summary: string;
  /** Strict; every name in `path`, and no other. One that does not parse names nothing: 404. */
  readonly params: Params;
  /** Strict. */
  readonly query: Query;
  /** Strict JSON, bytes, or null where it takes none. */
  readonly body: Body;
  readonly success: 200 | 201 | 202 | 204;
  /** Other happy ends that a handler may answer, in the same form. */
  readonly also?: readonly (200 | 201 | 202)[];
  /**
   * `read`: nothing changes; `change`: it writes the account, as one that nobody else may; `work`: it sets off what
   * is no change of the account. Left out: GET reads, everything else changes.
   */
  readonly does?: "read" | "change" | "work";
  /** The id of the operation that answers what this one changes, where that is read at another address. */
  readonly readBy?: string;
  /** It answers server-sent events; `response` is the form of each: `event`, `id`, `data`. */
  readonly streams?: true;
  /** Its answer holds a secret: answered once, and never kept to be answered again. */
  readonly answersSecret?: true;
  /** The codes it can refuse with beyond those that what it is and what it takes bring along (`openapi/refusals.ts`). */
  readonly refuses?: readonly ProblemCode[];
  /** What is not in the schema does not leave; null with 204. */
  readonly response: Answer;
  // A method, so that a table can hold operations whose requests differ.
  handle(
    request: Request<z.output<Params>, z.output<Query>, BodyOf<Body>>,
    services: Services,
  ): Promise<Reply<AnswerOf<Answer>>> | Reply<AnswerOf<Answer>>;
}

/** Infers an operation's types from its schemas. */
export function operation<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends BodyKind,
  Answer extends AnswerKind,
>(definition: Operation<Params, Query, Body, Answer>): Operation {
  return definition;
}

/**
 * The operation that answers, whole, the resource that this one reads or changes. Deliveries are no part of the account: they
 * change while one looks, and have none.
 */
export function readOf(asked: Operation, operations: readonly Operation[]): Operation | undefined {
  const { path, does, readBy } = asked;
  if (does === "work") return undefined;
  const read = operations.find((other) =>
    readBy === undefined
      ? other.method === "GET" && other.path === path && answersOne(other, asked)
      : other.id === readBy,
  );
  return read?.does === "work" ? undefined : read;
}

/** At an address that ends in an id, or at one that has the same thing for all who ask: no list, no stream. */
function answersOne({ path, response }: Operation, asked: Operation): boolean {
  if (/\/:\w+$/.test(path)) return true;
  return response === asked.response && response instanceof z.ZodObject && !("next" in response.shape);
}
