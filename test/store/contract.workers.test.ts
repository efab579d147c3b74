import { applyD1Migrations, type D1Migration, reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe } from 'vitest';
import { type D1Like, openD1 } from '../../src/store/d1.ts';
import { storeContract } from './contract.ts';

const bound = env as unknown as { DB: D1Like & D1Database; MIGRATIONS: D1Migration[] };

beforeEach(() => applyD1Migrations(bound.DB, bound.MIGRATIONS));
afterEach(() => reset());

describe('store contract on D1', () => storeContract(() => openD1(bound.DB)));
