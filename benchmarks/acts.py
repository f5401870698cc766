"""The heads that read a turn's act: trained, judged on the author left out, and written as data.

python -m benchmarks.acts [--more FILE.jsonl …] [--write] [--confusion]
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml

from assistant.schema.need import TOPICS
from assistant.understanding.acts import SURE, ActHeads, Floats, Head, Samples, sample_of
from assistant.understanding.normalise import fold
from assistant.understanding.patterns import DATA
from catalog.paths import cache_folder
from retrieval.embedding.models import Embedding, embedding

OWN = Path(__file__).parent / "data" / "acts.yaml"
RIDGE = 0.02
"""The ridge; between 0.01 and 0.05 the figures differ by a point at most."""


@dataclass(frozen=True)
class Labelled:
    """One utterance with its labels, and who wrote it."""

    text: str
    language: str
    state: str
    act: str
    topic: str
    author: str


def main() -> None:
    given = arguments()
    rows = [*own(), *(row for path in given.more for row in others(path))]
    model = embedding()
    vectors = encoded(rows, model)
    authors = sorted({row.author for row in rows} - {"own"})
    report = {author: left_out(author, rows, vectors, model) for author in authors}
    for author, found in report.items():
        print(f"left out {author}: {json.dumps(found.figures(), ensure_ascii=False)}")
        if given.confusion:
            print(found.confusions())
        if given.misses:
            print("\n".join(found.misses()))
    if given.write:
        ours = [n for n, row in enumerate(rows) if row.author == "own"]
        write(trained([rows[n] for n in ours], vectors[ours], model))
        print(f"wrote {DATA / 'acts.npz'} from {len(ours)} utterances")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--more", nargs="*", type=Path, default=[])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--confusion", action="store_true")
    parser.add_argument("--misses", action="store_true")
    return parser.parse_args()


def own() -> list[Labelled]:
    """The utterances of data/acts.yaml: "act topic state language" to one utterance a line."""
    groups: dict[str, str] = yaml.safe_load(OWN.read_text("utf-8")) if OWN.exists() else {}
    rows = []
    for label, text in groups.items():
        act, topic, state, language = label.split()
        topic = "" if topic == "-" else topic
        for line in filter(None, map(str.strip, text.splitlines())):
            rows.append(Labelled(line, language, state, act, topic, "own"))
    return rows


def others(path: Path) -> list[Labelled]:
    """Utterances in JSON lines, which are not kept here; the file's name is the author's."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [
        Labelled(r["text"], r["lang"], r["state"], r["act"], r.get("topic", ""), path.stem)
        for r in rows
    ]


def encoded(rows: Sequence[Labelled], model: Embedding) -> Floats:
    """The utterances' vectors, kept in the user's cache from one run to the next."""
    path = cache_folder() / "act-vectors.npz"
    kept: dict[str, Floats] = {}
    if path.exists():
        with np.load(path, allow_pickle=False) as stored:
            kept = dict(zip(map(str, stored["texts"]), stored["vectors"], strict=True))
    texts = [fold(row.text) for row in rows]
    missing = [text for text in dict.fromkeys(texts) if text not in kept]
    if missing:
        kept |= dict(zip(missing, model.queries(missing), strict=True))
    np.savez(path, texts=np.array(list(kept)), vectors=np.stack(list(kept.values())))
    return np.stack([kept[text] for text in texts])


def trained(rows: Sequence[Labelled], vectors: Floats, model: Embedding) -> ActHeads:
    """A head for the acts and one for each act's topics, from these rows."""
    mean = np.asarray(vectors.mean(axis=0), np.float32)
    each = [sample_of(r.text, v - mean, r.state) for r, v in zip(rows, vectors, strict=True)]  # type: ignore[arg-type]
    samples = Samples.of(each)
    likeness = np.stack([samples.likeness(sample) for sample in each])
    heads = {"act": fitted(likeness, np.arange(len(rows)), [row.act for row in rows])}
    for act in (*TOPICS, "social"):
        inside = [n for n, row in enumerate(rows) if row.act == act and row.topic]
        if len({rows[n].topic for n in inside}) > 1:
            heads[act] = fitted(likeness, np.array(inside), [rows[n].topic for n in inside])
    identity = model.identity.split("/")[0]
    return ActHeads(embedding=identity, mean=mean, samples=samples, heads=heads)


