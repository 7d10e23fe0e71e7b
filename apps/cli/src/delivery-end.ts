import type { Answer, Delivery } from "@gatefold/client";
import type { Api } from "./api.ts";
import { isUnderWay, WAIT_SECONDS } from "./deliveries.ts";
import type { Io } from "./io.ts";
import { sayTime } from "./times.ts";

/** Longer than that it is not waited for; the queue goes on. */
const PATIENCE_MS = 120_000;

/** The delivery once it ended; or as it stands when patience does, or when it goes on another day only. */
export async function settled(
  io: Pick<Io, "now" | "note">,
  api: Pick<Api, "answer">,
  first: Answer<Delivery>,
  notBefore: number | undefined,
): Promise<Answer<Delivery>> {
  if (notBefore !== undefined) io.note(`Not before ${sayTime(notBefore)}; Ctrl-C leaves it in the queue.`);
  const call = { path: { delivery: first.value.id }, waitSeconds: WAIT_SECONDS };
  const patience = Math.max(io.now(), notBefore ?? 0) + PATIENCE_MS;
  let answer = first;
  let told: string | null = null;
  while (isWorthWaiting(answer.value) && io.now() < patience) {
    answer = await api.answer("deliveries.get", call);
    const { message } = answer.value;
    if (isWorthWaiting(answer.value) && message !== null && message !== told) io.note(message);
    told = message;
  }
  return answer;
}

const isWorthWaiting = (delivery: Delivery) =>
  isUnderWay(delivery) && delivery.code !== "PLATFORM_DAILY_QUOTA";
