import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";

import axios, { isAxiosError } from "axios";
import type { AxiosRequestConfig, AxiosResponse } from "axios";

import { PRIVATE_ADDRESS, publicOnly } from "./addresses.ts";
import type { Lookup } from "./addresses.ts";
import type { HttpRequest, HttpResponse } from "./contract.ts";
import { rateOf } from "./rate-headers.ts";
import type { Target } from "./targets.ts";

/**
 * What one call came to. A fault keeps a code alone: axios's errors carry headers and bodies, and end here.
 * `unsent`: the request surely did not reach the platform; `lost`: it may have.
 */
export type Outcome =
  | { readonly kind: "answer"; readonly response: HttpResponse }
  | { readonly kind: "private" | "cancelled" | "unsent" | "lost" | "too-large"; readonly code: string };

export type Exchange = (target: Target, request: HttpRequest, signal: AbortSignal) => Promise<Outcome>;

/** Codes of Node's that come up before a request's first byte is sent: no name, no way there, no trust in who answers. */
const UNSENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_INVALID_CHAR",
]);

const TOO_LARGE = /^maxContentLength size/;

/** One request, one answer: no redirect followed, nothing repeated, never longer than the time-out, never a larger answer. */
export const createExchange = (deps: {
  readonly lookup: Lookup;
  readonly clock: () => number;
  /** Milliseconds for the whole call, the answer's body included. */
  readonly timeout: number;
  readonly maxResponseBytes: number;
}): Exchange => {
  const fixed: AxiosRequestConfig = {
    maxRedirects: 0,
    maxBodyLength: Infinity,
    // A proxy named by the environment would look names up itself, past the check below.
    proxy: false,
    responseType: "text",
    transformRequest: [],
    transformResponse: [],
    validateStatus: () => true,
    // No connection is used twice: an idle one that the platform just closed would make an upload's outcome unknown.
    httpAgent: new HttpAgent({ keepAlive: false }),
    httpsAgent: new HttpsAgent({ keepAlive: false }),
  };
  const checked = publicOnly(deps.lookup);

  return async (target, request, signal) => {
    const deadline = AbortSignal.timeout(deps.timeout);
    try {
      const response = await axios.request<string>({
        ...fixed,
        url: target.url,
        method: request.method,
        headers: headersOf(request),
        data: dataOf(request),
        maxContentLength: request.largest ?? deps.maxResponseBytes,
        signal: AbortSignal.any([signal, deadline]),
        ...(target.trusted ? {} : { lookup: checked }),
      });
      return { kind: "answer", response: answerOf(response, deps.clock()) };
    } catch (error) {
      if (signal.aborted) return { kind: "cancelled", code: "CANCELLED" };
      if (deadline.aborted) return { kind: "lost", code: "TIMEOUT" };
      return faultOf(error);
    }
  };
};

const dataOf = ({ form, text, json }: HttpRequest): FormData | string | undefined =>
  form ?? text ?? (json === undefined ? undefined : JSON.stringify(json));

const headersOf = (request: HttpRequest): Record<string, string> => {
  const given = Object.fromEntries(
    Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return {
    accept: "application/json",
    "user-agent": "Gatefold/0.1",
    ...(request.json === undefined ? {} : { "content-type": "application/json" }),
    ...given,
  };
};

const answerOf = (response: AxiosResponse<string>, now: number): HttpResponse => {
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(", ") : String(value),
    ]),
  );
  return { status: response.status, headers, body: bodyOf(response.data), rate: rateOf(headers, now) };
};

/** JSON where it is JSON, whatever the content type says; the text else. */
const bodyOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const faultOf = (error: unknown): Outcome => {
  const code = codeOf(error);
  if (code === PRIVATE_ADDRESS) return { kind: "private", code };
  if (error instanceof Error && TOO_LARGE.test(error.message))
    return { kind: "too-large", code: "TOO_LARGE" };
  return { kind: UNSENT.has(code) || connecting(error) ? "unsent" : "lost", code };
};

const codeOf = (error: unknown): string => {
  const cause = isAxiosError(error) ? error.cause : error;
  const found = [cause, error].find(
    (one): one is { code: string } =>
      typeof one === "object" && one !== null && "code" in one && typeof one.code === "string",
  );
  return found?.code ?? "UNKNOWN";
};

/** A time-out of the connection itself carries the same code as a later one; only the system call tells them apart. */
const connecting = (error: unknown): boolean => {
  const cause = isAxiosError(error) ? error.cause : error;
  return cause instanceof Error && "syscall" in cause && cause.syscall === "connect";
};
