/** Rich menus and the default one. LINE shows no menu without a picture, and never replaces a picture. */
import { randomBytes } from 'node:crypto';
import { type Answer, type Call, type Endpoints, ok, refuse, refuseBody } from './fake-line-http.ts';
import { fieldsOf, richMenuComplaints } from './fake-line-rules.ts';

interface RichMenu {
  content: Record<string, unknown>;
  picture?: { bytes: Buffer; type: string };
}

/** Menus are made, given their picture, made the default, and deleted. */
export function richMenuEndpoints(): Endpoints {
  const menus = new Map<string, RichMenu>();
  let defaultId = '';
  const withMenu = (run: (menu: RichMenu, call: Call, id: string) => Answer) => ({
    run: (call: Call, id: string) => {
      const menu = menus.get(id);
      return menu ? run(menu, call, id) : refuse(404, 'richmenu not found');
    },
  });

  return {
    'POST /v2/bot/richmenu': {
      run: ({ body }) => {
        const refusal = refuseBody(richMenuComplaints(fieldsOf(body)));
        if (refusal) return refusal;
        const richMenuId = `richmenu-${randomBytes(16).toString('hex')}`;
        menus.set(richMenuId, { content: { ...fieldsOf(body), richMenuId } });
        return ok({ richMenuId });
      },
    },
    'POST /v2/bot/richmenu/validate': {
      run: ({ body }) => refuseBody(richMenuComplaints(fieldsOf(body))) ?? ok(),
    },
    'GET /v2/bot/richmenu/list': {
      run: () => ok({ richmenus: [...menus.values()].map(({ content }) => content) }),
    },
    'GET /v2/bot/richmenu/:id': withMenu(({ content }) => ok(content)),
    'DELETE /v2/bot/richmenu/:id': withMenu((_, __, id) => {
      menus.delete(id);
      if (defaultId === id) defaultId = '';
      return ok();
    }),
    'POST /v2/bot/richmenu/:id/content': {
      accepts: ['image/png', 'image/jpeg'],
      ...withMenu((menu, { raw, contentType }) => {
        if (menu.picture) return refuse(400, 'An image has already been uploaded to the richmenu');
        if (raw.length > 1024 * 1024) return refuse(400, 'The image size is not allowed for richmenu');
        menu.picture = { bytes: raw, type: contentType };
        return ok();
      }),
    },
    'GET /v2/bot/richmenu/:id/content': withMenu(({ picture }) =>
      picture
        ? { status: 200, body: picture.bytes, headers: { 'content-type': picture.type } }
        : refuse(404, 'Not found'),
    ),
    'POST /v2/bot/user/all/richmenu/:id': withMenu(({ picture }, _, id) => {
      if (!picture) return refuse(400, 'must upload richmenu image before applying it to user');
      defaultId = id;
      return ok();
    }),
    'GET /v2/bot/user/all/richmenu': {
      run: () => (defaultId ? ok({ richMenuId: defaultId }) : refuse(404, 'no default richmenu')),
    },
    'DELETE /v2/bot/user/all/richmenu': {
      run: () => {
        defaultId = '';
        return ok();
      },
    },
  };
}
