/** What is wrong with a backup: one sentence, with cause and cure. */
import type { Unsound } from '../backup/examine.ts';
import { LOG_FAULTS } from './logVerify.ts';

const LINES = {
  missing:
    'バックアップのフォルダに、komatta.db・keys.db・checkpoints.txt の3つがそろっていません。「komatta backup」が作ったフォルダを指してください。',
  corrupt: 'データベースがこわれています。ディスクを確かめ、前のバックアップを使ってください。',
  newer: '新しい版のプログラムが書いたデータです。その版か、それより新しい版のプログラムで実行してください。',
  otherKey: 'KOMATTA_KEY が、このデータを封じた鍵とちがいます。控えておいた鍵を入れてください。',
  forked:
    '記録が、いまある記録の控え（LOG_CHECKPOINTS）と食いちがいます。ほかの場所のバックアップか、書きかえられたバックアップです。前に別のバックアップを戻したためだと分かっているときだけ、--force を付けてください（記録に残ります）。',
} as const;

export const unsoundLine = (fault: Unsound): string =>
  fault.why === 'log'
    ? `記録が正しくありません：${fault.verified.seq}${LOG_FAULTS[fault.verified.why!]}「komatta log verify」で調べ、前のバックアップを使ってください。`
    : LINES[fault.why];
