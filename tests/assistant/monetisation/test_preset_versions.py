"""Whoever changes a preset's content counts its version up: the pins say what each version was."""

from pathlib import Path

import pytest
import yaml

from assistant.disclosure.layout import DisclosureStyle
from assistant.policy import Policy, disclosures, policies
from catalog.fingerprint import of_records

PINS = yaml.safe_load(Path(__file__).with_name("preset_versions.yaml").read_text("utf-8"))
PRESETS = [("policies", p) for p in policies().values()]
STYLES = [("disclosures", s) for s in disclosures().values()]


@pytest.mark.parametrize(
    ("kind", "preset"), [*PRESETS, *STYLES], ids=lambda it: getattr(it, "id", "")
)
def test_a_changed_preset_has_another_version(kind: str, preset: Policy | DisclosureStyle) -> None:
    assert preset.source and preset.date and preset.version
    pinned, now = PINS[kind].get(preset.id), [preset.version, of_records([preset])]
    assert pinned == now, (
        f"{kind}/{preset.id} is not what version {preset.version} was: count `version` up in its "
        f"YAML and pin its new line here, `{preset.id}: [VERSION, hash]` (the hash now is {now[1]})"
    )


def test_nothing_is_pinned_that_is_gone() -> None:
    assert set(PINS["policies"]) == set(policies())
    assert set(PINS["disclosures"]) == set(disclosures())


def test_a_version_is_part_of_the_content() -> None:
    preset = policies()["slots"]
    later = preset.model_copy(update={"version": preset.version + 1})
    assert of_records([preset]) != of_records([later])
