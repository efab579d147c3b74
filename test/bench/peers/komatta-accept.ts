/** A(1). The real app over the real host, but nobody is woken: events are made durable and wait. */
import { serve } from '@hono/node-server';
import { createApp } from '../../../src/app.ts';
import { configure } from '../../../src/config.ts';
import { openHost } from '../../../src/host.ts';

const configured = configure(process.env);
if (!configured.ok) throw new Error(configured.problems.join('\n'));
const { settings } = configured;
const host = openHost({
  settings,
  content: () => {
    throw new Error('no turn is played here');
  },
  wake: { inbox() {}, outbox() {} },
  report: (event) => process.stderr.write(`${JSON.stringify(event)}\n`),
});
serve({ fetch: createApp(host.deps).fetch, port: settings.port, hostname: 'localhost' });
