import { isIP } from "node:net";

import { expect, it } from "vitest";

import { isPrivate } from "./addresses.ts";

const check = (address: string) => isPrivate({ address, family: isIP(address) });

it.each([
  "0.0.0.0",
  "10.1.2.3",
  "100.64.0.1",
  "127.0.0.1",
  "127.255.255.254",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "198.18.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::7f00:1",
  "::ffff:127.0.0.1",
  "::ffff:10.0.0.1",
  "::ffff:a9fe:a9fe",
  "64:ff9b::7f00:1",
  "2002:7f00:1::",
  "2001:db8::1",
  "fc00::1",
  "fd12:3456::1",
  "fe80::1",
  "ff02::1",
])("calls %s private", (address) => {
  expect(check(address)).toBe(true);
});

it.each([
  "1.1.1.1",
  "8.8.8.8",
  "100.63.255.255",
  "172.15.255.255",
  "172.32.0.1",
  "192.167.255.255",
  "223.255.255.255",
  "::ffff:8.8.8.8",
  "2606:4700::1111",
  "2a00:1450:4001::1",
])("calls %s public", (address) => {
  expect(check(address)).toBe(false);
});
