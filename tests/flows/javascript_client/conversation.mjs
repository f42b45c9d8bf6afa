// What a script of these tests is told, whom it asks to go somewhere, and what it answers: one JSON value a line.
import { createInterface } from "node:readline";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

async function hear() {
  const { value, done } = await lines.next();
  if (done) throw new Error("Nobody is there any more.");
  return JSON.parse(value);
}

function say(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

// What the flow is about: the issuer, and the client as it is registered, with its private key.
export const given = await hear();

// Ask the person at the other end to do something; return what came of it: where the browser arrived, what it posted.
export async function ask(what, details) {
  say({ ask: what, ...details });
  return hear();
}

export function answer(result) {
  say({ result });
  process.stdin.destroy();
}
