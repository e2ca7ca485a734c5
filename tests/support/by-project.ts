import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * The files of one project follow each other, so that they can run in the same workers, and of those that take long come
 * first. Within a project it is as vitest has it: what failed or took long before comes first.
 */
export default class ByProject extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const projects = this.ctx.projects.map(({ name }) => name);
    const place = ({ project }: TestSpecification) => projects.indexOf(project.name);
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => place(one) - place(other));
  }
}
