import { setTimeout } from "node:timers/promises";
import type { Ready } from "./messages.ts";
import { pictureOf } from "./picture.ts";

/** Makes changes and undoes them, so that an account is as large at the end as in the beginning. */
export interface Writer {
  /** For so long; answers how often each status came. */
  run(ms: number): Promise<Record<string, number>>;
}

/** Between two rounds, in milliseconds. */
const PAUSE = 100;

export function createWriter({ api, lines, owner }: Ready): Writer {
  let named = 0;

  async function round(statuses: Record<string, number>): Promise<void> {
    const ask = async (method: string, path: string, body?: object | Buffer) => {
      const isBytes = Buffer.isBuffer(body);
      const response = await fetch(`http://127.0.0.1:${api}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${owner.token}`,
          "idempotency-key": `soak-${process.pid}-${(named += 1)}`,
          ...(body && { "content-type": isBytes ? "image/png" : "application/json" }),
        },
        ...(body && { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
      });
      statuses[response.status] = (statuses[response.status] ?? 0) + 1;
      const text = await response.text();
      return text === "" ? "" : ((JSON.parse(text) as { id?: string }).id ?? "");
    };
    const at = (lines["folder"] ?? "").split("/").at(-1) ?? "";
    const name = `Soak ${(named += 1)}`;
    const folder = await ask("POST", "/v1/folders", { parent: at, name });
    const asset = await ask(
      "POST",
      `/v1/assets?folder=${folder}&name=${named}.png`,
      pictureOf(2000 + (named % 50)),
    );
    const grant = await ask("POST", "/v1/grants", { user: owner.id, role: owner.role, folders: [folder] });
    await ask("PATCH", `/v1/folders/${folder}`, { name: `${name}, renamed`, restricted: true });
    await ask("GET", `/v1/who?permission=asset.view&at=${folder}`);
    await ask("POST", `/v1/grants/${grant}/end`, {});
    await ask("DELETE", `/v1/assets/${asset}`);
    await ask("DELETE", `/v1/folders/${folder}`);
    await ask("GET", "/v1/folders/fld_none");
    await ask("POST", "/v1/users", { username: "?" });
  }

  return {
    async run(ms) {
      const statuses: Record<string, number> = {};
      const end = performance.now() + ms;
      while (performance.now() < end) {
        await round(statuses);
        await setTimeout(PAUSE);
      }
      return statuses;
    },
  };
}
