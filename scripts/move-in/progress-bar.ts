const WIDTH = 30;
const EVERY = 0.1;

/** Draws how far it is; where nobody looks, a line for every tenth. */
export function progressBar(): (done: number, of: number) => void {
  let said = 0;
  return (done, of) => {
    const part = of === 0 ? 1 : Math.min(1, done / of);
    const { stderr } = process;
    if (stderr.isTTY) {
      const full = Math.round(part * WIDTH);
      stderr.write(
        `\r[${"#".repeat(full)}${" ".repeat(WIDTH - full)}] ${done} of ${of}${part === 1 ? "\n" : ""}`,
      );
    } else if (part === 1 || part >= said + EVERY) {
      said = part;
      stderr.write(`${done} of ${of}\n`);
    }
  };
}
