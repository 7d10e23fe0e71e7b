import type { World } from "./world.ts";

export interface Bytes {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly text: string;
}

/** Gets from the content origin: a path there, or a whole address. */
export async function getBytes(
  world: World,
  token: string | null,
  at: string,
  headers: Record<string, string> = {},
  method = "GET",
): Promise<Bytes> {
  const authorization: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(new URL(at, world.running.contentUrl), {
    method,
    headers: { ...authorization, ...headers },
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, bytes, text: bytes.toString() };
}
