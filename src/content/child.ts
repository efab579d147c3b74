/**
 * Runs as a process of its own while the old content serves: compiles a city and prints the artefact as a line. Where
 * example sentences have changed, it prints one with the new rules and texts first, and a second one when all is learned.
 */
import { type Published, publish } from './publish.ts';

const [root, city] = process.argv.slice(2);
const print = (published: Published): void => void process.stdout.write(`${JSON.stringify(published)}\n`);

const first = publish(root!, city!, 'later');
if (first.learned || first.artefact) print(first);
if (!first.learned) print(publish(root!, city!));
