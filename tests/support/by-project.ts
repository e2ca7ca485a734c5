import path from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Short files that take long. Vitest knows only after a first run, and they would come last in that. */
const LONG = [
  "faults/trial",
  "http/random-forms",
  "faults/two-versions",
  "versions/journey",
  "embedded-postgres/killed",
].map((name) => path.join("tests", `${name}.test.ts`));

/**
 * The files of one project follow each other, so that they can run in the same workers, and of those that take long come
 * first. Within a project it is as vitest has it: what failed or took long before comes first.
 */
export default class ByProject extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const projects = this.ctx.projects.map(({ name }) => name);
    const place = ({ project, moduleId }: TestSpecification) =>
      projects.indexOf(project.name) * 2 + (LONG.some((each) => moduleId.endsWith(each)) ? 0 : 1);
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => place(one) - place(other));
  }
}
