/**
 * Tells the person waiting what is being done, on stderr: on a terminal one line that counts the
 * seconds and is rewritten in place, elsewhere one plain line per step.
 *
 * @template T
 * @param {string} text what is being done, "Installing the dependencies"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>} what `work` gives; what it throws passes through
 */
export async function step(text, work) {
  if (!process.stderr.isTTY) {
    process.stderr.write(`caveat set-up: ${text}\n`);
    return await work();
  }
  const started = performance.now();
  const show = (/** @type {string} */ ending) => {
    const seconds = Math.round((performance.now() - started) / 1000);
    process.stderr.write(`\r\x1b[2K${text} … ${seconds} s${ending}`);
  };
  show("");
  const timer = setInterval(show, 1000, "");
  try {
    return await work();
  } finally {
    clearInterval(timer);
    show("\n");
  }
}
