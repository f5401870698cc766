"""Which language a catalog's titles are in, where it is neither Chinese nor English."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

SCRIPTS = {
    "ja": re.compile("[\u3040-\u30ff]"),
    "ko": re.compile("[\uac00-\ud7a3]"),
    "ru": re.compile("[\u0400-\u04ff]"),
    "el": re.compile("[\u0370-\u03ff]"),
    "ar": re.compile("[\u0600-\u06ff]"),
    "he": re.compile("[\u0590-\u05ff]"),
    "th": re.compile("[\u0e00-\u0e7f]"),
    "zh": re.compile("[\u3400-\u9fff]"),
}
"""Letters that one language has; Japanese stands before Chinese, whose characters it uses too."""
UKRAINIAN = re.compile("[іїєґ]", re.IGNORECASE)
WORDS = {
    "en": "the for with and of in to from by on",
    "es": "de para con sin y el la los las en del al por una",
    "fr": "de pour avec sans et le la les des du en à au aux une",
    "de": "für mit und ohne aus der die das im zum zur ein eine von",
    "it": "di per con senza e il la da in del della con un una",
    "pt": "de para com sem e o a os as em do da no na uma",
    "nl": "van voor met zonder en de het een uit op",
    "pl": "do z na i bez dla w ze oraz od",
    "cs": "na s z a pro do bez k ve se",
    "sv": "för med och utan av till på i en ett",
    "tr": "ve için ile bir da de",
    "ro": "de cu pentru și din la fără pe",
    "hu": "és a az egy nélkül való",
}
"""Little words that titles of a language use; several languages share some."""
MARKS = {
    "es": "ñáíóú",
    "fr": "èêëçàœùé",
    "de": "äöüß",
    "it": "òàùì",
    "pt": "ãõçáê",
    "pl": "ąćęłńśźż",
    "cs": "čěřšžůý",
    "sv": "åäö",
    "tr": "ğışç",
    "ro": "ăâîșț",
    "hu": "őűáé",
}
"""Letters outside ASCII that a language's titles often hold."""
LEAST = 0.15
"""So many of the titles must show the language, beyond those that look English."""


def third_language(titles: Iterable[str]) -> str:
    """The ISO 639 code of the language that most titles are in; "" for Chinese, English, unclear.

    Told by script, else by little words and letters; a few titles alone may show none.
    """
    counts, total = Counter[str](), 0
    for title in titles:
        total += 1
        script = next((code for code, letters in SCRIPTS.items() if letters.search(title)), "")
        if script:
            counts["uk" if script == "ru" and UKRAINIAN.search(title) else script] += 1
            continue
        words = set(re.findall(r"[^\W\d_]+", title.casefold()))
        for code, little in WORDS.items():
            counts[code] += len(words & set(little.split()))
        for code, letters in MARKS.items():
            counts[code] += any(letter in title.casefold() for letter in letters)
    if not total:
        return ""
    best, shown = counts.most_common(1)[0] if counts else ("", 0)
    if best in ("", "zh", "en") or shown < LEAST * total or shown <= counts["en"]:
        return ""
    return best
