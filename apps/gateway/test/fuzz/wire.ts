import { Agent, request } from "node:http";

/** A request as it is written, whatever it may be. */
export interface Raw {
  readonly method: string;
  /** With its query; nothing is mended in it. */
  readonly path: string;
  /** A list: one line for each. */
  readonly headers: Readonly<Record<string, string | number | string[]>>;
  readonly body?: string | Buffer | undefined;
}

export interface Answered {
  readonly status: number;
  readonly type: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Sends to one origin over a connection that is kept. Of a stream of events, what comes first is all that is read. */
export function createWire(url: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const { hostname, port } = new URL(url);
  const once = ({ method, path, headers, body }: Raw): Promise<Answered> => {
    const answered = Promise.withResolvers<Answered>();
    const sent = request({ agent, hostname, port, method, path, headers: { ...headers } });
    sent.on("error", answered.reject);
    sent.on("response", (response) => {
      const chunks: Buffer[] = [];
      const type = response.headers["content-type"] ?? "";
      const end = () =>
        answered.resolve({
          status: response.statusCode ?? 0,
          type,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        });
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", answered.reject);
      response.on("end", end);
      if (!type.startsWith("text/event-stream")) return;
      end();
      sent.destroy();
    });
    sent.end(body);
    return answered.promise;
  };
  return {
    /** A refusal may close the connection while the rest of what was refused is still on its way: then asked again. */
    send: (raw: Raw): Promise<Answered> => once(raw).catch(() => once(raw)),
    close: () => agent.destroy(),
  };
}

export type Wire = ReturnType<typeof createWire>;
