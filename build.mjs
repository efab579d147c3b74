// npm run build: bundles the two Node entries and compiles the content of every city into dist/.
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

// `npm ci --dry-run` runs `prepare` too, while nothing is installed and nothing may be written.
if (process.env.npm_config_dry_run === 'true') process.exit(0);
const { build } = await import('esbuild');

rmSync('dist', { recursive: true, force: true });

const common = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  jsx: 'automatic',
  jsxImportSource: 'hono/jsx',
  // better-sqlite3 is native; pino and kuromoji open files of their own at run time.
  external: ['better-sqlite3', 'pino', 'kuromoji'],
  logLevel: 'warning',
  // Some dependencies are CommonJS and expect `require`.
  banner: {
    js: "import{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url);",
  },
};

await build({
  ...common,
  entryPoints: {
    node: 'src/node.ts',
    publish: 'src/content/publish.ts',
    child: 'src/content/child.ts',
    richMenu: 'src/line/richMenu.ts',
  },
  outdir: 'dist',
});
await build({
  ...common,
  entryPoints: { cli: 'src/cli.ts' },
  outdir: 'dist',
  banner: { js: `#!/usr/bin/env node\n${common.banner.js}` },
});

chmodSync('dist/cli.js', 0o755); // `npx komatta` runs it as a program

/** A folder of data/ that is a city's; languages/ is not. */
function isCity(entry) {
  return entry.isDirectory() && existsSync(`data/${entry.name}/office.yaml`);
}

const { publish, editorSchemas, keepMemory } = await import(pathToFileURL('dist/publish.js').href);
mkdirSync('dist/content', { recursive: true });
for (const city of readdirSync('data', { withFileTypes: true }).filter(isCity)) {
  const { artefact, faults } = publish('.', city.name);
  for (const line of faults) console.error(line);
  if (!artefact) process.exit(1);
  writeFileSync(`dist/content/${city.name}.json`, JSON.stringify(artefact));
  // The city that the Workers entry bundles.
  if (city.name === (process.env.CITY || 'hiratsuka'))
    writeFileSync('dist/content/bundle.json', JSON.stringify(artefact));
}
// What was read and learned, so that an edit on a running service learns only what is new.
keepMemory('dist/content');
// The rich menu's picture was drawn before (npm run draw-menu): a build needs neither browser nor font.
for (const picture of readdirSync('data').filter((f) => /^menu-.*\.png$/.test(f)))
  cpSync(`data/${picture}`, `dist/content/${picture}`);
mkdirSync('schemas', { recursive: true });
for (const [name, schema] of Object.entries(editorSchemas())) {
  writeFileSync(`schemas/${name}.json`, `${JSON.stringify(schema, null, 2)}\n`);
}
