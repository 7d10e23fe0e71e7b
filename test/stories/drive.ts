import { operations } from "@gatefold/gateway";
import type { PlatformWorld } from "../../apps/gateway/test/platform.ts";
import { samplePicture } from "../../apps/gateway/test/sample-pictures.ts";
import { lineOf, type Sample, samples } from "../../apps/gateway/test/samples.ts";
import { upload } from "../../apps/gateway/test/uploads.ts";
import { type Answer, must } from "../../apps/gateway/test/world.ts";
import type { Planted } from "./planted.ts";

/** An answer, and who got it to what. */
export interface Heard {
  readonly who: string;
  readonly line: string;
  readonly answer: Answer;
}

type Fault = Parameters<PlatformWorld["sandbox"]["faults"]["add"]>[0];

/** Uses a planted account in every way there is, and keeps all that is heard. */
export function createDrive(platform: PlatformWorld, planted: Planted) {
  const { world, sandbox } = platform;
  const { ada, things } = planted;
  const heard: Heard[] = [];

  async function ask(who: string, token: string | null, line: string, body?: unknown, headers = {}) {
    const answer = await world.call(token, line, body, headers);
    heard.push({ who, line, answer });
    return answer;
  }

  /** Every operation, with every sample of a request of it. */
  async function everything(who: string, token: string | null, which = operations): Promise<void> {
    for (const operation of which) {
      const requests = samples[operation.id]?.(things) ?? [];
      for (const { body, headers, ...sample } of requests.length > 0 ? requests : [plain(operation.method)]) {
        await ask(who, token, lineOf(operation, sample), body, headers);
      }
    }
  }

  /** Every operation that takes a body, with credentials in each of its fields. */
  async function mistakes(who: string, token: string): Promise<void> {
    const words = Object.values(planted.credentials);
    for (const operation of operations) {
      for (const sample of samples[operation.id]?.(things) ?? []) {
        if (typeof sample.body !== "object" || sample.body === null) continue;
        const line = lineOf(operation, sample);
        for (const field of Object.keys(sample.body)) {
          await ask(who, token, line, { ...sample.body, [field]: [{ apiKey: words }] });
          await ask(who, token, line, { ...sample.body, [field]: { apiKey: `${words.join(" ")}\n` } });
        }
        await ask(who, token, line, `${JSON.stringify(sample.body)} ${words.join(" ")}`);
      }
    }
  }

  /** Delivers a picture of its own while the platform misbehaves, and calls it off if it is not over by then. */
  async function deliverUnder(fault: Fault, hue: number): Promise<string> {
    world.clock.now += 120_000;
    const bytes = await samplePicture({ hue });
    const { id } = await upload(world, ada.token, things.folder, `picture ${hue}.png`, bytes);
    sandbox.faults.add(fault);
    const body = { asset: id, connection: things.connection };
    const asked = must(await ask("ada", ada.token, "POST /v1/deliveries", body), 202);
    const line = `GET /v1/deliveries/${String(asked["id"])}`;
    const seen = await untilKnown(() => ask("ada", ada.token, line));
    await ask("ada", ada.token, `POST /v1/deliveries/${String(asked["id"])}/cancel`);
    sandbox.faults.clear();
    return `${String(seen["state"])} ${String(seen["code"])}`;
  }

  return { heard, ask, everything, mistakes, deliverUnder };
}

const plain = (method: string): Sample => (method === "GET" || method === "POST" ? {} : { body: {} });

/** Once it has ended, or waits for a reason. */
async function untilKnown(look: () => Promise<Answer>): Promise<Record<string, unknown>> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const { body } = await look();
    if (body["code"] !== null || !["waiting", "sending"].includes(String(body["state"]))) return body;
    if (Date.now() > deadline) throw new Error(`A delivery got nowhere: ${JSON.stringify(body)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
