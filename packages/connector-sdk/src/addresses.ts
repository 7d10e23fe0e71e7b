import { promises as dns } from "node:dns";
import type { LookupAddress } from "node:dns";
import { BlockList } from "node:net";

import type { LookupAddressEntry } from "axios";

/** All addresses of a name. Injected in tests; the machine's resolver else. */
export type Lookup = (hostname: string) => Promise<readonly LookupAddress[]>;

export const systemLookup: Lookup = (hostname) => dns.lookup(hostname, { all: true });

/** Ranges that are not the public internet: IANA's special-purpose registries for IPv4 and IPv6. */
const PRIVATE_IPV4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const;
/** IPv6 that carries an IPv4 address inside (NAT64, 6to4, Teredo) is refused whole: it could carry a private one. */
const PRIVATE_IPV6 = [
  ["::", 96],
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["100::", 64],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
  ["5f00::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
] as const;

const blocked = new BlockList();
for (const [network, prefix] of PRIVATE_IPV4) blocked.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of PRIVATE_IPV6) blocked.addSubnet(network, prefix, "ipv6");

/** Whether an address is of this machine, a private network or otherwise not public. IPv4 inside IPv6 is seen through. */
export const isPrivate = ({ address, family }: LookupAddress): boolean =>
  blocked.check(address, family === 6 ? "ipv6" : "ipv4");

export const PRIVATE_ADDRESS = "GATEFOLD_PRIVATE_ADDRESS";

/**
 * A look-up for the socket itself: the addresses that were checked are the ones it connects to, so a name that answers
 * differently the second time gains nothing. One private address among public ones refuses the name.
 */
export const publicOnly =
  (lookup: Lookup) =>
  async (hostname: string): Promise<[LookupAddressEntry[]]> => {
    const addresses = await lookup(hostname);
    if (addresses.some(isPrivate)) {
      throw Object.assign(new Error("a private address"), { code: PRIVATE_ADDRESS });
    }
    return [addresses.map(entryOf)];
  };

const entryOf = ({ address, family }: LookupAddress): LookupAddressEntry => ({
  address,
  family: family === 6 ? 6 : 4,
});
