/** komatta drill: a resident who does not exist goes the whole way, so that staff know that the way works. */
import { drill } from '../run/drill.ts';
import { answer, type Call, type Exit } from './command.ts';
import { withHost } from './withHost.ts';

/** Looks for a notice this often; the service sends within seconds. */
const LOOK = 2_000;
const LOOKS = 45;

export const drillCommand = (call: Call): Promise<Exit> =>
  withHost(call, async (deps) => {
    const wait = () => new Promise<void>((next) => setTimeout(next, LOOK));
    const steps = await drill(deps, wait, LOOKS);
    const bad = steps.filter((s) => !s.good);
    if (call.values.json) answer(JSON.stringify({ ok: bad.length === 0, steps }));
    else {
      for (const s of steps) answer(`${s.good ? '○' : '×'}　${s.text}`);
      if (deps.notifiers.length === 0)
        answer(
          '注意　知らせの送り先（SMTP_URL か NOTICE_WEBHOOK_URL）がないので、知らせは確かめていません。',
        );
      answer(bad.length === 0 ? '訓練は、おわりまで通りました。' : '通らないところがあります。');
    }
    return bad.length === 0 ? 0 : 1;
  });
