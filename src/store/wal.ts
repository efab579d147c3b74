/**
 * Whether a write-ahead log has lost part of itself. SQLite reads a WAL up to the first frame whose checksum
 * is wrong and takes the rest for absent; frames of the same generation behind that point show the loss.
 * Format: https://www.sqlite.org/fileformat2.html#walformat
 */
import { existsSync, readFileSync } from 'node:fs';

const HEADER = 32;
const FRAME_HEADER = 24;
const MAGIC = [0x377f0682, 0x377f0683];

/** True when the file holds frames of its own generation that do not follow from its start. */
export function walDamage(file: string): boolean {
  if (!existsSync(file)) return false;
  const wal = readFileSync(file);
  if (wal.length === 0) return false;
  if (wal.length < HEADER || !MAGIC.includes(wal.readUInt32BE(0))) return true;
  const bigEndian = wal.readUInt32BE(0) === MAGIC[1];
  const frame = FRAME_HEADER + wal.readUInt32BE(8);
  let sums = checksum(wal.subarray(0, 24), [0, 0], bigEndian);
  if (!isAt(wal, 24, sums)) return true;
  for (let at = HEADER; at + FRAME_HEADER <= wal.length; at += frame) {
    const ours = wal.compare(wal, 16, 24, at + 8, at + 16) === 0;
    if (!ours) return false; // the remains of an older generation: the log ends here
    if (at + frame > wal.length) return true;
    sums = checksum(wal.subarray(at, at + 8), sums, bigEndian);
    sums = checksum(wal.subarray(at + FRAME_HEADER, at + frame), sums, bigEndian);
    if (!isAt(wal, at + 16, sums)) return true;
  }
  return false;
}

type Sums = [number, number];

const isAt = (wal: Buffer, at: number, [s0, s1]: Sums): boolean =>
  wal.readUInt32BE(at) === s0 && wal.readUInt32BE(at + 4) === s1;

function checksum(bytes: Buffer, [a, b]: Sums, bigEndian: boolean): Sums {
  let s0 = a;
  let s1 = b;
  for (let i = 0; i < bytes.length; i += 8) {
    s0 = (s0 + (bigEndian ? bytes.readUInt32BE(i) : bytes.readUInt32LE(i)) + s1) >>> 0;
    s1 = (s1 + (bigEndian ? bytes.readUInt32BE(i + 4) : bytes.readUInt32LE(i + 4)) + s0) >>> 0;
  }
  return [s0, s1];
}
