/** One keep-alive HTTP/1.1 connection on a bare socket: cheap enough not to be what is measured. */
import net from 'node:net';

/** Posts one request after the other: `next()` gives the bytes (now or by a promise) or null to end, `done(status, ms)` takes each answer. */
export function converse(port, next, done) {
  return new Promise((ended) => {
    const socket = net.connect({ port, host: 'localhost', noDelay: true });
    let received = '';
    let sentAt = 0;
    let waiting = false;
    const send = async () => {
      waiting = false;
      const request = await next();
      waiting = request !== null;
      if (!waiting) return socket.end();
      received = '';
      sentAt = performance.now();
      socket.write(request);
    };
    socket.setEncoding('latin1');
    socket.setTimeout(10_000, () => socket.destroy());
    socket.on('connect', send);
    socket.on('data', (text) => {
      received += text;
      const status = statusOf(received);
      if (status === null) return;
      done(status, performance.now() - sentAt);
      send();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      if (waiting) done(0, performance.now() - sentAt);
      ended();
    });
  });
}

/** Status of a whole response; null while some of it is still to come. */
function statusOf(received) {
  const head = received.indexOf('\r\n\r\n');
  if (head < 0) return null;
  const length = /\r\ncontent-length: *(\d+)/i.exec(received);
  const whole = length ? received.length >= head + 4 + Number(length[1]) : received.endsWith('0\r\n\r\n');
  return whole ? Number(received.slice(9, 12)) : null;
}
