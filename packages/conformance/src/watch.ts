import type { Connector, ExternalUser, HttpRequest, Page } from "@gatefold/connector-sdk";

import type { Seen } from "./wire.ts";

type AnyContext = Parameters<Connector["verify"]>[0];

export type Verb =
  | "verify"
  | "prepare"
  | "deliver"
  | "replace"
  | "reconcile"
  | "remove"
  | "health"
  | "directory";

/** A request as the connector asked the host for it. */
export interface Asked {
  readonly verb: Verb;
  readonly request: HttpRequest;
}

/** What a connector does behind its host's back is seen here; what goes out is seen on the wire. */
export interface Watch {
  readonly asked: Asked[];
  /** Tokens that it was given. */
  readonly tokens: Set<string>;
  /** What a verb itself threw, before the host made something of it. */
  readonly thrown: { readonly verb: Verb; readonly error: unknown }[];
  /** Whether this is the one change of a delivery or removal that is under way. */
  isChange(seen: Seen): boolean;
  clear(): void;
}

/** The connector, each of its verbs watched. */
export const watched = (connector: Connector): { readonly connector: Connector; readonly watch: Watch } => {
  const asked: Asked[] = [];
  const tokens = new Set<string>();
  const thrown: Watch["thrown"] = [];
  const { buckets } = connector.meta;

  const around = (verb: Verb, context: AnyContext): AnyContext => ({
    ...context,
    http: {
      send: (request) => {
        asked.push({ verb, request });
        return context.http.send(request);
      },
    },
    tokens: {
      get: async (name, make, refused) => {
        const token = await context.tokens.get(name, make, refused);
        tokens.add(token);
        return token;
      },
    },
  });

  const run = async <T>(verb: Verb, context: AnyContext, act: (context: AnyContext) => Promise<T>) => {
    try {
      return await act(around(verb, context));
    } catch (error) {
      thrown.push({ verb, error });
      throw error;
    }
  };

  return {
    connector: { ...connector, ...verbsOf(connector, run), ...powersOf(connector, run) },
    watch: {
      asked,
      tokens,
      thrown,
      isChange: (seen) => asked.some((one) => changes(one, buckets) && meets(one.request, seen)),
      clear() {
        asked.length = 0;
        thrown.length = 0;
        tokens.clear();
      },
    },
  };
};

type Run = <T>(verb: Verb, context: AnyContext, act: (context: AnyContext) => Promise<T>) => Promise<T>;

const verbsOf = (connector: Connector, run: Run) => ({
  verify: (context: AnyContext) => run("verify", context, (own) => connector.verify(own)),
  deliver: (context: AnyContext, order: Parameters<Connector["deliver"]>[1]) =>
    run("deliver", context, (own) => connector.deliver(own, order)),
  reconcile: (context: AnyContext, order: Parameters<Connector["deliver"]>[1]) =>
    run("reconcile", context, (own) => connector.reconcile(own, order)),
  remove: (context: AnyContext, id: string) => run("remove", context, (own) => connector.remove(own, id)),
  health: (context: AnyContext) => run("health", context, (own) => connector.health(own)),
});

/** What not every connector has; what is not there stays so. */
const powersOf = (connector: Connector, run: Run): Partial<Connector> => {
  const prepare = connector.prepare?.bind(connector);
  const replace = connector.replace?.bind(connector);
  const { directory } = connector;
  return {
    ...(prepare && {
      prepare: (context, order) => run("prepare", context, (own) => prepare(own, order)),
    }),
    ...(replace && {
      replace: (context, order, id) => run("replace", context, (own) => replace(own, order, id)),
    }),
    ...(directory && { directory: watchedDirectory(directory, run) }),
  };
};

const watchedDirectory = (
  directory: NonNullable<Connector["directory"]>,
  run: Run,
): NonNullable<Connector["directory"]> => {
  const list = directory.list?.bind(directory);
  return {
    ...directory,
    find: (context, by) =>
      run("directory", context, (own): Promise<ExternalUser | undefined> => directory.find(own, by)),
    ...(list && {
      list: (context: AnyContext, cursor: string | null) =>
        run("directory", context, (own): Promise<Page<ExternalUser>> => list(own, cursor)),
    }),
  };
};

/** The bucket tells the change where the connector says that repeating it is harmless. */
const changes = ({ verb, request }: Asked, buckets: Connector["meta"]["buckets"]): boolean => {
  if (request.method === "GET" || (verb !== "deliver" && verb !== "replace" && verb !== "remove"))
    return false;
  return request.idempotent !== true || request.bucket === buckets[verb === "remove" ? "remove" : "deliver"];
};

const meets = (request: HttpRequest, seen: Seen): boolean => {
  const url = URL.parse(request.url);
  return url !== null && seen.method === request.method && seen.path.endsWith(url.pathname + url.search);
};
