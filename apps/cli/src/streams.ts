import { GatefoldApiError } from "@gatefold/client";
import { z } from "zod";
import type { CommandFailed } from "./exit.ts";
import { notOurs, ProblemAnswered, unreachable } from "./api.ts";

const problem = z.looseObject({ code: z.string(), detail: z.string(), status: z.number() });

/** An answer that is read as it comes. Throws `CommandFailed` where it is refused, or nobody answers. */
export async function openStream(
  { url, key }: { readonly url: string; readonly key: string },
  path: string,
  query: Readonly<Record<string, string | undefined>>,
): Promise<ReadableStream<Uint8Array>> {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const response = await asked(`${url}${path}?${new URLSearchParams(given).toString()}`, key);
  if (response.ok && response.body && response.headers.has("gatefold-revision")) return response.body;
  throw await refusalIn(response);
}

/** The bytes behind a link of the gateway's, which takes the same key. Throws as `openStream`. */
export async function openBytes(link: string, key: string): Promise<ReadableStream<Uint8Array>> {
  const response = await asked(link, key);
  if (response.ok && response.body) return response.body;
  throw await refusalIn(response);
}

function asked(address: string, key: string): Promise<Response> {
  return fetch(address, { headers: { authorization: `Bearer ${key}` } }).catch((error: unknown) => {
    throw unreachable(address, error);
  });
}

async function refusalIn(response: Response): Promise<CommandFailed> {
  const text = await response.text();
  const refused = problem.safeParse(parsed(text));
  if (!refused.success) return notOurs(response.url);
  return new ProblemAnswered(new GatefoldApiError(refused.data, text, response.headers));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
