/** Where a request comes from, as far as that can be known. */
import type { IncomingMessage } from 'node:http';
import type { Context } from 'hono';
import { isLoopback, type Settings } from '../config.ts';

const FORWARDED = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'];

/**
 * The visitor's address, by which wrong tries are counted; IPv6 as its /64, which is what one connection gets. The last
 * address of X-Forwarded-For counts (our own proxy wrote it, the ones before are the sender's claim), and only with
 * TRUST_PROXY. null: not known; so is this machine itself, which without TRUST_PROXY is a proxy we were not told of.
 */
export function visitorAddress(c: Context, s: Settings): string | null {
  const peer = peerOf(c);
  // On Workers there is no socket; Cloudflare writes this header itself.
  if (peer === null) return networkOf(c.req.header('cf-connecting-ip') ?? '');
  if (!s.trustProxy) return isThisMachine(peer) ? null : networkOf(peer);
  return networkOf(c.req.header('x-forwarded-for')?.split(',').at(-1) ?? peer);
}

/**
 * Whether somebody on this machine asks. A proxy on this machine asks from here too, for the whole world: it shows by
 * its headers, and where it might show none the service has to be told of it (TRUST_PROXY).
 */
export function isFromHere(c: Context, s: Settings): boolean {
  const peer = peerOf(c);
  const direct = FORWARDED.every((name) => c.req.header(name) === undefined);
  const ours = isLoopback(s.publicUrl) || s.trustProxy;
  return peer !== null && isThisMachine(peer) && direct && ours && isLoopback(new URL(c.req.url));
}

function peerOf(c: Context): string | null {
  const { incoming } = (c.env ?? {}) as { incoming?: IncomingMessage };
  return incoming?.socket.remoteAddress?.replace(/^::ffff:/, '') ?? null;
}

const isThisMachine = (address: string): boolean => address === '::1' || address.startsWith('127.');

/** An IPv4 address as it is, an IPv6 address as its first four groups; null for what is neither. */
function networkOf(text: string): string | null {
  const address = text.trim().replace(/^::ffff:/i, '');
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(address)) return address;
  if (!/^[0-9a-f:]{2,39}$/i.test(address) || !address.includes(':')) return null;
  const [head = '', tail] = address.toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  const zeros =
    tail === undefined ? [] : Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((g) => Number.parseInt(g, 16).toString(16))
    .join(':');
}
