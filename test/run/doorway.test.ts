import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  deviceTalk,
  endDevice,
  makePhrase,
  mintLink,
  spendLink,
  startDevice,
  usePhrase,
} from '../../src/run/doorway.ts';
import { readPhrase } from '../../src/run/spare.ts';
import { startService, type TestService } from '../rig/service.ts';

const MINUTE = 60_000;
let service: TestService;
beforeEach(async () => {
  service = await startService();
});
afterEach(() => service.close());

const tokenOf = (link: string): string => link.split('/').at(-1)!;

describe('a link from LINE', () => {
  it('opens a device session once, within ten minutes', async () => {
    const token = tokenOf(await mintLink(service.deps, 't1'));
    const [one, two] = await Promise.all([spendLink(service.deps, token), spendLink(service.deps, token)]);
    expect([one, two].filter((d) => d !== null)).toHaveLength(1);
    expect(await deviceTalk(service.deps, (one ?? two)!)).toBe('t1');
    const late = tokenOf(await mintLink(service.deps, 't1'));
    service.advance(10 * MINUTE);
    expect(await spendLink(service.deps, late)).toBeNull();
    expect(await spendLink(service.deps, 'forged')).toBeNull();
  });
});

describe('a device', () => {
  it('stays while it is used, and ends after 30 idle minutes or when closed', async () => {
    const token = await startDevice(service.deps, 't1');
    for (let i = 0; i < 5; i++) {
      service.advance(29 * MINUTE);
      expect(await deviceTalk(service.deps, token)).toBe('t1');
    }
    service.advance(30 * MINUTE);
    expect(await deviceTalk(service.deps, token)).toBeNull();
    const other = await startDevice(service.deps, 't1');
    await endDevice(service.deps, other);
    expect(await deviceTalk(service.deps, other)).toBeNull();
    expect(await deviceTalk(service.deps, undefined)).toBeNull();
  });
});

describe('a return phrase', () => {
  it('leads back, however it is typed, and a new one replaces it', async () => {
    const phrase = await makePhrase(service.deps, 't1');
    const katakana = phrase.replace(/[ぁ-ん]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0x60));
    for (const typed of [phrase, phrase.replaceAll('-', ''), ` ${phrase.replaceAll('-', '　')} `, katakana]) {
      expect(await deviceTalk(service.deps, (await usePhrase(service.deps, typed))!)).toBe('t1');
    }
    await makePhrase(service.deps, 't1');
    expect(await usePhrase(service.deps, phrase)).toBeNull();
  });

  it('reads anything without falling over', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        (s) => readPhrase(s) === null || readPhrase(s)!.length === 13,
      ),
    );
  });
});

it('keeps only hashes of links, devices and phrases', async () => {
  const link = tokenOf(await mintLink(service.deps, 't1'));
  const device = await startDevice(service.deps, 't1');
  const phrase = readPhrase(await makePhrase(service.deps, 't1'))!;
  const rows = JSON.stringify(
    await Promise.all(
      ['links', 'devices', 'phrases'].map((t) => service.deps.store.all(`SELECT * FROM ${t}`)),
    ),
  );
  for (const secret of [link, device, phrase]) expect(rows).not.toContain(secret);
});
