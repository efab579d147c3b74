import { applyD1Migrations, reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe } from 'vitest';
import { openD1 } from '../../src/store/d1.ts';
import { storeContract } from './contract.ts';

beforeEach(() => applyD1Migrations(env.DB, env.MIGRATIONS));
afterEach(() => reset());

describe('store contract on D1', () => storeContract(() => openD1(env.DB)));
