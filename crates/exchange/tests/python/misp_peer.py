"""PyMISP as an independent reader and writer of MISP events.

    misp_peer.py write FILE     makes an event with everything that the library offers
    misp_peer.py read FILE      reads events ({"Event": …} or a list of them) and prints what it understood as JSON
"""

import json
import sys

from pymisp import MISPEvent, MISPObject, MISPSharingGroup, MISPSighting


def fill(event: MISPEvent) -> None:
    event.from_dict(
        uuid="00000000-0000-4000-b000-000000000001", info="Look-alike sites – 'quoted' \\ and Ω",
        date="2026-02-01", timestamp=1770000000, distribution=2, threat_level_id=2, analysis=1,
    )
    event.add_tag("tlp:green")
    event.add_tag('disarm:technique="T0049"')
    for number, (kind, value) in enumerate([
        ("domain", "m1nistry.example"), ("ip-dst", "2001:db8::1"), ("url", "https://m1nistry.example/a?b=c"),
        ("email-src", "a@example.org"), ("sha256", "a" * 64), ("filename|md5", "x.pdf|" + "b" * 32), ("AS", "AS64500"),
        ("text", "a note"), ("comment", "line one\nline two"), ("link", "https://example.org/report"),
    ]):
        attribute = event.add_attribute(kind, value, uuid=f"00000000-0000-4000-b000-0000000001{number:02}",
                                        timestamp=1770000001, distribution=number % 4)
        attribute.add_tag("from:test")
        if number == 0:
            sighting = MISPSighting()
            sighting.from_dict(uuid="00000000-0000-4000-b000-000000000301", type="0", date_sighting="1770000100", id=1)
            attribute.Sighting = [sighting]
    templates = {
        "narrative": {"narrative-summary": "The vote was moved"},
        "forged-document": {"document-name": "decree.pdf", "document-text": "by order"},
        "impersonation": {"account-name": "ministry_official", "real-name": "Ministry"},
        "leaked-document": {"document-name": "list.xlsx", "document-text": "names"},
        "meme-image": {"document-text": "a meme", "username": "wren"},
        "microblog": {"post": "The vote was moved", "username": "wren", "url": "https://s.example/1"},
        "social-media-group": {"group-name": "Voters", "platform": "x"},
        "news-media": {"title": "East Wind", "url": "https://east.example", "source": "East Wind"},
    }
    made = []
    for number, (name, attributes) in enumerate(templates.items()):
        item = MISPObject(name)
        item.uuid = f"00000000-0000-4000-b000-0000000002{number:02}"
        for relation, value in attributes.items():
            item.add_attribute(relation, value=value)
        made.append(event.add_object(item))
    made[5].add_reference(made[0].uuid, "spreads")
    group = MISPSharingGroup()
    group.from_dict(name="three states", uuid="00000000-0000-4000-b000-000000000900")
    event.SharingGroup = group


def understood(document: dict) -> dict:
    event = MISPEvent()
    event.load(document)
    return {
        "uuid": event.uuid, "info": event.info, "distribution": int(event.distribution),
        "tags": sorted(tag.name for tag in event.tags),
        "attributes": sorted([one.uuid, one.type, one.category, str(one.value), bool(one.to_ids)] for one in event.attributes),
        "objects": sorted([one.uuid, one.name, len(one.attributes), len(one.ObjectReference or [])] for one in event.objects),
    }


def main() -> None:
    command, path = sys.argv[1:]
    if command == "write":
        event = MISPEvent()
        fill(event)
        with open(path, "w", encoding="utf-8") as out:
            json.dump({"Event": json.loads(event.to_json())}, out)
    else:
        with open(path, encoding="utf-8") as given:
            document = json.load(given)
        documents = document if isinstance(document, list) else [document]
        json.dump([understood(one) for one in documents], sys.stdout)


main()
