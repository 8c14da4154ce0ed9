#!/usr/bin/env python3
"""Drives a running hub over loopback and prints what it takes: starting, adding, paging, asking, importing, many readers, and
what two hubs take to synchronise one report that names very many objects.

Needs a release build (`make build`) and nothing but Python's standard library. Every figure is from one run on this
machine; the reference figures beside them are those of the issue's systems and are not measured here.

  python3 benches/exchange/run.py [--binary PATH] [--objects N] [--readers N] [--seconds S] [--only hub|report]
"""

import argparse
import http.client
import json
import os
import statistics
import subprocess
import tempfile
import threading
import time
import uuid

MEDIA = "application/taxii+json;version=2.1"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default="target/release/ostrakon")
    parser.add_argument("--objects", type=int, default=200_000, help="objects that are imported before asking")
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--only", choices=("hub", "report"), help="one part of it")
    return parser.parse_args()


def thing(number):
    """An object of ordinary size: about 700 bytes."""
    kind = ("incident", "indicator", "malware", "note")[number % 4]
    stamp = f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}T{number % 24:02}:00:00.000Z"
    more = {
        "incident": {"name": f"Incident {number}"},
        "indicator": {"pattern": f"[url:value = 'https://look-alike-{number}.example/']", "pattern_type": "stix", "valid_from": stamp},
        "malware": {"name": f"Malware {number}", "is_family": False},
        "note": {"content": "Seen in several countries. " * 12, "object_refs": ["identity--" + str(uuid.UUID(int=1, version=4))]},
    }[kind]
    return {
        "type": kind, "spec_version": "2.1", "id": f"{kind}--{uuid.UUID(int=number + (7 << 64), version=4)}",
        "created": stamp, "modified": stamp, "created_by_ref": "identity--" + str(uuid.UUID(int=1, version=4)),
        "confidence": number % 100, "labels": ["interference", f"wave-{number % 50}"],
        "description": "Posts with equal texts within seconds. " * 8,
        "object_marking_refs": ["marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"], **more,
    }


