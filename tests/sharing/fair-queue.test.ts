import { expect, test } from "vitest";
import { createFairQueue } from "#app/sharing/link-card/fair-queue.server.ts";

const LIMITS = { ofOne: 3, ofAll: 5, owners: 4 };

function drain<Job>({ next }: { next: () => Job | undefined }): Job[] {
  const jobs: Job[] = [];
  for (let job = next(); job !== undefined; job = next()) jobs.push(job);
  return jobs;
}

test("owners take turns, however many places one has", () => {
  const queue = createFairQueue<string>(LIMITS);
  for (const job of ["a1", "a2", "a3"]) queue.add("a", job);
  queue.add("b", "b1");
  queue.add("c", "c1");
  expect(drain(queue)).toEqual(["a1", "b1", "c1", "a2", "a3"]);
});

test("one has so many places, and the same job needs no other", () => {
  const queue = createFairQueue<string>(LIMITS);
  expect(["1", "2", "3", "4", "1"].map((job) => queue.add("a", job))).toEqual([
    true,
    true,
    true,
    false,
    true,
  ]);
});

test("a first place is given to a newcomer although the rest is taken", () => {
  const queue = createFairQueue<string>(LIMITS);
  for (const job of ["a1", "a2", "a3"]) queue.add("a", job);
  for (const job of ["b1", "b2"]) queue.add("b", job);
  expect(queue.add("b", "b3")).toBe(false);
  expect(queue.add("c", "c1")).toBe(true);
  expect(queue.add("d", "d1")).toBe(true);
  expect(queue.add("e", "e1"), "too many people").toBe(false);
});

test("a job that several want comes with the first turn of any, and once", () => {
  const queue = createFairQueue<string>(LIMITS);
  for (const job of ["a1", "a2", "shared"]) queue.add("a", job);
  queue.add("b", "shared");
  expect(drain(queue)).toEqual(["a1", "shared", "a2"]);
  expect(queue.add("b", "b1")).toBe(true);
});
