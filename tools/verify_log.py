#!/usr/bin/env python3
"""記録（JSONL）を、Komatta のプログラムを使わずに確かめます。 python3 verify_log.py 記録.jsonl [控え.txt]

A second, independent verifier: written from the format alone, for people who do not trust ours.
  head0 = SHA-256("komatta-log-v1\\n"), headN = SHA-256(0x01 + headN-1 + lineN), lines verbatim without the newline.
Prints one JSON line like `komatta log verify --json`. Exit: 0 whole, 1 not, 2 wrong use."""
import hashlib
import json
import re
import sys


def checkpoints(path):
    """{size: {head, ...}}; a line that cannot be read is left out."""
    kept = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            found = re.fullmatch(r"\S+ (\d{1,15}) ([0-9a-f]{64})\n?", line)
            if found:
                kept.setdefault(int(found[1]), set()).add(found[2])
    return kept


def seq_of(line):
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry.get("seq") if isinstance(entry, dict) else None


def verify(lines, kept):
    """(why, seq, size, head, proven); why is None when all is well."""
    head, size, proven = hashlib.sha256(b"komatta-log-v1\n").digest(), 0, 0
    for line in lines:
        said = re.match(rb'\{"seq":(\d{1,15}),', line)
        if said and int(said[1]) != size + 1:
            return "missing", size + 1, size, head, proven
        if seq_of(line) != size + 1:
            return "altered", size + 1, size, head, proven
        size, head = size + 1, hashlib.sha256(b"\x01" + head + line).digest()
        if size in kept:
            if kept[size] != {head.hex()}:
                return "forked", size, size, head, proven
            proven = size
    if kept and max(kept) > size:
        return "truncated", size + 1, size, head, proven
    return None, None, size, head, proven


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    with open(sys.argv[1], "rb") as log:
        rows = [line for line in log.read().split(b"\n") if line]
    why, seq, size, head, proven = verify(rows, checkpoints(sys.argv[2]) if len(sys.argv) == 3 else {})
    answer = {"ok": why is None, "size": size, "head": head.hex(), "proven": proven, "seq": seq, "why": why}
    print(json.dumps(answer, separators=(",", ":")))
    sys.exit(0 if why is None else 1)
