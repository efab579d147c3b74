/** Compiles all cities and ends. Bundled into the bench's folder, it finds nothing that a build has remembered. */
import { publish } from '../../src/content/publish.ts';

const { CONTENT, CITIES } = process.env as Record<string, string>;
for (const city of CITIES!.split(',')) {
  const { faults } = publish(CONTENT!, city);
  if (faults.length > 0) throw new Error(faults.join('\n'));
}
