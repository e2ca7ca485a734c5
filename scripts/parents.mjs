// Tells when npm is gone. When npm is killed, the shell between npm and this process hears nothing and stays, and so would this process.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const LOOK_EVERY_MS = 500;

/**
 * Calls back once when this process has lost its parent, or any process between it and the npm that ran it.
 * @param {() => void} then
 */
export function whenParentGone(then) {
  const parents = parentsUpToNpm();
  const watch = setInterval(() => {
    if (parents.every((pid, i) => isParent(pid, parents[i - 1]))) return;
    clearInterval(watch);
    then();
  }, LOOK_EVERY_MS);
  watch.unref();
}

function parentsUpToNpm() {
  const pids = [process.ppid];
  for (let pid = process.ppid; startedByNpm(pid);) {
    pid = parentOf(pid);
    pids.push(pid);
  }
  return pids;
}

/** @param {number} pid */
function startedByNpm(pid) {
  if (process.platform === "win32") return false;
  // npm sets this variable for everything it runs, and runs it through a shell.
  if (process.platform === "linux") return /(?:^|\0)npm_lifecycle_event=/.test(read(`/proc/${pid}/environ`));
  return /^\S*sh -c /.test(ps("command=", pid));
}

/**
 * Whether it still is the parent of that process, or of this one; where that costs more than a look, whether it runs.
 * @param {number} pid
 * @param {number | undefined} child
 */
function isParent(pid, child) {
  if (process.platform === "linux") return parentOf(child ?? process.pid) === pid;
  if (child === undefined && process.ppid !== pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** @param {number} pid */
function parentOf(pid) {
  if (process.platform !== "linux") return Number(ps("ppid=", pid));
  const stat = read(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(")")).split(" ")[2]);
}

/**
 * @param {string} column
 * @param {number} pid
 */
function ps(column, pid) {
  try {
    return execFileSync("ps", ["-o", column, "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    // The process is gone.
    return "";
  }
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, "latin1");
  } catch {
    // It is gone, or belongs to another user.
    return "";
  }
}
