import { describe } from 'vitest';
import bundle from '../../dist/content/bundle.json';
import { prepare } from '../../src/content/content.ts';
import { goldenTests } from './golden.ts';

const prepared = prepare(bundle.content);

describe('golden talks in workerd', () => goldenTests(() => prepared));
