"""How many position auctions a core holds in a second: `python benchmarks/auctions.py`.

Prints a table of rule × auctions per second for 50 bidders and 8 slots, after checking that the
batch and the scalar code of the same rule agree on a sample. `--json FILE` keeps the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from decimal import Decimal
from pathlib import Path

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

import numpy as np

from assistant.monetisation.auctions.position import Bidder, PositionRule, sell
from benchmarks.many_auctions import Sales, sell_many

RULES: tuple[PositionRule, ...] = ("gsp", "vcg", "first_price")
CLICKS = np.array([0.8**place for place in range(8)])
RESERVE = 0.05


def market(auctions: int, bidders: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    return random.random((auctions, bidders)), random.uniform(0.1, 1.0, (auctions, bidders))


def check(rule: PositionRule, bids: np.ndarray, quality: np.ndarray, sales: Sales) -> None:
    """Raises where the batch and the scalar auction differ."""
    clicks = tuple(Decimal(float(x)) for x in CLICKS)
    for row in range(len(bids)):
        bidders = [
            Bidder(id=f"{n:02}", bid=Decimal(float(b)), quality=Decimal(float(q)))
            for n, (b, q) in enumerate(zip(bids[row], quality[row], strict=True))
        ]
        sold = sell(rule, bidders, clicks, Decimal(RESERVE))
        winners = [int(s.bidder.id) for s in sold]
        assert winners == [w for w in sales.winner[row].tolist() if w >= 0], (rule, row)
        prices = [float(s.price) for s in sold]
        np.testing.assert_allclose(sales.price[row, : len(prices)], prices, rtol=1e-9)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--auctions", type=int, default=200_000)
    parser.add_argument("--batch", type=int, default=2_000)
    parser.add_argument("--bidders", type=int, default=50)
    parser.add_argument("--sample", type=int, default=200, help="auctions checked one by one")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    bids, quality = market(chosen.batch, chosen.bidders, seed=1)
    figures = {}
    print(f"{chosen.bidders} bidders, {len(CLICKS)} slots, one core, batches of {chosen.batch}")
    for rule in RULES:
        sample = sell_many(rule, bids[: chosen.sample], quality[: chosen.sample], CLICKS, RESERVE)
        check(rule, bids[: chosen.sample], quality[: chosen.sample], sample)
        rounds = chosen.auctions // chosen.batch
        wall, core = time.perf_counter(), time.process_time()
        for _ in range(rounds):
            sell_many(rule, bids, quality, CLICKS, RESERVE)
        wall, core = time.perf_counter() - wall, time.process_time() - core
        held = rounds * chosen.batch
        figures[rule] = {"per_core_second": held / core, "per_second": held / wall}
        print(f"{rule:12} {held / core:12,.0f} per core second {held / wall:12,.0f} per second")
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
