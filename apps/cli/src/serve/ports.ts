import { createServer } from "node:net";
import { CommandFailed, exit } from "../exit.ts";

/** A port that somebody asked for, or that we would like best. */
export interface WantedPort {
  readonly port: number;
  /** Asked for by number: another one would not do. */
  readonly asked: boolean;
  /** What will listen there, e.g. "the gateway". */
  readonly what: string;
}

const TRIES = 50;

/**
 * A free port of this machine for each, all different; 0 stays 0. Throws `PORT_TAKEN` where one was asked for and is
 * taken; where it was only a preference, the next free one is taken and `onTaken` is told.
 */
export async function findPorts(
  host: string,
  wanted: readonly WantedPort[],
  onTaken: (wanted: WantedPort, instead: number) => void,
): Promise<number[]> {
  const found: number[] = [];
  const reserved = new Set(wanted.filter(({ asked }) => asked).map(({ port }) => port));
  for (const want of wanted) {
    const port = await findPort(
      host,
      want,
      (candidate) => found.includes(candidate) || reserved.has(candidate),
    );
    if (port !== want.port) onTaken(want, port);
    found.push(port);
  }
  return found;
}

async function findPort(host: string, want: WantedPort, isOurs: (port: number) => boolean): Promise<number> {
  if (want.port === 0 || (await isFree(host, want.port))) return want.port;
  if (want.asked) throw taken(want);
  for (let port = want.port + 1; port <= want.port + TRIES && port < 65_536; port += 1) {
    if (!isOurs(port) && (await isFree(host, port))) return port;
  }
  throw taken(want);
}

export function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(false);
      else reject(notAllowed(port, error));
    });
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

const taken = ({ port, what }: WantedPort) =>
  new CommandFailed(exit.refused, "PORT_TAKEN", `Port ${port}, wanted for ${what}, is taken.`, [
    "Stop what listens there, or name another port.",
  ]);

const notAllowed = (port: number, cause: NodeJS.ErrnoException) =>
  new CommandFailed(
    exit.refused,
    "PORT_UNUSABLE",
    `Port ${port} can't be listened on (${cause.code}).`,
    ["Name another port; those below 1024 need special rights."],
    { cause },
  );
