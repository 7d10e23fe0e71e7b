import type { Calls, HostedConnection } from "./calls.ts";
import type { Connector, Directory, ExternalGroup, ExternalUser, Page } from "./contract.ts";
import { UnsupportedError } from "./errors.ts";

/** A platform's people through its connector. What the platform can't tell is `UnsupportedError`, never an empty answer. */
export interface People {
  find(
    connection: HostedConnection,
    by: { readonly id: string } | { readonly email: string },
    signal?: AbortSignal,
  ): Promise<ExternalUser | undefined>;
  list(
    connection: HostedConnection,
    cursor: string | null,
    signal?: AbortSignal,
  ): Promise<Page<ExternalUser>>;
  roles(connection: HostedConnection, signal?: AbortSignal): Promise<readonly ExternalGroup[]>;
  teams(connection: HostedConnection, signal?: AbortSignal): Promise<readonly ExternalGroup[]>;
}

const never = new AbortController().signal;

export const createPeople = (connector: Connector, calls: Calls): People => {
  const { directory } = connector;
  const none = (what: string) => new UnsupportedError(`${connector.meta.name} has no way to ${what}.`);
  /** The directory's own power, or a refusal that says which one is missing. */
  const able = <Name extends keyof Directory<never, never>>(name: Name, what: string) => {
    const power = directory?.[name];
    if (power === undefined) throw none(what);
    return power;
  };
  return {
    async find(connection, by, signal = never) {
      const kind = "id" in by ? "id" : "email";
      if (!directory?.finds.includes(kind)) throw none(`find a person by ${kind}`);
      return calls.read(connection, signal, (context) => directory.find(context, by));
    },
    async list(connection, cursor, signal = never) {
      const list = able("list", "list its people");
      return calls.read(connection, signal, (context) => list(context, cursor));
    },
    async roles(connection, signal = never) {
      const roles = able("roles", "list its roles");
      return calls.read(connection, signal, (context) => roles(context));
    },
    async teams(connection, signal = never) {
      const teams = able("teams", "list its teams");
      return calls.read(connection, signal, (context) => teams(context));
    },
  };
};
