"""Many scripts under many policies: transcripts written, mismatches gathered."""

from collections.abc import Sequence
from pathlib import Path

from assistant.replay.expect import Mismatch
from assistant.replay.run import replay
from assistant.replay.script import Script, read_script
from assistant.session import House, open_house
from catalog.errors import BadInput
from catalog.record import Record


class Replayed(Record):
    """The outcome of one script under one policy."""

    script: str
    policy: str
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
            told.append(f"{'FAIL' if r.mismatches else 'ok  '} {r.script} under {r.policy}")
            told += [m.text() for m in r.mismatches]
        return told


def replay_all(
    paths: Sequence[Path],
    policies: Sequence[str],
    disclosure: str | None,
    folder: Path | None,
    out: Path | None,
) -> ReplayReport:
    """Replay every script under every policy chosen (none chosen: the script's own, else all).

    Args:
        paths: YAML scripts; a script's `catalog` is a folder beside it, or "demo".
        policies: ids of policies; a script that names its own runs only under those among them.
        disclosure: an id in place of each policy's own disclosure, or None.
        folder: a catalog in place of every script's, or None.
        out: a folder for transcripts, named SCRIPT.POLICY.json, or None.

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
        for policy in _chosen(policies, script, house):
            transcript = replay(script, house, policy, disclosure)
            written = ""
            if out is not None:
                out.mkdir(parents=True, exist_ok=True)
                written = str(out / f"{script.id}.{policy}.json")
                Path(written).write_text(transcript.text(), "utf-8")
            replays.append(
                Replayed(
                    script=script.id,
                    policy=policy,
                    turns=len(transcript.turns),
                    mismatches=transcript.mismatches,
                    transcript=written,
                )
            )
    if not replays:
        problem = "none of these scripts is meant for the policies chosen"
        raise BadInput("replay", "--policy", problem, "Choose others, or none for all")
    return ReplayReport(replays=tuple(replays))


def _chosen(policies: Sequence[str], script: Script, house: House) -> Sequence[str]:
    """The policies asked for (none: every one), but only those that the script is meant for."""
    asked = policies or tuple(house.policies)
    named = {policy for turn in script.turns for policy in turn.expect.under}
    for policy in sorted(named.union(script.policies) - set(house.policies)):
        problem = f"there is no policy {policy!r}, so nothing would be checked under it"
        raise BadInput(f"script {script.id}", "policies", problem, "See plainshelf policies")
    return [policy for policy in asked if policy in (script.policies or asked)]


def _catalog(script: Script, path: Path) -> Path | None:
    return None if script.catalog == "demo" else path.parent / script.catalog
