import type { Founded } from "../../src/account/founding.ts";
import type { PlatformWorld, Sent } from "../platform.ts";
import { API_KEY } from "../platform.ts";
import { samplePicture } from "../sample-pictures.ts";
import { sendBytes, type Shown, uploadLine } from "../uploads.ts";
import { must } from "../world.ts";

/** Makes one more thing of a kind; answers its id. */
export type Maker = () => Promise<string>;

/**
 * A maker for each kind of thing that stands in an address, by the parameter's name. **A new kind goes here**: then
 * every operation at its address is fuzzed.
 */
export function makersOf({ world, ...platform }: PlatformWorld, by: Founded) {
  let made = 0;
  const name = () => `Made ${(made += 1)}`;
  const make = async (path: string, body: object) =>
    must(await world.call<{ id: string }>(by.token, `POST ${path}`, body), 201).id;
  const farOff = new Date(world.clock.now + 365 * 86_400_000).toISOString();
  let bytes: Buffer | undefined;
  const { services } = world.running.gateway;

  const makers = {
    user: () => make("/v1/users", { username: `made-${(made += 1)}`, name: name() }),
    role: () => make("/v1/roles", { name: name(), permissions: ["asset.view"] }),
    folder: () => make("/v1/folders", { parent: by.root, name: name() }),
    async asset(): Promise<string> {
      bytes ??= await samplePicture({ width: 16, height: 12 });
      const line = uploadLine(by.root, `${name()}.png`);
      return must(await sendBytes<Shown>(world, by.token, line, bytes), 201).id;
    },
    collection: () => make("/v1/collections", { folder: by.root, name: name() }),
    group: () => make("/v1/groups", { name: name() }),
    grant: async (): Promise<string> =>
      make("/v1/grants", { user: await makers.user(), role: await makers.role() }),
    override: async (): Promise<string> =>
      make("/v1/overrides", { user: await makers.user(), effect: "deny", permission: "asset.edit" }),
    connection: () =>
      make("/v1/connections", {
        connector: "klaviyo",
        name: name(),
        folder: by.root,
        secrets: { apiKey: API_KEY },
      }),
    async key() {
      const answer = await world.call<{ key: { id: string } }>(by.token, "POST /v1/keys", { name: name() });
      return must(answer, 201).key.id;
    },
    /** One that waits for a year. */
    async delivery(): Promise<string> {
      const body = { asset: await makers.asset(), connection: await oneConnection(), notBefore: farOff };
      return must(await world.call<Sent>(by.token, "POST /v1/deliveries", body), 202).id;
    },
    async job(): Promise<string> {
      const body = { assets: [await makers.asset()], to: [{ connection: await oneConnection() }] };
      return must(await world.call<Sent>(by.token, "POST /v1/jobs", { ...body, notBefore: farOff }), 202).id;
    },
    /** Is named by the revision that it made. */
    async change(): Promise<string> {
      const body = { parent: by.root, name: name() };
      const answer = await world.call(by.token, "POST /v1/folders", body);
      must(answer, 201);
      return answer.headers.get("gatefold-revision") ?? "";
    },
    /** A link of a delivery that is being sent. */
    async token(): Promise<string> {
      const id = await makers.delivery();
      await world.store.deliveries.update(by.account, id, { state: "sending", updatedAt: world.clock.now });
      const delivery = await world.store.deliveries.get(by.account, id);
      if (!delivery) throw new Error("what was just made is gone");
      return (await services.dispatch.links.issue(delivery)).split("/").at(-1) ?? "";
    },
  } satisfies Record<string, Maker>;

  let connection: Promise<string> | undefined;
  const oneConnection = () => (connection ??= makers.connection());
  const more = {
    connection: oneConnection,
    /** One that has arrived, and can be taken back. */
    delivered: async (): Promise<string> => {
      world.clock.now += 10_000; // the platform limits how often it is called
      const body = { asset: await makers.asset(), connection: await oneConnection() };
      return must(await platform.deliver(by.token, body), 201).id;
    },
    /** A delivery of which nobody knows whether it arrived. */
    unknown: async (): Promise<string> => {
      const id = await makers.delivery();
      await world.store.deliveries.update(by.account, id, { state: "unknown", updatedAt: world.clock.now });
      return id;
    },
    /** A job of which something was refused. */
    refusedJob: async (): Promise<string> =>
      must(await world.call<Sent>(by.token, "POST /v1/jobs", { assets: ["ast_none"] }), 202).id,
    farOff,
    name,
    picture: () => samplePicture({ width: 16, height: 12 }),
  };
  const byName: Readonly<Record<string, Maker>> = makers;
  return { makers: byName, ...more };
}

export type Makers = ReturnType<typeof makersOf>;
