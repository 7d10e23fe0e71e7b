import { isIPv6 } from "node:net";

/**
 * Who shares one line, as far as an address tells: an IPv4 address is one, also written as IPv6; of IPv6 a customer has
 * 2^64 addresses and more (RFC 6177), and goes by the first half.
 */
export function networkOf(address: string): string {
  const [, mapped] = /^::ffff:([\d.]+)$/i.exec(address) ?? [];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = [], tail = []] = address.split("::").map((part) => part.split(":").filter(Boolean));
  const length = head.length + tail.length + (address.includes(".") ? 1 : 0);
  const groups = [...head, ...Array.from({ length: Math.max(0, 8 - length) }, () => "0"), ...tail];
  return `${groups.slice(0, 4).join(":")}::/64`;
}
