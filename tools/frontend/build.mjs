// Builds the style sheet and copies GOV.UK Frontend's script into the service's static folder.
// Run `npm ci && npm run build` here; the results are committed, so an install of Bluelight needs neither.

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const frontend = join(here, "node_modules", "govuk-frontend");
const version = JSON.parse(readFileSync(join(frontend, "package.json"), "utf8")).version;
const out = join(here, "..", "..", "src", "bluelight", "service", "static");
const note = `/* Contains GOV.UK Frontend ${version}, MIT licence: see static/govuk-frontend/LICENSE.txt */\n`;

const css = sass.compile(join(here, "src", "bluelight.scss"), {
  style: "compressed",
  loadPaths: [join(here, "node_modules")],
  quietDeps: true,
  charset: false, // a byte order mark after the note would spoil the first rule
});
for (const unwanted of ["GDS Transport", "crest", "url("]) {
  if (css.css.includes(unwanted)) throw new Error(`The style sheet contains "${unwanted}".`);
}
mkdirSync(join(out, "bluelight"), { recursive: true });
writeFileSync(join(out, "bluelight", "bluelight.css"), note + css.css + "\n");

mkdirSync(join(out, "govuk-frontend"), { recursive: true });
const script = readFileSync(join(frontend, "dist", "govuk", "govuk-frontend.min.js"), "utf8");
writeFileSync(
  join(out, "govuk-frontend", "govuk-frontend.min.js"),
  note + script.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"),
);
copyFileSync(join(here, "LICENSE.govuk-frontend.txt"), join(out, "govuk-frontend", "LICENSE.txt"));
console.log(`Built with GOV.UK Frontend ${version}.`);
