/** A(1). The real app over the real host, but nobody is woken: events are made durable and wait. */

import { configure } from '../../../src/config.ts';
import { openHost } from '../../../src/host.ts';
import { createHttpServer } from '../../../src/http.ts';

const configured = configure(process.env);
if (!configured.ok) throw new Error(configured.problems.join('\n'));
const { settings } = configured;
const host = await openHost({
  settings,
  content: () => {
    throw new Error('no turn is played here');
  },
  wake: { inbox() {}, outbox() {} },
  report: (event) => process.stderr.write(`${JSON.stringify(event)}\n`),
});
createHttpServer(host.deps).listen(settings.port, 'localhost');
