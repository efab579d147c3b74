/** /metrics: for whom, what it counts, and what it never tells. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { sql } from '../../src/store/port.ts';
import { body, sign, textEvent } from '../rig/line-webhook.ts';
import { SECRET, startService, type TestService } from '../rig/service.ts';

const TOKEN = 'a-token-of-more-than-24-letters';
let service: TestService;
beforeEach(async () => {
  service = await startService({ METRICS_TOKEN: TOKEN });
});
afterEach(() => service.close());

const here = { incoming: { socket: { remoteAddress: '127.0.0.1' } } };
const there = { incoming: { socket: { remoteAddress: '10.0.0.8' } } };
const read = async (from: object = here, headers: Record<string, string> = {}): Promise<[number, string]> => {
  const answer = await service.app.request('http://localhost:3000/metrics', { headers }, from);
  return [answer.status, await answer.text()];
};
const sampleOf = (page: string, sample: string): number | null => {
  const line = page.split('\n').find((l) => l.startsWith(`${sample} `));
  return line ? Number(line.slice(sample.length + 1)) : null;
};

async function receive(texts: string[]): Promise<void> {
  for (const [i, text] of texts.entries()) {
    const raw = body([textEvent({ user: `watched-${i}`, text })]);
    const answer = await service.app.request('/webhook', {
      method: 'POST',
      body: raw,
      headers: { 'x-line-signature': sign(raw, SECRET) },
    });
    expect(answer.status).toBe(200);
  }
}

describe('/metrics', () => {
  it('is for this machine, or for who has the token', async () => {
    expect((await read())[0]).toBe(200);
    expect((await read(there))[0]).toBe(403);
    expect((await read(here, { 'x-forwarded-for': '10.0.0.8' }))[0]).toBe(403);
    expect((await read(there, { authorization: `Bearer ${TOKEN}` }))[0]).toBe(200);
    for (const wrong of [`Bearer ${TOKEN}x`, `Basic ${TOKEN}`, 'Bearer ', TOKEN])
      expect((await read(there, { authorization: wrong }))[0], wrong).toBe(403);
    const none = { ...service.deps, settings: { ...service.deps.settings, metricsToken: null } };
    const answer = await createApp(none).request(
      'http://localhost:3000/metrics',
      { headers: { authorization: 'Bearer null-null-null-null-null-null' } },
      there,
    );
    expect(answer.status).toBe(403);
  });

  it('counts what was accepted, played and waits, and hides what is under five', async () => {
    await receive(Array(4).fill('電球が切れて困った'));
    expect(sampleOf((await read())[1], 'komatta_events_accepted_total')).toBeNull();
    await receive(['電球が切れて困った', 'お金がない', 'こんにちは']);
    const waiting = (await read())[1];
    expect(sampleOf(waiting, 'komatta_events_accepted_total')).toBe(7);
    expect(sampleOf(waiting, 'komatta_inbox')).toBe(7);
    expect(sampleOf(waiting, 'komatta_turns_total')).toBeNull();
    service.advance(90_000);
    expect(sampleOf((await read())[1], 'komatta_inbox_oldest_seconds')).toBeGreaterThanOrEqual(90);
    const { settleInbox } = await import('../../src/run/settle.ts');
    await settleInbox(service.deps);
    const played = (await read())[1];
    expect(sampleOf(played, 'komatta_turns_total')).toBe(7);
    expect(sampleOf(played, 'komatta_inbox')).toBeNull();
    expect(sampleOf(played, 'komatta_inbox_oldest_seconds')).toBe(0);
    expect(sampleOf(played, 'komatta_outbox{state="pending"}')).toBe(7);
  });

  it('counts danger cards in steps of five: one more is never to be seen', async () => {
    const { settleInbox } = await import('../../src/run/settle.ts');
    const seen: (number | null)[] = [];
    for (let i = 0; i < 11; i++) {
      await receive(['もう死にたい']);
      await settleInbox(service.deps);
      seen.push(sampleOf((await read())[1], 'komatta_danger_cards_total{class="suicide"}'));
    }
    expect(seen).toEqual([null, null, null, null, 5, 5, 5, 5, 5, 10, 10]);
  });

  it('tells how old the newest backup is, and nothing of anybody', async () => {
    await receive(Array(6).fill('電球が切れて困った'));
    await service.work();
    expect(sampleOf((await read())[1], 'komatta_backup_age_seconds')).toBeNull();
    const { deps } = service;
    await deps.recorder.commit([], [{ at: deps.now(), actor: 'cli:x', act: 'backup.made' }]);
    service.advance(3_600_000);
    const [, page] = await read();
    expect(sampleOf(page, 'komatta_backup_age_seconds')).toBeGreaterThanOrEqual(3_599);
    const talks = await deps.store.all<{ id: string; who: string }>('SELECT id, who FROM talks');
    expect(talks.length).toBe(6);
    for (const { id, who } of talks) for (const never of [id, who, '電球']) expect(page).not.toContain(never);
  });

  it('is what a scraper reads: HELP, TYPE, then samples, each name once', async () => {
    await service.deps.store.batch([sql('DELETE FROM outbox')]);
    const [, page] = await read();
    expect(page.endsWith('\n')).toBe(true);
    for (const line of page.trimEnd().split('\n'))
      expect(line).toMatch(/^(?:# HELP \w+ .+|# TYPE \w+ (?:counter|gauge)|\w+(?:\{\w+="\w+"\})? \d+)$/);
    const named = [...page.matchAll(/^# TYPE (\w+)/gm)].map((m) => m[1]);
    expect(new Set(named).size).toBe(named.length);
  });
});
