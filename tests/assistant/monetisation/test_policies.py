"""The preset policies are complete, natural in both languages, and honest about their source."""

import re

import pytest
from pydantic import TypeAdapter

from assistant.monetisation.mechanisms.registry import AnyMechanism
from assistant.policy import Policy, disclosures, policies

PRESETS = policies()


@pytest.mark.parametrize("policy", PRESETS.values(), ids=PRESETS)
def test_a_preset_says_what_it_is(policy: Policy) -> None:
    assert re.fullmatch(r"[a-z][a-z-]*", policy.id)
    assert re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", policy.date)
    assert policy.pattern and policy.source
    for told in (policy.title, policy.summary, policy.money_may):
        assert re.search(r"[\u4e00-\u9fff]", told.zh), told.zh
        assert not re.search(r"[\u4e00-\u9fff]", told.en), told.en
    assert policy.summary.en.count(".") >= 2
    assert policy.disclosure in disclosures()


def test_every_mechanism_has_a_preset() -> None:
    schemas = TypeAdapter(AnyMechanism).json_schema()["discriminator"]["mapping"]
    assert {policy.mechanism.type for policy in PRESETS.values()} == set(schemas)
