import { type Answer, must, type World } from "./world.ts";

/** An asset as the API answers it. */
export interface Shown {
  readonly id: string;
  readonly folder: string;
  readonly name: string;
  readonly approved: boolean;
  readonly expires: string | null;
  readonly version: {
    readonly id: string;
    readonly sha256: string;
    readonly bytes: number;
    readonly mime: string;
    readonly width: number;
    readonly height: number;
  };
  readonly links: { readonly content: string; readonly thumbnail: string };
}

type Body = Uint8Array | AsyncIterable<Uint8Array>;

/** Sends bytes to `METHOD /path`. An iterable goes in chunks, without a length. */
export async function sendBytes<Expected = Record<string, unknown>>(
  world: World,
  token: string | null,
  line: string,
  body: Body,
  headers: Record<string, string> = {},
): Promise<Answer<Expected>> {
  const [method = "POST", path = "/"] = line.split(" ");
  const response = await fetch(world.running.apiUrl + path, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      "content-type": "image/png",
      ...headers,
    },
    body: body instanceof Uint8Array ? new Uint8Array(body) : ReadableStream.from(body),
    ...(body instanceof Uint8Array ? {} : { duplex: "half" }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) as Expected };
}

export function uploadLine(folder: string, name: string): string {
  return `POST /v1/assets?${new URLSearchParams({ folder, name }).toString()}`;
}

/** Puts a picture into a folder. */
export async function upload(
  world: World,
  token: string,
  folder: string,
  name: string,
  bytes: Uint8Array,
): Promise<Shown> {
  return must(await sendBytes<Shown>(world, token, uploadLine(folder, name), bytes), 201);
}
