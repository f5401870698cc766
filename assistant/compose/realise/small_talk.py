"""What is said where no product is: greetings, help, refusals, changed settings."""

from assistant.compose.facts import Facts
from assistant.compose.variation import Voice
from assistant.understanding.small_talk import commands
from catalog.phrases import phrasebook

REFUSALS = {
    "age": "age",
    "tobacco": "age",
    "alcohol": "age",
    "adult": "age",
    "weapons": "unlawful",
    "drugs": "unlawful",
    "self_harm": "self_harm",
}
"""The refusal by the Need's `restricted`; any other is medical."""
FEW = 6
"""So many kinds of thing are named where help is asked for."""


def talk(facts: Facts, voice: Voice) -> str:
    """The words for a situation without products; "" where code alone answers."""
    if facts.situation == "settings":
        return _settings(facts, voice)
    if facts.situation == "decline":
        return voice.say(f"decline.{_declined(facts)}")
    if facts.situation == "not_on_record":
        return voice.say("service.not_on_record")
    if facts.situation != "social":
        return ""
    said = voice.say(f"social.{facts.asked.social or 'acknowledgement'}")
    if facts.asked.social == "help" and facts.carried:
        kinds = [voice.grammar.within(kind) for kind in facts.carried[:FEW]]
        here = voice.say("social.kinds", kinds=voice.grammar.enumeration.join(kinds))
        return voice.grammar.joint.join((here, said))
    return said


def _declined(facts: Facts) -> str:
    if facts.asked.restricted:
        return f"restricted_{REFUSALS.get(facts.asked.restricted, 'medical')}"
    if facts.asked.topic in ("health", "medicine", "minors", "harm"):
        return facts.asked.topic
    return "instructions" if commands(facts.asked.question) else "off_topic"


def _settings(facts: Facts, voice: Voice) -> str:
    changes = [_setting(name, value, voice) for name, value in facts.asked.settings]
    if not changes:
        return voice.say("settings.nothing")
    return voice.say("settings.done", changes=voice.grammar.comma.join(changes))


def _setting(name: str, value: str, voice: Voice) -> str:
    if name == "organic_only":
        return voice.say("settings.organic_only" if value == "true" else "settings.paid_too")
    key = f"settings.{name}_{value}"
    called = voice.say(key) if key in phrasebook().entries else value
    return voice.say(f"settings.{name}", name=called)
