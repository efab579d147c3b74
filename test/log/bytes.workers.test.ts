import { applyD1Migrations, reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe } from 'vitest';
import { openD1 } from '../../src/store/d1.ts';
import { logBytes } from './bytes.ts';

beforeEach(() => applyD1Migrations(env.DB, env.MIGRATIONS));
afterEach(() => reset());

describe('log bytes on D1', () => logBytes(() => openD1(env.DB)));