def fitted(likeness: Floats, rows: npt.NDArray[np.int64], labels: Sequence[str]) -> Head:
    """Kernel ridge regression of the classes' indicators on the utterances at these rows."""
    classes = tuple(sorted(set(labels)))
    right = np.array([[label == each for each in classes] for label in labels], np.float64)
    bias = right.mean(axis=0)
    kernel = likeness[np.ix_(rows, rows)].astype(np.float64)
    weights = np.linalg.solve(kernel + RIDGE * np.eye(len(rows)), right - bias)
    return Head(
        classes=classes,
        rows=rows,
        weights=np.asarray(weights, np.float32),
        bias=np.asarray(bias, np.float32),
    )


def write(heads: ActHeads) -> None:
    stored: dict[str, np.ndarray] = {
        "mean": heads.mean,
        "embedding": np.array(heads.embedding),
        "meanings": heads.samples.meanings.astype(np.float16),
        "states": heads.samples.states,
        "columns": heads.samples.columns,
        "starts": heads.samples.starts.astype(np.uint32),
        "gram_weights": heads.samples.weights,
    }
    for name, head in heads.heads.items():
        stored[f"{name}/classes"] = np.array(head.classes)
        stored[f"{name}/rows"] = head.rows.astype(np.uint16)
        stored[f"{name}/weights"] = head.weights.astype(np.float16)
        stored[f"{name}/bias"] = head.bias
    np.savez_compressed(DATA / "acts.npz", **stored)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Found:
    """What the heads read of one author's utterances, trained on the others'."""

    rows: tuple[Labelled, ...]
    acts: tuple[str, ...]
    topics: tuple[str, ...]
    probabilities: tuple[float, ...]

    def figures(self) -> dict[str, object]:
        """Shares of acts and topics read as labelled."""
        right = [r.act == a for r, a in zip(self.rows, self.acts, strict=True)]
        sure = [p >= SURE for p in self.probabilities]
        topical = [n for n, r in enumerate(self.rows) if r.topic and right[n]]
        named = [self.rows[n].topic == self.topics[n] for n in topical]
        return {
            "utterances": len(right),
            "acts": share(right),
            **{
                language: share(
                    k for k, r in zip(right, self.rows, strict=True) if r.language == language
                )
                for language in ("en", "zh")
            },
            "decided": share(sure),
            "acts_where_decided": share(k for k, s in zip(right, sure, strict=True) if s),
            "topics_where_the_act_is_right": share(named),
        }

    def confusions(self) -> str:
        """A table for each language: rows as labelled, columns as read."""
        lines = []
        for language in ("en", "zh"):
            counted = Counter(
                (r.act, a)
                for r, a in zip(self.rows, self.acts, strict=True)
                if r.language == language
            )
            names = sorted({name for pair in counted for name in pair})
            lines.append(f"| {language} | " + " | ".join(names) + " |")
            lines.append("|" + "---|" * (len(names) + 1))
            for row in names:
                cells = (str(counted[row, column] or "") for column in names)
                lines.append(f"| {row} | " + " | ".join(cells) + " |")
            lines.append("")
        return "\n".join(lines)

    def misses(self) -> list[str]:
        """The utterances read otherwise than labelled."""
        read = zip(self.rows, self.acts, self.topics, self.probabilities, strict=True)
        return [
            f"  {r.act}/{r.topic} -> {a}/{t} {p:.2f} [{r.state}] {r.text}"
            for r, a, t, p in read
            if r.act != a or (r.topic and r.topic != t)
        ]


def share(flags: Iterable[bool]) -> float:
    known = list(flags)
    return round(sum(known) / max(1, len(known)), 3)


def left_out(author: str, rows: Sequence[Labelled], vectors: Floats, model: Embedding) -> Found:
    """What heads trained on our own utterances, as shipped, read of this author's."""
    inside = [n for n, row in enumerate(rows) if row.author == author]
    outside = [n for n, row in enumerate(rows) if row.author == "own" != author]
    if not outside:
        return Found((), (), (), ())
    heads = trained([rows[n] for n in outside], vectors[outside], model)
    judged = [heads.judge(rows[n].text, vectors[n], rows[n].state) for n in inside]  # type: ignore[arg-type]
    return Found(
        rows=tuple(rows[n] for n in inside),
        acts=tuple(j.act for j in judged),
        topics=tuple(j.topic or j.social for j in judged),
        probabilities=tuple(j.probability for j in judged),
    )


if __name__ == "__main__":
    main()
