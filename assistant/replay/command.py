"""Many scripts under many policies: transcripts written, mismatches gathered."""

from collections.abc import Sequence
from pathlib import Path

from assistant.replay.run import replay
from assistant.replay.script import Script, read_script
from assistant.replay.transcript import Mismatch, Transcript
from assistant.session import House, open_house
from catalog.errors import BadInput
from catalog.record import Record


class Replayed(Record):
    """The outcome of one script under one policy and seed."""

    script: str
    policy: str
    seed: str
    turns: int
    mismatches: tuple[Mismatch, ...] = ()
    transcript: str = ""


class ReplayReport(Record):
    """The outcome of a replay run."""

    replays: tuple[Replayed, ...]

    @property
    def failed(self) -> bool:
        """Whether any expectation did not hold."""
        return any(r.mismatches for r in self.replays)

    def lines(self) -> list[str]:
        """One line a replay, and under a failed one what differs."""
        told = []
        for r in self.replays:
            under = f"{r.script} under {r.policy}, seed {r.seed}"
            told.append(f"{'FAIL' if r.mismatches else 'ok  '} {under}")
            told += [m.text() for m in r.mismatches]
        return told


def replay_all(
    paths: Sequence[Path],
    policies: Sequence[str],
    disclosure: str | None,
    folder: Path | None,
    out: Path | None,
    seeds: int = 0,
) -> ReplayReport:
    """Replay every script under every policy chosen (none chosen: the script's own, else all).

    Args:
        paths: YAML scripts; a script's `catalog` is a folder beside it, or "demo".
        policies: ids of policies; a script that names its own runs only under those among them.
        disclosure: an id in place of each policy's own disclosure, or None.
        folder: a catalog in place of every script's, or None.
        out: a folder for transcripts, named SCRIPT.POLICY.json, or None; where a script is replayed
            under several seeds, SCRIPT.POLICY.SEED.json.
        seeds: under how many seeds, "0", "1" and on; 0 leaves that to each script.

    Raises:
        BadInput, NotFound: a script, catalog or policy is wrong.
    """
    houses: dict[Path | None, House] = {}
    replays = []
    for path in paths:
        script = read_script(path)
        catalog = folder or _catalog(script, path)
        if catalog not in houses:
            houses[catalog] = open_house(catalog)
        house = houses[catalog]
        swept = seeds or script.seeds
        for policy in chosen_policies(policies, script, house):
            for seed in map(str, range(swept)) if swept else [script.seed]:
                seeded = script.model_copy(update={"seed": seed})
                transcript = replay(seeded, house, policy, disclosure)
                name = (
                    f"{script.id}.{policy}.{seed}.json" if swept else f"{script.id}.{policy}.json"
                )
                replays.append(_replayed(transcript, out and out / name))
    if not replays:
        problem = "none of these scripts is meant for the policies chosen"
        raise BadInput("replay", "--policy", problem, "Choose others, or none for all")
    return ReplayReport(replays=tuple(replays))


def _replayed(transcript: Transcript, path: Path | None) -> Replayed:
    """The outcome, and the transcript written where a path is given."""
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(transcript.text(), "utf-8")
    return Replayed(
        script=transcript.script,
        policy=transcript.policy,
        seed=transcript.seed,
        turns=len(transcript.turns),
        mismatches=transcript.mismatches,
        transcript=str(path) if path else "",
    )


def chosen_policies(policies: Sequence[str], script: Script, house: House) -> Sequence[str]:
    """The policies asked for (none: every one), but only those that the script is meant for.

    Raises:
        BadInput: the script is meant for a policy, or expects something under one, that is not
            there.
    """
    asked = policies or tuple(house.policies)
    named = {policy for turn in script.turns for policy in turn.expect.under}
    for policy in sorted(named.union(script.policies) - set(house.policies)):
        problem = f"there is no policy {policy!r}, so nothing would be checked under it"
        raise BadInput(f"script {script.id}", "policies", problem, "See plainshelf policies")
    return [policy for policy in asked if policy in (script.policies or asked)]


def _catalog(script: Script, path: Path) -> Path | None:
    return None if script.catalog == "demo" else path.parent / script.catalog
