import { createRequire } from "node:module";
import { isAbsolute, join } from "node:path";
import { pathToFileURL } from "node:url";
import klaviyo from "@gatefold/connector-klaviyo";
import { type Connector, ConnectorError, defineConnector } from "@gatefold/connector-sdk";
import { CommandFailed, exit } from "../exit.ts";

/** Those that come with Gatefold. */
const ours: readonly Connector[] = [klaviyo];

/**
 * Those that come with Gatefold, and those of the configuration: packages by name, or modules by path, whose default export is a
 * connector. One of the same id takes the place of ours. Throws `CONNECTOR_NOT_LOADED`, and for one that is not sound what
 * `defineConnector` says of it.
 */
export async function loadConnectors(names: readonly string[]): Promise<Connector[]> {
  const byId = new Map(ours.map((connector) => [connector.meta.id, connector]));
  for (const name of names) {
    const connector = await load(name);
    byId.set(connector.meta.id, connector);
  }
  return [...byId.values()];
}

async function load(name: string): Promise<Connector> {
  const module = await moduleNamed(name).catch((cause: unknown) => {
    throw notLoaded(name, "can't be loaded", cause);
  });
  if (!isConnector(module.default)) throw notLoaded(name, "has no connector as its default export");
  try {
    return defineConnector(module.default);
  } catch (cause) {
    if (cause instanceof ConnectorError) throw notLoaded(name, cause.message, cause);
    throw cause;
  }
}

/** A path, or a package: of the folder that Gatefold was started in, else of where Gatefold is installed. */
async function moduleNamed(name: string): Promise<{ readonly default?: unknown }> {
  if (isAbsolute(name)) return import(pathToFileURL(name).href);
  return import(packageHere(name) ?? name);
}

function packageHere(name: string): string | undefined {
  try {
    return pathToFileURL(createRequire(join(process.cwd(), "package.json")).resolve(name)).href;
  } catch {
    return undefined;
  }
}

/** As far as is needed to ask `defineConnector`, which names all else that is wrong. */
function isConnector(value: unknown): value is Connector {
  const has = (key: string) => typeof value === "object" && value !== null && key in value;
  return ["contract", "meta", "settings", "secrets", "capabilities", "destination"].every(has);
}

const notLoaded = (name: string, what: string, cause?: unknown) =>
  new CommandFailed(exit.refused, "CONNECTOR_NOT_LOADED", `The connector ${name} ${what}.`, [
    ...(cause instanceof Error && !(cause instanceof ConnectorError)
      ? [cause.message.split("\n")[0] ?? ""]
      : []),
    'Look at "connectors" in the configuration: each is a package that is installed, or the path of a module.',
  ]);
