// Writes annotations as an action would: [{kind, message, properties}] on stdin, workflow commands on stdout.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const core = await import(pathToFileURL(`${process.argv[2]}/node_modules/@actions/core/lib/core.js`));
for (const { kind, message, properties } of JSON.parse(readFileSync(0, "utf8"))) {
  core[kind](message, properties);
}
