import { expect, it } from "vitest";
import { networkOf } from "./networks.ts";

it.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::9", "2001:db8:1:2::/64"],
  ["2001:db8::9", "2001:db8:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["64:ff9b::192.0.2.7", "64:ff9b:0:0::/64"],
  ["1:2:3:4:5::192.0.2.7", "1:2:3:4::/64"],
  ["::1", "0:0:0:0::/64"],
  ["", ""],
])("%j is of the network %j", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
