import { expect, it } from 'vitest';
import { withoutNames } from '../../src/case/names.ts';

it('covers names before さん, くん and the like, and leaves who somebody is', () => {
  expect(withoutNames('となりの斎藤さんと、むすこの健太くんが心配です')).toBe(
    'となりの○○さんと、むすこの○○くんが心配です',
  );
  expect(withoutNames('マリアさんの旦那さんが、民生委員さんに話しました')).toBe(
    '○○さんの旦那さんが、民生委員さんに話しました',
  );
  expect(withoutNames('お客様とお子さん、皆さん')).toBe('お客様とお子さん、皆さん');
});