class Hub:
    def __init__(self, binary, data):
        self.binary, self.data, self.process = binary, data, None

    def say(self, *words):
        done = subprocess.run([self.binary, *words, "--data", self.data], capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{words}: {done.stderr}")
        return done.stdout.strip()

    def start(self):
        begun = time.perf_counter()
        self.process = subprocess.Popen(
            [self.binary, "serve", "--listen", "127.0.0.1:0", "--data", self.data], stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            if line.startswith("Open http://"):
                self.port = int(line.split("/")[2].split(":")[1])
                break
        threading.Thread(target=lambda: [None for _ in self.process.stderr], daemon=True).start()
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request("GET", "/readyz")
        assert connection.getresponse().status == 200
        return time.perf_counter() - begun

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def memory(self, what="VmRSS"):
        """Megabytes: now, or with `VmHWM` the most since the start."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith(what))


class Asker:
    def __init__(self, hub, token):
        self.connection = http.client.HTTPConnection("127.0.0.1", hub.port, timeout=120)
        self.headers = {"Accept": MEDIA, "Authorization": f"Bearer {token}"}

    def ask(self, path, body=None):
        more = {"Content-Type": MEDIA} if body else {}
        self.connection.request("POST" if body else "GET", path, body, {**self.headers, **more})
        answer = self.connection.getresponse()
        return answer.status, answer.read()


def p95(times):
    return sorted(times)[int(len(times) * 0.95)]


def row(what, value, goal):
    print(f"| {what} | {value} | {goal} |", flush=True)


def main():
    given = arguments()
    print("| work | measured | goal |\n|---|---|---|")
    if given.only != "report":
        one_hub(given)
    if given.only != "hub":
        for direction in ("push", "pull"):
            synchronised(given, direction)


def one_hub(given):
    with tempfile.TemporaryDirectory() as folder:
        hub = Hub(os.path.abspath(given.binary), os.path.join(folder, "hub"))
        hub.say("org", "add", "Bench", "--kind", "institution", "--country", "EU")
        hub.say("user", "add", "bench", "--org", "Bench", "--role", "analyst")
        token = hub.say("token", "create", "--user", "bench", "--scope", "taxii:read", "--scope", "taxii:write")
        small = hub.say("collection", "create", "--title", "Small")
        large = hub.say("collection", "create", "--title", "Large")
        row("start to ready, empty", f"{statistics.median(restart(hub) for _ in range(5)):.3f} s", "≤ 0.3 s")
        hub.start()
        row("memory, idle", f"{hub.memory():.0f} MB", "≤ 100 MB")
        asker = Asker(hub, token)
        base = f"/taxii2/ostrakon/collections/{small}/objects/"
        times = []
        for turn in range(5):
            body = json.dumps({"objects": [thing(turn * 10_000 + n) for n in range(10_000)]})
            begun = time.perf_counter()
            status, answer = asker.ask(base, body)
            times.append(time.perf_counter() - begun)
            assert status == 202 and json.loads(answer)["success_count"] == 10_000
        row("durable POST of 10,000 objects over TAXII", f"{statistics.median(times):.2f} s", "≤ 0.7 s")
        begun, seen, query = time.perf_counter(), 0, "?limit=1000"
        while seen < 10_000:
            page = json.loads(asker.ask(base + query)[1])
            seen += len(page["objects"])
            query = f"?limit=1000&next={page['next']}"
        row("page 10,000, 1,000 at a time", f"{time.perf_counter() - begun:.2f} s", "≤ 0.4 s")
        path = os.path.join(folder, "objects.ndjson")
        with open(path, "w", encoding="utf-8") as file:
            for number in range(given.objects):
                file.write(json.dumps(thing(1_000_000 + number)) + "\n")
        begun = time.perf_counter()
        hub.say("stix", "import", path, "--collection", large)
        rate = given.objects / (time.perf_counter() - begun)
        row(f"sustained import of {given.objects:,} objects", f"{rate:,.0f} objects/s", "≥ 8,000 objects/s")
        begun = time.perf_counter()
        again = hub.say("stix", "import", path, "--collection", large)
        assert f"{0:,} new" in again.replace("\u202f", ",").replace(" ", " ") or " 0 new" in again, again
        row("the same again: adds none", f"{given.objects / (time.perf_counter() - begun):,.0f} objects/s", "adds none")
        base = f"/taxii2/ostrakon/collections/{large}/objects/"
        middle = json.loads(asker.ask(base.replace("objects/", "manifest/") + "?limit=10000")[1])["objects"][-1]["date_added"]
        for what, query, goal in [
            ("first page of 100", "?limit=100", "≤ 20 ms"),
            ("`added_after`, 100", f"?limit=100&added_after={middle}", "≤ 20 ms"),
            ("`match[type]`, 100", "?limit=100&match%5Btype%5D=malware", "≤ 20 ms"),
            ("by id", None, "≤ 5 ms"),
        ]:
            times = []
            for turn in range(200):
                asked = query or f"{thing(1_000_000 + turn * 97 % given.objects)['id']}/"
                begun = time.perf_counter()
                status, answer = asker.ask(base + asked)
                times.append(time.perf_counter() - begun)
                assert status == 200 and len(json.loads(answer)["objects"]) >= 1
            row(f"{what}, p95, at {given.objects:,} objects", f"{p95(times) * 1000:.1f} ms", goal)
        hub.stop()
        row(f"start to ready with {given.objects:,} objects", f"{hub.start():.3f} s", "≤ 1 s at 1 M")
        crowd(hub, token, base, given)
        row("memory after all of it", f"{hub.memory():.0f} MB", "–")
        size = sum(os.path.getsize(os.path.join(hub.data, name)) for name in os.listdir(hub.data)
                   if os.path.isfile(os.path.join(hub.data, name)))
        row(f"on disk, {given.objects + 50_000:,} objects", f"{size / 1e6:.0f} MB", "≤ 2 GB at 1 M")
        hub.stop()


class Partner(Hub):
    """A hub with an own organisation that may exchange with another one."""

    def __init__(self, binary, folder, name):
        super().__init__(binary, os.path.join(folder, name))
        self.own = identity(self.say("org", "add", name, "--kind", "institution", "--country", "EU"))
        self.say("user", "add", "liaison", "--org", name, "--role", "point-of-contact,approver,administrator")
        self.token = self.say("token", "create", "--user", "liaison", "--scope", "all")
        self.shelf = self.say("collection", "create", "--title", "Shared")

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=900)
        known = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        connection.request(method, path, json.dumps(body) if body else None, {**known, **(headers or {})})
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if text else None

    def admit(self, name):
        """Gives a partner an account, an agreement and a shelf: its organisation here, its token, its shelf."""
        organisation = identity(self.say("org", "add", name, "--kind", "institution", "--country", "EU"))
        self.say("user", "add", name, "--org", name, "--role", "point-of-contact")
        token = self.say("token", "create", "--user", name, "--scope", "taxii:read,taxii:write")
        inbox = self.say("collection", "create", "--title", f"From {name}", "--read", f"own,{organisation}", "--write", organisation)
        terms = {"highest": "TLP:AMBER", "pseudonyms": True, "community": True}
        status, answer = self.ask("PUT", f"/api/v1/agreements/{organisation}", terms, {"If-None-Match": "*"})
        assert status == 204, answer
        return organisation, token, inbox

    def link(self, to, direction, partner, ends, secret):
        link = {"organisation": partner, "url": f"http://127.0.0.1:{to.port}/taxii2/ostrakon/", "local": ends[0],
                "remote": ends[1], "direction": direction, "secret": secret}
        status, answer = self.ask("PUT", "/api/v1/links/on", link, {"If-None-Match": "*"})
        assert status == 204, answer


def identity(said):
    return next(word for word in said.split() if word.startswith("identity--"))


def synchronised(given, direction):
    """One report that names `--objects` objects, with all of them, from one hub to another: peak memory of both."""
    with tempfile.TemporaryDirectory() as folder:
        binary = os.path.abspath(given.binary)
        north, south = Partner(binary, folder, "North"), Partner(binary, folder, "South")
        path = os.path.join(folder, "report.ndjson")
        with open(path, "w", encoding="utf-8") as file:
            references = []
            for number in range(given.objects):
                one = thing(number)
                references.append(one["id"])
                file.write(json.dumps(one) + "\n")
            stamp = "2024-06-01T00:00:00.000Z"
            file.write(json.dumps({
                "type": "report", "spec_version": "2.1", "id": "report--" + str(uuid.UUID(int=9, version=4)), "created": stamp,
                "modified": stamp, "published": stamp, "name": "Everything", "object_refs": references,
                "object_marking_refs": ["marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"]}) + "\n")
        north.say("stix", "import", path, "--collection", north.shelf)
        north.start()
        south.start()
        south_at_north, to_north, _ = north.admit("South")
        north_at_south, to_south, inbox = south.admit("North")
        north.stop()
        south.stop()
        # Both begin with nothing in memory but themselves.
        north.start()
        south.start()
        idle = (north.memory(), south.memory())
        begun = time.perf_counter()
        if direction == "push":
            north.link(south, "push", south_at_north, (north.shelf, inbox), to_south)
            status, run = north.ask("POST", "/api/v1/links/on/runs")
        else:
            south.link(north, "pull", north_at_south, (inbox, north.shelf), to_north)
            status, run = south.ask("POST", "/api/v1/links/on/runs")
        took = time.perf_counter() - begun
        assert status == 200 and run["moved"] == given.objects + 1 and not run["refused"], (status, run)
        what = f"a report of {given.objects:,} objects synchronised by {direction}"
        for hub, side, before in ((north, "sending", idle[0]), (south, "receiving", idle[1])):
            row(f"{what}: peak of the {side} side (idle {before:.0f} MB)", f"{hub.memory('VmHWM'):.0f} MB", "≤ 256 MB")
        row(f"{what}: time", f"{took:.1f} s", "–")
        north.stop()
        south.stop()


def restart(hub):
    took = hub.start()
    hub.stop()
    return took


def crowd(hub, token, base, given):
    """Many who read while four write."""
    times, errors, until = [], [], time.perf_counter() + given.seconds

    def reader(number):
        asker = Asker(hub, token)
        turn = number
        while time.perf_counter() < until:
            turn += 1
            asked = ("?limit=20", f"{thing(1_000_000 + turn * 31 % given.objects)['id']}/", "?limit=20&match%5Btype%5D=note")[turn % 3]
            begun = time.perf_counter()
            status, _ = asker.ask(base + asked)
            times.append(time.perf_counter() - begun)
            if status != 200:
                errors.append(status)
            time.sleep(0.25)

    def writer(number):
        asker = Asker(hub, token)
        turn = 0
        while time.perf_counter() < until:
            turn += 1
            first = 10_000_000 + number * 1_000_000 + turn * 100
            status, _ = asker.ask(base, json.dumps({"objects": [thing(first + n) for n in range(100)]}))
            if status != 202:
                errors.append(status)
            time.sleep(0.25)

    threads = [threading.Thread(target=reader, args=(n,)) for n in range(given.readers)]
    threads += [threading.Thread(target=writer, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ordered = sorted(times)
    p99 = ordered[int(len(ordered) * 0.99)] * 1000
    row(f"{given.readers} readers, 4 writers, {given.seconds:.0f} s: {len(times):,} answers, {len(errors)} errors, p99",
        f"{p99:.0f} ms", "no error, ≤ 250 ms")


main()
