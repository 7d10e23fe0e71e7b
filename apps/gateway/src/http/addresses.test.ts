import { expect, it } from "vitest";
import { operations } from "../operations/index.ts";
import { addressesOf } from "./addresses.ts";

const rows = [
  "GET /v1/jobs",
  "GET /v1/jobs/:job",
  "POST /v1/jobs/:job/cancel",
  "GET /v1/jobs/late",
  "GET /v1/:a/:b/x",
];
const find = addressesOf(rows, (row) => {
  const [method = "", path = ""] = row.split(" ");
  return { method, path };
});

it("finds what an address names, with what stands for its names", () => {
  expect(find("GET", "/v1/jobs")).toEqual({ row: "GET /v1/jobs", params: {} });
  expect(find("GET", "/v1/jobs/job_1?limit=2")).toEqual({
    row: "GET /v1/jobs/:job",
    params: { job: "job_1" },
  });
  expect(find("POST", "/v1/jobs/job_1/cancel")).toMatchObject({ params: { job: "job_1" } });
  expect(find("GET", "/v1/jobs/late")?.row).toBe("GET /v1/jobs/late");
  expect(find("GET", "/v1/one/two/x")?.params).toEqual({ a: "one", b: "two" });
});

it.each([
  ["POST", "/v1/jobs"],
  ["HEAD", "/v1/jobs"],
  ["GET", "/v1/jobs/"],
  ["GET", "//v1/jobs"],
  ["GET", "/V1/jobs"],
  ["GET", "/v1/jobs/%6aob_1"],
  ["GET", "/v1/jobs/one/two/three"],
  ["GET", "http://host/v1/jobs"],
  ["GET", "*"],
  ["GET", ""],
])("leaves %s %s to others", (method, url) => {
  expect(find(method, url)).toBeUndefined();
});

it("finds every operation of the API by its own address", () => {
  const findOperation = addressesOf(operations, (one) => one);
  for (const one of operations) {
    expect(findOperation(one.method, one.path.replaceAll(":", "x"))?.row.id).toBe(one.id);
  }
});
