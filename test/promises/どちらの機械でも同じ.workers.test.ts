import { applyD1Migrations, reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe } from 'vitest';
import bundle from '../../dist/content/bundle.json';
import { prepare } from '../../src/content/content.ts';
import { openD1 } from '../../src/store/d1.ts';
import { goldenTests } from '../talks/golden.ts';
import { storedTests } from '../talks/stored.ts';

const prepared = prepare(bundle.content);
/** The Workers entry bundles one city. */
const CITY = [bundle.content.city.id];

describe('golden talks in workerd', () => goldenTests(() => prepared, CITY));

describe('golden talks on D1', () => {
  beforeEach(async () => {
    await applyD1Migrations(env.DB, env.MIGRATIONS);
    await applyD1Migrations(env.KEYS, env.MIGRATIONS_KEYS);
  });
  afterEach(() => reset());
  storedTests(
    () => [openD1(env.DB), openD1(env.KEYS)],
    () => prepared,
    CITY,
  );
});
