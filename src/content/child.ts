/** Runs as a process of its own: compiles a city and prints the artefact, while the old content serves. */
import { publish } from './publish.ts';

const [root, city] = process.argv.slice(2);
process.stdout.write(JSON.stringify(publish(root!, city!)));
