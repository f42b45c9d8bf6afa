// `node run.mjs FLOW`: run one flow, and answer with what came of it.
import { answer } from "./conversation.mjs";
import * as flows from "./flows.mjs";

const flow = flows[process.argv[2]];
if (!flow) throw new Error(`There is no flow ${process.argv[2]}.`);
answer(await flow());
