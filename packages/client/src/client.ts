import { eventsOf } from "./events.ts";
import { exchange } from "./exchange.ts";
import { type Operations, routes } from "./operations.ts";
import { repeated } from "./repetition.ts";
import { type Input, requestOf, type Route } from "./request.ts";
import { type CallOptions, type ClientSettings, withDefaults } from "./settings.ts";

/** An operation by its id, e.g. `grants.give`. */
export type OperationId = {
  [Id in keyof Operations]: Operations[Id] extends { readonly answer: unknown } ? Id : never;
}[keyof Operations];

/** Operations that answer a stream of events. */
export type StreamId = Exclude<keyof Operations, OperationId>;

/** An event of a stream, as it is told: that it was closed is thrown. */
export type EventOf<Id extends StreamId> = Exclude<Operations[Id]["event"], { readonly event: "closed" }>;

/** Its path, query and body, as it takes them, and how the call is to be made. */
export type InputOf<Id extends keyof Operations> = Operations[Id]["input"] & CallOptions;

export type AnswerOf<Id extends OperationId> = Operations[Id]["answer"];

/** Operations that answer a list page by page. */
export type ListId = {
  [Id in OperationId]: Operations[Id] extends {
    readonly input: { readonly query?: { readonly cursor?: unknown } | undefined };
    readonly answer: { readonly items: readonly unknown[]; readonly next: string | null };
  }
    ? Id
    : never;
}[OperationId];

export type ItemOf<Id extends ListId> = AnswerOf<Id>["items"][number];

/** An operation that needs no input may be called without. */
type Args<Id extends keyof Operations> =
  object extends InputOf<Id> ? [input?: InputOf<Id>] : [input: InputOf<Id>];

/** What came beside the answer. */
export interface Answer<Value> {
  readonly value: Value;
  /** The API's own JSON. */
  readonly text: string;
  readonly status: number;
  /** The account's revision that it is of; a change's is the one it made. */
  readonly revision: number;
  /** For `If-Match`, where the gateway gives one. */
  readonly etag: string | null;
}

/**
 * A gateway as one key sees it. What it writes, its own later reads have seen. Every call throws `GatefoldApiError` where it
 * is refused, `GatefoldConnectionError` where no answer came, and the signal's reason where it was called off.
 */
export interface Client {
  readonly url: string;
  call<Id extends OperationId>(id: Id, ...input: Args<Id>): Promise<AnswerOf<Id>>;
  answer<Id extends OperationId>(id: Id, ...input: Args<Id>): Promise<Answer<AnswerOf<Id>>>;
  /** What a stream tells, to its end; a lost connection is taken up again where it broke off. */
  events<Id extends StreamId>(id: Id, ...input: Args<Id>): AsyncGenerator<EventOf<Id>, void, undefined>;
  /** All that a list holds, page by page as it is wanted. */
  items<Id extends ListId>(id: Id, ...input: Args<Id>): AsyncGenerator<ItemOf<Id>, void, undefined>;
}

const LARGEST_PAGE = 200;

export function createClient(given: ClientSettings): Client {
  const settings = withDefaults(given);
  let written = 0;

  async function send(id: OperationId, input: Input): Promise<Answer<unknown>> {
    const route: Route = routes[id];
    const request = requestOf(settings, route, input, written);
    const { value, text, status, headers } = await repeated(settings, input.signal, () =>
      exchange(settings, request, input.signal),
    );
    const revision = Number(headers.get("gatefold-revision"));
    if (route.keyed) written = Math.max(written, revision);
    return { value, text, status, revision, etag: headers.get("etag") };
  }

  // What an operation answers, the gateway's own schemas have checked; the types here are made from these.
  const answer = (id: OperationId, input: Input = {}) => send(id, input) as Promise<Answer<never>>;
  return {
    url: settings.url,
    answer,
    call: async (id, ...[input]) => (await answer(id, input)).value,
    events(id, ...[input]) {
      const { signal, ...rest }: Input = input ?? {};
      // Its form, too, the gateway has checked.
      return eventsOf(
        settings,
        requestOf(settings, routes[id], rest, written),
        signal,
      ) as AsyncGenerator<never>;
    },
    async *items(id, ...[input]) {
      const { query, ...rest }: Input = input ?? {};
      let cursor: string | undefined;
      do {
        const page: { readonly items: readonly never[]; readonly next: string | null } = await answer(id, {
          ...rest,
          query: { limit: LARGEST_PAGE, ...query, cursor },
        }).then(({ value }) => value);
        yield* page.items;
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
    },
  };
}
