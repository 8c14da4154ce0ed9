"""Runs the peer end to end: CSV file in, edge file out. Started by run.py with the Python of its own environment.

The toolkit's own CSV export fails on a fresh database, so the edges are read from the table it leaves behind, with one
query: the cheapest way there is, in the peer's favour. Its functions are called directly rather than through its
command line for the same reason; they are what the command line calls, with its defaults.
"""

import os
import sqlite3
import sys
import tempfile
from contextlib import redirect_stdout

from coordination_network_toolkit.compute_networks import compute_co_retweet_parallel, compute_co_similar_tweet
from coordination_network_toolkit.preprocess import preprocess_csv_files
from coordination_network_toolkit.similarity import get_similarity_fn_from_min_size


def main(source: str, signal: str, window: int, min_weight: int, out: str) -> None:
    threads = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(sys.stderr):
        database = os.path.join(folder, "peer.db")
        preprocess_csv_files(database, [source])
        if signal == "co-repost":
            table = "co_retweet_network"
            compute_co_retweet_parallel(database, window, n_threads=threads, min_edge_weight=min_weight)
        elif signal == "co-similar-text":
            table = "co_similar_tweet_network"
            compute_co_similar_tweet(
                database,
                window,
                n_threads=threads,
                similarity_threshold=0.8,
                min_edge_weight=min_weight,
                similarity_function=get_similarity_fn_from_min_size(1),
            )
        else:
            raise SystemExit(f"no such signal here: {signal}")
        with sqlite3.connect(database) as db, open(out, "w", encoding="utf-8") as edges:
            for source_account, target, weight in db.execute(f"select user_1, user_2, weight from {table}"):
                edges.write(f"{source_account}\t{target}\t{weight}\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5])
