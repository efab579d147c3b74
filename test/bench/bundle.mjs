/** Bundles the TypeScript of the bench as build.mjs does the service, into a folder that goes away. */
import { mkdirSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

export const BENCH = import.meta.dirname;
/** Peers of the accuracy part. */
const SEARCH = ['fuse.js', 'minisearch', 'flexsearch', '@orama/orama', 'lunr', '@nlpjs/*'];

export const ROOT = path.resolve(BENCH, '../..');

/**
 * A folder for bundles and databases. Inside node_modules: packages resolve from there, git ignores it, and it
 * is on the disk of the repository (/tmp is often memory, where an fsync costs nothing).
 */
export function makeFolder() {
  mkdirSync(path.join(BENCH, 'node_modules'), { recursive: true });
  return mkdtempSync(path.join(BENCH, 'node_modules', '.run-'));
}

/** Bundles entries (name → file of this folder) into `folder` as name.mjs. */
export async function bundle(folder, entries) {
  await build({
    absWorkingDir: BENCH,
    entryPoints: entries,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    // Installed packages of their own, as their users run them; better-sqlite3 is native.
    external: ['better-sqlite3', 'pino', 'express', '@line/bot-sdk', 'kuromoji', ...SEARCH],
    logLevel: 'warning',
    banner: {
      js: "import{createRequire as requiring}from'node:module';const require=requiring(import.meta.url);",
    },
    define: {
      // src/host.ts and the peers find the migrations from where they stand: as if built into dist/ and src/.
      'import.meta.url': JSON.stringify(pathToFileURL(path.join(ROOT, 'dist', 'bench.js')).href),
      'import.meta.dirname': JSON.stringify(path.join(BENCH, 'peers')),
    },
  });
}
