/** 合言葉: what the talk becomes when one is set, and when it is given up. */
import { newTalk, type Talk } from './talk.ts';
import * as texts from './texts.ts';
import { speak, type Turned, textSay } from './turned.ts';

/** `hash`: of the word; null gives it up. LINE begins anew outside, in the language it was spoken in. */
export function guard(talk: Talk, hash: string | null): Turned {
  const effect = { kind: 'guard', hash } as const;
  if (hash === null) {
    const lineAt = Math.max(talk.lineAt, talk.outside?.lineAt ?? 0);
    return speak({ ...talk, outside: null, lineAt }, [textSay(texts.UNGUARDED)], [effect]);
  }
  const outside: Talk = talk.outside ?? {
    ...newTalk('line'),
    veiled: true,
    lineAt: talk.lineAt,
    ...(talk.language !== undefined && { language: talk.language }),
  };
  return speak({ ...talk, outside }, [textSay(texts.GUARDED)], [effect]);
}
