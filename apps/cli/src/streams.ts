import { GatefoldApiError } from "@gatefold/client";
import { z } from "zod";
import { notOurs, ProblemAnswered, unreachable } from "./api.ts";

const problem = z.looseObject({ code: z.string(), detail: z.string(), status: z.number() });

/** An answer that is read as it comes. Throws `CommandFailed` where it is refused, or nobody answers. */
export async function openStream(
  { url, key }: { readonly url: string; readonly key: string },
  path: string,
  query: Readonly<Record<string, string | undefined>>,
): Promise<ReadableStream<Uint8Array>> {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const address = `${url}${path}?${new URLSearchParams(given).toString()}`;
  const response = await fetch(address, { headers: { authorization: `Bearer ${key}` } }).catch(
    (error: unknown) => {
      throw unreachable(url, error);
    },
  );
  if (response.ok && response.body && response.headers.has("gatefold-revision")) return response.body;
  const text = await response.text();
  const refused = problem.safeParse(parsed(text));
  if (!refused.success) throw notOurs(url);
  throw new ProblemAnswered(new GatefoldApiError(refused.data, text, response.headers));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
