#!/usr/bin/env python3
"""Ostrakon beside coordination-network-toolkit 1.5.2: same file, same definition, edges compared, times measured.

End to end, from a CSV file to an edge file, each tool in its own process; process start included. Wall time, CPU time
of the process and all it waited for, and the largest resident set of any one of them, from wait4(2). A case whose edges
differ fails the run: a fast wrong answer is no answer.

    python3 benches/peers/run.py [--quick] [--only CASE] [--peer-only] [--binary PATH] [--json FILE]
"""

import argparse
import hashlib
import json
import os
import platform
import statistics
import subprocess
import sys
import time
import venv
from dataclasses import asdict, dataclass
from pathlib import Path

import inputs

HERE = Path(__file__).resolve().parent
WORKSPACE = HERE.parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR") or WORKSPACE / "target").resolve()
WORK = TARGET / "peers"


@dataclass(frozen=True)
class Case:
    name: str
    make: object
    signal: str
    window: int
    min_weight: int
    goal: float
    goal_rss_mb: int | None = None
    peer_once: bool = False  # about a minute or more: one run, kept for the same file


CASES = [
    Case("repost-100k", inputs.whole, "co-repost", 60, 2, goal=40),
    Case("repost-2400k", inputs.repeated, "co-repost", 60, 2, goal=75, goal_rss_mb=1500, peer_once=True),
    Case("similar-18k", inputs.two_days, "co-similar-text", 3600, 2, goal=500, peer_once=True),
]


@dataclass
class Cost:
    wall_s: float
    cpu_s: float
    rss_mb: float


def measure(command: list[str], log: Path) -> Cost:
    """Runs a command to its end; stops the whole benchmark, with the end of its log, when it fails."""
    with open(log, "wb") as out:
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        tail = log.read_text(errors="replace")[-2000:]
        raise SystemExit(f"`{' '.join(command)}` ended with {child.returncode}:\n{tail}")
    unit = 2**20 if platform.system() == "Darwin" else 2**10  # ru_maxrss is bytes there, kibibytes elsewhere
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


def median(costs: list[Cost]) -> Cost:
    return Cost(*(statistics.median(getattr(c, field) for c in costs) for field in ("wall_s", "cpu_s", "rss_mb")))


def digest(path: Path) -> str:
    with open(path, "rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def edges(path: Path) -> set[str]:
    """The lines of an edge file as a set, without a header or comments."""
    with open(path, encoding="utf-8") as lines:
        return {s for line in lines if (s := line.rstrip("\r\n")) and s[0] != "#" and not s.startswith("source\t")}


def peer_python() -> Path:
    """The Python of the peer's own environment, which is made, outside the source tree, where it is missing."""
    folder = TARGET / "peers-venv"
    wanted = (HERE / "requirements.txt").read_text()
    stamp = folder / "requirements.txt"
    python = folder / "bin" / "python"
    if not stamp.is_file() or stamp.read_text() != wanted:
        print("installing the peer …", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*pip, "-r", str(HERE / "requirements.txt")], check=True)
        stamp.write_text(wanted)
    return python


def prepared(case: Case) -> tuple[Path, str]:
    path = WORK / f"{case.name}.csv"
    if not path.is_file():
        partial = path.with_suffix(".partial")
        case.make(inputs.sample(WORKSPACE), partial)
        partial.rename(path)
    return path, digest(path)


def run_peer(case: Case, source: Path, key: str, runs: int, anew: bool) -> tuple[Cost, set[str], int]:
    """The peer's cost and edges, measured now, or kept from an earlier run on the same bytes where that is slow."""
    out, kept = WORK / f"{case.name}.peer.tsv", WORK / f"{case.name}.peer.json"
    if case.peer_once and not anew and kept.is_file() and out.is_file():
        record = json.loads(kept.read_text())
        if record["input_sha256"] == key and record["edges_sha256"] == digest(out):
            return Cost(**record["cost"]), edges(out), 0
    command = [str(peer_python()), str(HERE / "peer.py"), str(source), case.signal]
    command += [str(case.window), str(case.min_weight), str(out)]
    runs = 1 if case.peer_once else runs
    cost = median([measure(command, WORK / f"{case.name}.peer.log") for _ in range(runs)])
    record = {"input_sha256": key, "edges_sha256": digest(out), "cost": asdict(cost)}
    kept.write_text(json.dumps(record, indent=1))
    return cost, edges(out), runs


