/** What a talk knows of the topics of its needs, as `need.topic`. */
import type { Talk } from './talk.ts';

/** Topics a talk keeps; a letter that names more is not clearer for it. */
const TOPICS_MAX = 20;

const needOf = (topic: string): string | undefined => topic.split('.')[0];

/** The talk with topics named just now: they count instead of what was known of the same needs before. */
export function withTopics(talk: Talk, named: readonly string[]): Talk {
  const needs = new Set(named.map(needOf));
  const others = talk.topics.filter((topic) => !needs.has(needOf(topic)));
  return { ...talk, topics: [...others, ...named].slice(-TOPICS_MAX) };
}

/** The talk as if nothing were known of a need's topics, so that its question is asked anew. */
export const withoutTopics = (talk: Talk, need: string): Talk => ({
  ...talk,
  topics: talk.topics.filter((topic) => needOf(topic) !== need),
});
