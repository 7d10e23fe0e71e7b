import { monitorEventLoopDelay } from "node:perf_hooks";
import { memoryUsage, cpuUsage } from "node:process";
import type { Millis } from "@gatefold/core";
import type { Pile, WorkFacts } from "@gatefold/store";
import type { Services } from "../services.ts";
import { type About, gauge, type Sample, written } from "./exposition.ts";

/** All that a scrape is answered with. */
export interface Report {
  text(): Promise<string>;
  close(): void;
}

/** What is so now is asked for at each scrape, what happened was counted before. */
export function createReport(
  services: Pick<Services, "counts" | "store" | "clock"> & {
    readonly dispatch: Pick<Services["dispatch"], "hosts">;
  },
): Report {
  const { counts, store, clock, dispatch } = services;
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  return {
    async text() {
      const now = clock();
      const work = await store.survey.work(now).catch(() => undefined);
      const parts = [
        ...counts.all.map((metric) => metric.text()),
        gauge(up, [one(work ? 1 : 0)]),
        ...(work ? ofWork(work, now) : []),
        gauge(headAge, ageOf(counts.lastLook())),
        ...ofQuotas(dispatch.hosts),
        ...ofProcess(delay),
      ];
      return `${parts.join("\n")}\n`;
    },
    close: () => void delay.disable(),
  };
}

const one = (value: number): Sample => ({ labels: [], value });

const about = (name: string, help: string, ...labels: string[]): About => ({
  name: `gatefold_${name}`,
  help,
  labels,
});

const up = about("database_up", "1 where the database answered this scrape.");
const headAge = about("head_confirmed_age_seconds", "Since when no account's head was seen.");

function ageOf(lastLook: number | undefined): Sample[] {
  return lastLook === undefined ? [] : [one((performance.now() - lastLook) / 1000)];
}

function ofWork({ jobs, deliveries, mostAttempts, accounts, entries }: WorkFacts, now: Millis): string[] {
  const { due, running } = jobs;
  return [
    gauge(about("jobs", "Jobs in the queue: waiting for their time, due, running.", "state"), countsOf(jobs)),
    gauge(
      about("jobs_oldest_age_seconds", "For how long the oldest job has been due.", "state"),
      agesOf({ due, running }, now),
    ),
    gauge(about("job_attempts_most", "The most often that a job in the queue was begun."), [
      one(mostAttempts),
    ]),
    gauge(
      about("deliveries", "Deliveries that are not over; unknown: a person must look.", "state"),
      countsOf(deliveries),
    ),
    gauge(
      about(
        "deliveries_oldest_age_seconds",
        "For how long the oldest delivery stands in its state.",
        "state",
      ),
      agesOf(deliveries, now),
    ),
    gauge(about("accounts", "Accounts in the database."), [one(accounts)]),
    written(about("journal_entries_total", "Entries of all journals together."), "counter", [one(entries)]),
  ];
}

type Piles = Readonly<Record<string, Pile>>;

const countsOf = (piles: Piles): Sample[] =>
  Object.entries(piles).map(([state, { count }]) => ({ labels: [state], value: count }));

const agesOf = (piles: Piles, now: Millis): Sample[] =>
  Object.entries(piles).map(([state, { oldestAt }]) => ({
    labels: [state],
    value: oldestAt === null ? 0 : Math.max(0, (now - oldestAt) / 1000),
  }));

function ofQuotas(hosts: Services["dispatch"]["hosts"]): string[] {
  const labels = ["connector", "connection", "bucket", "counted_by"];
  const left: Sample[] = [];
  const limits: Sample[] = [];
  for (const [connector, host] of hosts) {
    for (const { connection, bucket, countedBy, remaining, limit } of host.quotas()) {
      const of = [connector, connection, bucket, countedBy];
      left.push({ labels: of, value: remaining });
      if (limit !== null) limits.push({ labels: of, value: limit });
    }
  }
  return [
    gauge(
      about("platform_quota_left", "What is left of a platform's number, by connection.", ...labels),
      left,
    ),
    gauge(about("platform_quota_limit", "A platform's number, by connection.", ...labels), limits),
  ];
}

const NANOSECONDS = 1e9;
const RESOLUTION_MS = 20;

function ofProcess(delay: ReturnType<typeof monitorEventLoopDelay>): string[] {
  const quantiles = [50, 99, 100].map((percent) => ({
    labels: [String(percent / 100)],
    // What is measured is the time between two looks, of which one resolution is no delay.
    value: Math.max(0, delay.percentile(percent) / NANOSECONDS - RESOLUTION_MS / 1000),
  }));
  delay.reset();
  const { rss, heapUsed } = memoryUsage();
  const { user, system } = cpuUsage();
  return [
    gauge(
      about("event_loop_delay_seconds", "How late the event loop was since the last scrape.", "quantile"),
      quantiles,
    ),
    gauge(about("memory_bytes", "Memory of this process.", "kind"), [
      { labels: ["resident"], value: rss },
      { labels: ["heap"], value: heapUsed },
    ]),
    written(about("cpu_seconds_total", "Processor time of this process."), "counter", [
      one((user + system) / 1e6),
    ]),
  ];
}