def run_ours(case: Case, source: Path, binary: Path, runs: int) -> tuple[Cost, set[str]]:
    out = WORK / f"{case.name}.ours.tsv"
    command = [str(binary), "detect", "coordination", str(source), "--signal", case.signal]
    command += ["--window", str(case.window), "--min-weight", str(case.min_weight), "--compat", "cnt"]
    command += ["--self-loops", "--reveal-handles", "parity check", "--out", str(out)]
    costs = []
    for _ in range(runs):
        out.unlink(missing_ok=True)
        costs.append(measure(command, WORK / f"{case.name}.ours.log"))
    return median(costs), edges(out)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one run of each instead of the median of five")
    parser.add_argument("--only", choices=[case.name for case in CASES], help="this case alone")
    parser.add_argument("--peer-only", action="store_true", help="measure only the peer")
    parser.add_argument("--peer-anew", action="store_true", help="measure the peer again where a run is kept")
    parser.add_argument("--binary", type=Path, default=TARGET / "release" / "ostrakon")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    if not options.peer_only and not options.binary.is_file():
        parser.error(f"{options.binary} is missing: build it with `cargo build --release`")
    WORK.mkdir(parents=True, exist_ok=True)
    runs = 1 if options.quick else 5
    failed, figures = [], []
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; medians of {runs}")
    for case in CASES:
        if options.only not in (None, case.name):
            continue
        source, key = prepared(case)
        peer, theirs, fresh = run_peer(case, source, key, runs, options.peer_anew)
        note = f"{fresh} run{'s' if fresh > 1 else ''}" if fresh else "kept from an earlier run on the same file"
        print(f"\n{case.name}: {case.signal}, window {case.window} s, weight ≥ {case.min_weight}, sha256 {key[:12]}…")
        print(f"  peer   {peer.wall_s:9.3f} s wall {peer.cpu_s:9.3f} s CPU {peer.rss_mb:7.0f} MB  {len(theirs)} edges ({note})")
        figure = {"case": case.name, "input_sha256": key, "peer": asdict(peer), "edges": len(theirs)}
        if not options.peer_only:
            ours_cost, ours = run_ours(case, source, options.binary, runs)
            ratio = peer.wall_s / ours_cost.wall_s
            equal = ours == theirs
            heavy = case.goal_rss_mb is not None and ours_cost.rss_mb > case.goal_rss_mb
            print(f"  ours   {ours_cost.wall_s:9.3f} s wall {ours_cost.cpu_s:9.3f} s CPU {ours_cost.rss_mb:7.0f} MB  {len(ours)} edges")
            print(f"  ratio  {ratio:9.1f} (goal {case.goal:g}), CPU {peer.cpu_s / max(ours_cost.cpu_s, 1e-3):.1f}; edges {'equal' if equal else 'DIFFER'}")
            if not equal:
                print(f"  only the peer has {sorted(theirs - ours)[:3]}, only we have {sorted(ours - theirs)[:3]}")
                failed.append(f"{case.name}: edges differ")
            if ratio < case.goal:
                failed.append(f"{case.name}: {ratio:.1f} times as fast, the goal is {case.goal:g}")
            if heavy:
                failed.append(f"{case.name}: {ours_cost.rss_mb:.0f} MB, the goal is {case.goal_rss_mb} MB")
            figure |= {"ours": asdict(ours_cost), "ratio": ratio, "goal": case.goal, "equal": equal}
        figures.append(figure)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n")
    print("\n" + ("all goals met" if not failed else "\n".join(failed)) if not options.peer_only else "")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
