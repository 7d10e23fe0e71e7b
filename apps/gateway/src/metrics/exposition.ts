/** One line of the Prometheus text format: a value with its labels, in the order of their names. */
export interface Sample {
  readonly labels: readonly string[];
  readonly value: number;
}

export interface About {
  readonly name: string;
  /** One line; what question it answers. */
  readonly help: string;
  readonly labels: readonly string[];
}

/** Something that can be written out when a scrape asks. */
export interface Metric {
  readonly about: About;
  text(): string;
}

export interface Counter extends Metric {
  add(labels: readonly string[], by?: number): void;
}

export interface Histogram extends Metric {
  see(labels: readonly string[], value: number): void;
}

/** Rows of one metric, at most. What a caller can make up must not fill the memory: the rest is counted as `other`. */
const MOST_ROWS = 2000;

/** A label's value never holds this. */
const BETWEEN = "\u0001";

function rowsOf<Row>(about: About, fresh: () => Row) {
  const rows = new Map<string, Row>();
  const other = about.labels.map(() => "other").join(BETWEEN);
  const at = (labels: readonly string[]): Row => {
    const wanted = labels.join(BETWEEN);
    const key = rows.has(wanted) || rows.size < MOST_ROWS ? wanted : other;
    const row = rows.get(key) ?? fresh();
    rows.set(key, row);
    return row;
  };
  return { rows, at };
}

export function createCounter(about: About): Counter {
  const { rows, at } = rowsOf(about, () => ({ value: 0 }));
  return {
    about,
    add(labels, by = 1) {
      at(labels).value += by;
    },
    text: () =>
      written(
        about,
        "counter",
        [...rows].map(([key, { value }]) => ({ labels: key.split(BETWEEN), value })),
      ),
  };
}

/** `bounds`: each bucket's upper end, rising; what is above them all is in `+Inf`. */
export function createHistogram(about: About, bounds: readonly number[]): Histogram {
  const { rows, at } = rowsOf(about, () => ({ sum: 0, counts: bounds.map(() => 0), all: 0 }));
  return {
    about,
    see(labels, value) {
      const row = at(labels);
      row.sum += value;
      row.all += 1;
      const bucket = bounds.findIndex((bound) => value <= bound);
      if (bucket !== -1) row.counts[bucket] = (row.counts[bucket] ?? 0) + 1;
    },
    text() {
      const lines = [...rows].flatMap(([key, { sum, counts, all }]) => {
        const labels = key.split(BETWEEN);
        let below = 0;
        const buckets = bounds.map((bound, index) => {
          below += counts[index] ?? 0;
          return lineOf(`${about.name}_bucket`, about, labels, below, String(bound));
        });
        return buckets.concat(
          lineOf(`${about.name}_bucket`, about, labels, all, "+Inf"),
          lineOf(`${about.name}_sum`, about, labels, sum),
          lineOf(`${about.name}_count`, about, labels, all),
        );
      });
      return [...headOf(about, "histogram"), ...lines].join("\n");
    },
  };
}

/** What is so at this moment. */
export function gauge(about: About, samples: readonly Sample[]): string {
  return written(about, "gauge", samples.slice(0, MOST_ROWS));
}

export function written(about: About, type: "counter" | "gauge", samples: readonly Sample[]): string {
  const lines = samples.map(({ labels, value }) => lineOf(about.name, about, labels, value));
  return [...headOf(about, type), ...lines].join("\n");
}

function headOf({ name, help }: About, type: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

function lineOf(name: string, about: About, labels: readonly string[], value: number, upTo?: string): string {
  const pairs = about.labels.map((label, index) => [label, labels[index] ?? ""]);
  if (upTo !== undefined) pairs.push(["le", upTo]);
  const said = pairs.map(([label, text = ""]) => `${label}="${escaped(text)}"`).join(",");
  return `${name}${said === "" ? "" : `{${said}}`} ${value}`;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
