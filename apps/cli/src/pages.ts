import { z } from "zod";
import type { Api, Call } from "./api.ts";

const PAGE = 200;

/** Everything a list holds, page by page as it is wanted; at most `limit` of it. */
export async function* itemsOf<Item extends z.ZodType>(
  api: Api,
  call: Call,
  item: Item,
  limit = Infinity,
): AsyncGenerator<z.output<Item>> {
  const page = z.object({ items: z.array(item), next: z.string().nullable() });
  let cursor: string | undefined;
  let count = 0;
  do {
    const size = Math.min(PAGE, limit - count);
    const { items, next } = await api.call({ ...call, query: { ...call.query, limit: size, cursor } }, page);
    yield* items;
    count += items.length;
    cursor = next ?? undefined;
  } while (cursor !== undefined && count < limit);
}

export async function allOf<Item extends z.ZodType>(
  api: Api,
  call: Call,
  item: Item,
): Promise<z.output<Item>[]> {
  const items: z.output<Item>[] = [];
  for await (const one of itemsOf(api, call, item)) items.push(one);
  return items;
}

/** A whole list as one answer of the API's form, for programs. */
export async function wholeList(api: Api, call: Call): Promise<string> {
  const items = await allOf(api, call, z.unknown());
  return JSON.stringify({ items, next: null });
}
