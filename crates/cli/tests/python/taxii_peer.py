"""Every documented call of taxii2-client against a running server, and what the protocol says of wrong requests.

Usage: taxii_peer.py ADDRESS USER TOKEN COLLECTION READ_ONLY_TOKEN. Ends with 0 when all of it holds.
"""

import sys
import uuid

import requests
from taxii2client.v21 import ApiRoot, Server, Status, as_pages

ADDRESS, USER, TOKEN, COLLECTION, READER = sys.argv[1:6]
MEDIA = "application/taxii+json;version=2.1"


def identity(number, day=1, **more):
    stamp = f"2024-01-{day:02}T00:00:00.000Z"
    name = f"identity--{uuid.UUID(int=number, version=4)}"
    fixed = {"type": "identity", "spec_version": "2.1", "id": name, "created": "2024-01-01T00:00:00.000Z"}
    return {**fixed, "modified": stamp, "name": f"n{number}", **more}


# Discovery, API root, collections.
server = Server(f"{ADDRESS}/taxii2/", user=USER, password=TOKEN)
assert server.title and len(server.api_roots) == 1 and server.default is not None
root = server.default
assert MEDIA in root.versions and root.max_content_length > 1_000_000
collection = next(one for one in root.collections if one.id == COLLECTION)
assert collection.can_read and collection.can_write and collection.title == "Incidents"
by_alias = requests.get(f"{root.url}collections/incidents/", headers={"Accept": MEDIA}, auth=(USER, TOKEN), timeout=20)
assert by_alias.json()["id"] == COLLECTION

# Adding: what is new, what is there, what is wrong, unknown fields and types.
status = collection.add_objects({"objects": [identity(n) for n in range(2500)]})
assert (status.status, status.total_count, status.success_count, status.failure_count) == ("complete", 2500, 2500, 0)
odd = {"type": "x-own-thing", "spec_version": "2.1", "id": f"x-own-thing--{uuid.UUID(int=7, version=4)}",
       "created": "2024-01-01T00:00:00.000Z", "modified": "2024-01-01T00:00:00.000Z", "x_any": {"b": [1.5, None], "a": "é"}}
mixed = [identity(1), identity(2, day=2), odd, {"type": "identity"}, identity(3, name="other")]
status = collection.add_objects({"objects": mixed})
assert (status.total_count, status.success_count, status.failure_count) == (5, 3, 2), status.failures
assert all(one["message"] for one in status.failures)
again = Status(f"{root.url}status/{status.id}/", user=USER, password=TOKEN)
assert (again.success_count, again.failure_count) == (3, 2)
assert collection.get_object(odd["id"])["objects"] == [odd]

# Paging: whole, in order, nothing twice, also while others write.
seen = []
for number, page in enumerate(as_pages(collection.get_objects, per_request=700)):
    seen.extend(one["id"] for one in page.get("objects", []))
    collection.add_objects({"objects": [identity(10_000 + number)]})
assert len(seen) == len(set(seen)) and set(identity(n)["id"] for n in range(2500)) <= set(seen)

# Filters.
assert [one["modified"] for one in collection.get_object(identity(2)["id"])["objects"]] == [identity(2, day=2)["modified"]]
versions = collection.object_versions(identity(2)["id"])["versions"]
assert versions == [identity(2)["modified"], identity(2, day=2)["modified"]], versions
for version, expected in [("all", 2), ("first", 1), (identity(2)["modified"], 1), ("first,last", 2)]:
    assert len(collection.get_object(identity(2)["id"], version=version)["objects"]) == expected, version
assert len(collection.get_objects(type="x-own-thing")["objects"]) == 1
assert collection.get_objects(type="malware") == {}
assert collection.get_objects(added_after="2999-01-01T00:00:00Z") == {}
assert collection.get_objects(spec_version="2.0") == {}
manifest = collection.get_manifest(limit=3)
assert manifest["more"] and len(manifest["objects"]) == 3 and manifest["objects"][0]["media_type"] == "application/stix+json;version=2.1"
rest = collection.get_manifest(added_after=manifest["objects"][-1]["date_added"], limit=1)
assert rest["objects"][0]["id"] not in [one["id"] for one in manifest["objects"]]

# Deleting.
collection.delete_object(identity(9)["id"])
for call in (collection.get_object, collection.delete_object, collection.object_versions):
    try:
        call(identity(9)["id"])
    except requests.HTTPError as error:
        assert error.response.status_code == 404
    else:
        raise AssertionError("it was deleted")

# Requests that are wrong.
good = {"Accept": MEDIA, "Authorization": f"Bearer {TOKEN}"}
reader = {**good, "Authorization": f"Bearer {READER}"}
post = {**good, "Content-Type": MEDIA}
objects = f"{root.url}collections/{COLLECTION}/objects/"
WRONG = [
    (401, "GET", server.url, {"Accept": MEDIA}, None),
    (401, "GET", objects, {**good, "Authorization": "Bearer ost_nonsense"}, None),
    (403, "POST", objects, {**reader, "Content-Type": MEDIA}, '{"objects":[]}'),
    (403, "DELETE", f"{objects}{identity(1)['id']}/", reader, None),
    (404, "GET", f"{ADDRESS}/taxii2/other/", good, None),
    (404, "GET", f"{root.url}collections/00000000-0000-4000-8000-000000000000/", good, None),
    (404, "GET", f"{root.url}status/00000000-0000-4000-8000-000000000000/", good, None),
    (405, "PUT", objects, good, None),
    (406, "GET", objects, {**good, "Accept": "application/json"}, None),
    (406, "GET", objects, {**good, "Accept": "application/taxii+json;version=2.0"}, None),
    (415, "POST", objects, {**good, "Content-Type": "application/json"}, '{"objects":[]}'),
    (422, "POST", objects, post, "{"),
    (422, "POST", objects, post, "{}"),
    (422, "POST", objects, post, '{"type":"bundle","objects":[{}]}'),
    (400, "GET", f"{objects}?limit=0", good, None),
    (400, "GET", f"{objects}?added_after=yesterday", good, None),
    (400, "GET", f"{objects}?next=nonsense", good, None),
    (400, "GET", f"{objects}?match[version]=newest", good, None),
]
for expected, method, url, headers, body in WRONG:
    answer = requests.request(method, url, headers=headers, data=body, timeout=20)
    assert answer.status_code == expected, (method, url, answer.status_code, answer.text)
    assert answer.headers["content-type"] == MEDIA and answer.json()["title"], (method, url)
long = requests.post(objects, headers=post, data=b" " * ((100 << 20) + 1), timeout=60)
assert long.status_code == 413, long.status_code
page = requests.get(f"{objects}?limit=2&x-unknown=1", headers=good, timeout=20)
assert page.headers["X-TAXII-Date-Added-First"] < page.headers["X-TAXII-Date-Added-Last"]
assert ApiRoot(root.url, user=USER, password=TOKEN).title == root.title
print("all of it holds")
