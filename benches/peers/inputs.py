"""The files that both tools read, made from one real sample: posts of the Internet Research Agency's accounts.

Each is written once under target/peers/ and never to the data folder.
"""

import csv
import gzip
import os
import shutil
from pathlib import Path

DAY = 86_400
MESSAGE, USER, NAME, REPOST, REPLY, TEXT, TIME, URLS = range(8)


def data_folder(workspace: Path) -> Path:
    """Where the sample lies: OSTRAKON_DATA, else beside the workspace."""
    return Path(os.environ.get("OSTRAKON_DATA") or workspace.parent / "shared" / "data")


def sample(workspace: Path) -> Path:
    path = data_folder(workspace) / "coordination" / "ira_100000.csv.gz"
    if not path.is_file():
        raise SystemExit(f"the sample {path} is missing; set OSTRAKON_DATA to the folder that holds coordination/")
    return path


def rows(path: Path) -> tuple[list[str], list[list[str]]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        reader = csv.reader(text)
        header = next(reader)
        return header, list(reader)


def whole(source: Path, target: Path) -> None:
    """The sample itself: 100,000 rows, 532 accounts, 36 days."""
    with gzip.open(source, "rb") as packed, open(target, "wb") as plain:
        shutil.copyfileobj(packed, plain)


def repeated(source: Path, target: Path, times: int = 24) -> None:
    """The sample `times` times over, each copy with its own accounts, messages and reposted items, a day after the
    copy before: as many edges per row as the sample, none between copies."""
    header, table = rows(source)
    first = int(table[0][TIME])
    step = (int(table[-1][TIME]) - first) // DAY * DAY + 2 * DAY
    with open(target, "w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(header)
        for copy in range(times):
            mark = f"_{copy:02d}"
            for row in table:
                new = row.copy()
                new[TIME] = str(int(row[TIME]) + copy * step)
                for column in (MESSAGE, USER, NAME, REPOST, REPLY):
                    if new[column]:
                        new[column] += mark
                writer.writerow(new)


def two_days(source: Path, target: Path, count: int = 18_000) -> None:
    """`count` successive posts that are no reposts (those play no part in this signal), from the sample's busiest days
    on, folded onto two days: each keeps its time of day, so that the density is that of a busy topic with a day's own
    rhythm, and the texts are real."""
    header, table = rows(source)
    start = 1_474_070_400  # 2016-09-17T00:00:00Z
    taken = [row for row in table if int(row[TIME]) >= start and not row[REPOST]][:count]
    for row in taken:
        row[TIME] = str(start + (int(row[TIME]) - start) % (2 * DAY))
    taken.sort(key=lambda row: int(row[TIME]))
    with open(target, "w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(header)
        writer.writerows(taken)
