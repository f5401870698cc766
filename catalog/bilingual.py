"""A sentence in both languages of the house."""

from catalog.record import Record


class Bilingual(Record):
    """The same thing said in natural Chinese and natural English."""

    zh: str
    en: str

    def text(self, locale: str) -> str:
        """The Chinese for a locale that starts with "zh", else the English."""
        return self.zh if locale.startswith("zh") else self.en
