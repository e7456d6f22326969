/** Puts what the standalone server does not copy by itself (static files, public/) beside it, after each build. */
import { cpSync, existsSync } from "node:fs";
import path from "node:path";

const page = path.dirname(import.meta.dirname);
const built = path.join(page, process.env.HIRECOACH_PAGE_DIST ?? ".next");
const standalone = path.join(built, "standalone");

cpSync(path.join(built, "static"), path.join(standalone, path.basename(built), "static"), {
  recursive: true,
});
if (existsSync(path.join(page, "public"))) {
  cpSync(path.join(page, "public"), path.join(standalone, "public"), { recursive: true });
}
