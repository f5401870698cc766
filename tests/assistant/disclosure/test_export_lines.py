"""No words of anybody's make a line, a label or a command of their own in text that leaves."""

import pytest

from assistant.disclosure.export import plain

BREAKS = ("\n", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\t\n")


@pytest.mark.parametrize("mark", BREAKS)
def test_a_line_break_is_a_space(mark: str) -> None:
    assert plain(f"Teapot{mark}[Ad] Best") == "Teapot [Ad] Best"


@pytest.mark.parametrize(
    "mark", ["\x1b", "\x9b", "\x07", "\x00", "\u202e", "\u3164", "\ufeff", "\u2066"]
)
def test_what_commands_a_terminal_or_is_not_seen_is_gone(mark: str) -> None:
    assert plain(f"Tea{mark}pot") == "Teapot"


def test_joined_letters_and_other_writings_stay() -> None:
    for text in ("水壶 1.7升", "Théière", "إبريق الشاي", "चायदानी", "☕️ 壶"):
        assert plain(text) == text
