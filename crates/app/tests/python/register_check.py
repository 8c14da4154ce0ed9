"""Checks an exported public register with nothing of ours: the log by RFC 6962, RFC 8032 and C2SP, the feed as RFC 4287 has it.

Usage: register_check.py FOLDER VERIFIER_KEY. Prints what it found as JSON; any fault ends it with a message.
"""
import base64
import hashlib
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

folder, verifier = pathlib.Path(sys.argv[1]), sys.argv[2]

# ---- Ed25519, by the definition of RFC 8032, section 5.1 -----------------------------------------------------------------
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
I = pow(2, (P - 1) // 4, P)


def recover(y, sign):
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * I % P
    assert (x * x - square) % P == 0, "no point of the curve"
    return P - x if x & 1 != sign else x


BY = 4 * pow(5, P - 2, P) % P
BASE = (recover(BY, 0), BY)


def add(a, b):
    (x, y), (u, v) = a, b
    k = D * x * u * y * v % P
    return ((x * v + u * y) * pow(1 + k, P - 2, P) % P, (y * v + x * u) * pow(1 - k, P - 2, P) % P)


def times(point, n):
    total = (0, 1)
    while n:
        if n & 1:
            total = add(total, point)
        point, n = add(point, point), n >> 1
    return total


def point(raw):
    number = int.from_bytes(raw, "little")
    y = number & (2**255 - 1)
    return (recover(y, number >> 255), y)


def is_signed(public, text, signature):
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(r + public + text).digest(), "little") % L
    return s < L and times(BASE, s) == add(point(r), times(point(public), h))


# ---- the tree of RFC 6962, section 2.1, by its recursive definition ------------------------------------------------------
def root(leaves):
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\x01" + root(leaves[:half]) + root(leaves[half:])).digest()


def path(index, leaves):
    if len(leaves) == 1:
        return []
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    if index < half:
        return path(index, leaves[:half]) + [root(leaves[half:])]
    return path(index - half, leaves[half:]) + [root(leaves[:half])]


# ---- checkpoint ----------------------------------------------------------------------------------------------------------
note = (folder / "log/checkpoint").read_text(encoding="utf-8")
text, signatures = note.rsplit("\n\n", 1)
text += "\n"
origin, size, claimed = text.splitlines()
name, key_id, key = re.fullmatch(r"(.*?)\+([0-9a-f]{8})\+(.*)", verifier).groups()
raw = base64.b64decode(key)
assert raw[0] == 1 and name == origin, "the key is another log's"
assert hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4].hex() == key_id, "the key's id is not of the key"
dash, signer, blob = signatures.strip().split(" ")
blob = base64.b64decode(blob)
assert dash == "\u2014" and signer == name and blob[:4].hex() == key_id
assert is_signed(raw[1:], text.encode(), blob[4:]), "the signature is not the key's"

# ---- lines, tiles, proofs ------------------------------------------------------------------------------------------------
size, entries = int(size), []
while len(entries) < size:
    number, width = len(entries) // 256, min(256, size - len(entries))
    where = f"log/tile/entries/{number:03}" + (f".p/{width}" if width < 256 else "")
    data = (folder / where).read_bytes()
    while data:
        length = int.from_bytes(data[:2], "big")
        entries.append(data[2 : 2 + length])
        data = data[2 + length :]
leaves = [hashlib.sha256(b"\x00" + entry).digest() for entry in entries]
assert root(leaves) == base64.b64decode(claimed), "the checkpoint signs another root"
width = min(256, size)
tile = folder / ("log/tile/0/000" + (f".p/{width}" if width < 256 else ""))
assert tile.read_bytes() == b"".join(leaves[:width]), "the tile holds other hashes"
opened = 0
for index, entry in enumerate(entries):
    proof = json.loads((folder / f"log/proof/{index}.json").read_text(encoding="utf-8"))
    assert proof["entry"].encode() == entry and proof["index"] == index
    assert [base64.b64decode(one) for one in proof["proof"]] == path(index, leaves), f"the proof of line {index}"
    if proof["opening"]:
        salt, payload = bytes.fromhex(proof["opening"]["salt"]), proof["opening"]["payload"].encode()
        digest = hashlib.sha256(b"ostrakon.register.commitment.1\n" + len(salt).to_bytes(8, "big") + salt + payload)
        assert digest.hexdigest() == entry.decode().splitlines()[3], f"line {index} commits to another text"
        opened += 1

# ---- the feed ------------------------------------------------------------------------------------------------------------
ATOM, TOMB = "{http://www.w3.org/2005/Atom}", "{http://purl.org/atompub/tombstones/1.0}"
feed = ElementTree.parse(folder / "en/feed.atom").getroot()
assert feed.tag == ATOM + "feed"
for need in ("id", "title", "updated"):
    assert len(feed.findall(ATOM + need)) == 1, f"a feed has one {need}"
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
ids = set()
for entry in feed.findall(ATOM + "entry"):
    for need in ("id", "title", "updated", "link"):
        assert entry.find(ATOM + need) is not None, f"an entry has a {need}"
    assert DATE.fullmatch(entry.find(ATOM + "updated").text)
    ids.add(entry.find(ATOM + "id").text)
tombs = feed.findall(TOMB + "deleted-entry")
assert all(DATE.fullmatch(one.get("when")) and one.get("ref") for one in tombs)
assert len(ids) == len(feed.findall(ATOM + "entry")), "each entry has an id of its own"
try:
    import feedparser

    parsed = feedparser.parse(str(folder / "en/feed.atom"))
    assert not parsed.bozo and len(parsed.entries) == len(ids)
except ImportError:
    pass
print(json.dumps({"size": size, "opened": opened, "entries": len(ids), "deleted": len(tombs)}))
