import { createClock, createSandbox, SANDBOX_SALESFORCE_ACCOUNTS } from "../index.ts";
import type { SandboxOptions } from "../index.ts";
import { START } from "./bench.ts";

export const [ONE, TWO] = SANDBOX_SALESFORCE_ACCOUNTS as [
  (typeof SANDBOX_SALESFORCE_ACCOUNTS)[0],
  (typeof SANDBOX_SALESFORCE_ACCOUNTS)[0],
];
export const TOKEN = {
  grant_type: "client_credentials",
  client_id: ONE.clients[0]!.id,
  client_secret: ONE.clients[0]!.secret,
};

/** Loose on purpose: tests assert on what is in it. */
interface Document {
  readonly access_token: string;
  readonly organization: unknown;
  readonly errorcode: number;
  readonly message: string;
  readonly validationErrors: readonly [{ readonly message: string }];
  readonly id: number;
  readonly items: readonly [{ readonly id: number }];
  readonly fileProperties: { readonly extension: string; readonly publishedURL: string };
  readonly category: unknown;
}

/** In-process: the platform's own answers, without a socket. */
export async function open(options: SandboxOptions = {}) {
  const sandbox = await createSandbox({ clock: createClock(() => START), ...options });
  const platform = sandbox.platforms.find(({ id }) => id === "salesforce-mc")!;
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const [bare = "", query = ""] = path.split("?");
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const answer = await platform.answer({
      method,
      path: bare,
      query: new URLSearchParams(query),
      headers: new Map(Object.entries({ "content-type": "application/json", ...headers })),
      body: Buffer.from(text ?? ""),
    });
    const said = String(answer.body);
    const json = (said.startsWith("{") ? JSON.parse(said) : {}) as Document;
    return { status: answer.status, headers: answer.headers, text: said, json };
  };
  const sign = async (more: Record<string, unknown> = {}, account = ONE): Promise<string> =>
    (await call("POST", `/${account.subdomain}/auth/v2/token`, { ...TOKEN, ...more })).json.access_token;
  const token = await sign();
  const rest = (method: string, path: string, body?: unknown, bearer = token) =>
    call(method, `/${ONE.subdomain}/rest${path}`, body, { authorization: `Bearer ${bearer}` });
  return { sandbox, platform, call, sign, token, rest };
}
