"""docs/mechanisms.md knows every mechanism and every preset as they are."""

from pathlib import Path

from assistant.policy import policies

TEXT = (Path(__file__).parents[3] / "docs" / "mechanisms.md").read_text("utf-8")


def row(id: str) -> str:
    """The row of the table of presets that a policy must have."""
    p = policies()[id]
    cells = (f"`{p.id}`", p.title.zh, p.mechanism.type, p.disclosure, p.date, p.money_may.en)
    return f"| {' | '.join(cells)} |"


def test_the_table_of_presets_is_up_to_date() -> None:
    written = [line for line in TEXT.splitlines() if line.startswith("| `")]
    table = [line for line in written if line.count(" | ") == 5]
    assert table == [row(id) for id in policies()]


def test_every_mechanism_has_its_paragraph() -> None:
    for policy in policies().values():
        assert f"(`{policy.mechanism.type}`)" in TEXT, policy.mechanism.type
