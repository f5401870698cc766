"""Which encoding the bytes of a text are in, by how plausible the decoded words are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

EAST_ASIAN = ("gb18030", "big5", "cp932", "cp949", "euc_jp")
WESTERN = "windows-1252"
LETTERS: Mapping[str, str] = {
    "windows-1252": "äöüß àâæçéèêëîïôœùûüÿ áéíóúüñ ãõáâàçéêíóôú àèéìíîòóùú åäöé æøåé éëïóöü äöõüšž"
    " àçèéíïòóúü",
    "windows-1250": "ąćęłńóśźż áčďéěíňóřšťúůýž áäčďéíĺľňóôŕšťúýž áéíóöőúüű ăâîşţ čšžćđ",
    "windows-1254": "çğıöşüâîİ",
    "windows-1251": "абвгдежзийклмнопрстуфхцчшщъыьэюяё абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "koi8-u": "абвгдежзийклмнопрстуфхцчшщъыьэюяё абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "windows-1253": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
    "iso-8859-2": "ąćęłńóśźż áčďéěíňóřšťúůýž áéíóöőúüű ăâîşţ",
    "mac-roman": "äöüß àâæçéèêëîïôœùûüÿ áéíóúüñ ãõáâàçéêíóôú àèéìòùú åäöé æøåé",
    "cp850": "äöüß àâæçéèêëîïôùûüÿ áéíóúüñ àèéìòùú åäöé",
}
"""The letters outside ASCII of the languages written in each 8-bit set, one language a word."""
PRIOR: Mapping[str, float] = {
    "windows-1250": 0.02,
    "windows-1254": 0.04,
    "iso-8859-2": 0.06,
    "mac-roman": 0.06,
    "cp850": 0.08,
}
"""What a set must be better by than the one it resembles, because it is rarer in feeds."""
SYMBOLS = frozenset("€£¥¢§©®™°±²³¹¼½¾×÷–—‘’“”„‚«»‹›…•·¿¡ªº†‰µ№\xa0\u3000")
FREQUENT = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之"
    "年过发后作里用道行所家种成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心"
    "前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由"
    "问很最重并物手应向头文体美相见被利什二等产或新己制身果加合回特代内信表化老给位次度门常先"
    "海通儿原东声立及比水名真处走各入口平系气电数安少报接件管期市直形便五色式品光强却完设咖啡"
    "路记书非则款装保温杯套器包盒黑红蓝绿白银瓶袋鞋衣裤裙灯台椅桌架锅壶碗刀陶瓷马克摇磨豆热螺"
    "丝普洱饼餐线牙锈钢玻璃塑料木铁铝棉麻绒皮革布厨房浴室客厅卧户运跑步篮足球游泳健瑜伽玩具积"
    "车模巾纸笔镜充键盘耳屏贴膜壳护男女士童婴宝奶粉茶酒米洗刷霜液精华容量适官旗舰店标题价格编"
    "码尺寸规型货号类目链图片库存描述材质净斤升毫厘双单支张箱桶罐"
)
"""The commonest characters of Chinese prose and of shop listings."""
SYLLABLES = frozenset(
    "이다는을를의가에하고지로사리기한자스도은어나시인대라정서해수아부보일장상구제주비전그원오"
    "동조무트용성화마유경공만내소여드세선안개위진러과모바계방국미치관연거타실발강영차물명분신"
    "심천품와커피식매블루레플티컵남네호르린"
)
"""The commonest syllables of Korean prose and of shop listings."""
PLAUSIBLE, MARGIN = 0.7, 0.015
CASE = re.compile(r"[^\W\d_]+")


class Guess(NamedTuple):
    """One encoding, how plausible its reading is (0 to 1), and a piece of that reading."""

    encoding: str
    score: float
    excerpt: str


def guesses(lines: Sequence[bytes]) -> list[Guess]:
    """The encodings that these lines may be in, the most plausible first.

    Each line holds bytes outside ASCII. Readings that come out the same are named once.
    """
    found: dict[str, Guess] = {}
    for encoding in (*EAST_ASIAN, *LETTERS):
        text = _decoded(lines, encoding)
        if text is None:
            continue
        score = (
            _east_asian(text, encoding) if encoding in EAST_ASIAN else _eight_bit(text, encoding)
        )
        known = found.get(text)
        if known is None or score > known.score:
            found[text] = Guess(encoding, round(score, 4), _excerpt(text))
    return sorted(found.values(), key=lambda guess: -guess.score)


def decided(ranked: Sequence[Guess]) -> bool:
    """Whether the first guess is plausible and clearly more so than the next."""
    if not ranked or ranked[0].score < PLAUSIBLE:
        return False
    return len(ranked) == 1 or ranked[0].score - ranked[1].score >= MARGIN


def _decoded(lines: Iterable[bytes], encoding: str) -> str | None:
    """The lines as text; None where more than one in twenty is not in that encoding."""
    good, bad = list[str](), 0
    for line in lines:
        try:
            good.append(line.decode(encoding))
        except UnicodeDecodeError:
            bad += 1
    return "\n".join(good) if good and bad * 20 <= len(good) else None


def _excerpt(text: str) -> str:
    at = next((n for n, letter in enumerate(text) if letter > "\x7f"), 0)
    return " ".join(text[max(0, at - 12) : at + 18].split())


def _east_asian(text: str, encoding: str) -> float:
    """The mean weight of the characters, less where hardly one of them is a common one."""
    weigh = WEIGHTS[encoding]
    weights = list[float]()
    for at, letter in enumerate(text):
        if letter > "\x7f":
            beside = _latin(text[at - 1 : at]) + _latin(text[at + 1 : at + 2])
            weights.append(weigh(letter) * (1.0, 0.3, 0.0)[beside])
    score = sum(weights) / len(weights)
    if score < PLAUSIBLE or encoding == "cp932":
        return score
    if encoding == "euc_jp":
        return score if re.search("[\u3040-\u30ff]", text) else score - 0.25
    usual = SYLLABLES if encoding == "cp949" else _usual(encoding)
    words = [letter for letter in text if letter >= "\u3400" and letter not in SYMBOLS]
    share = sum(letter in usual for letter in words) / len(words) if words else 1.0
    if encoding == "gb18030" and len(words) >= 5 and all(_korean_place(x) for x in words):
        score -= 0.15
    return score - 0.35 * max(0.0, 0.5 - share) / 0.5


def _korean_place(letter: str) -> bool:
    """Whether a character stands where EUC-KR has its syllables; a whole text hardly does."""
    return 0xB0 <= _lead(letter, "gb2312") <= 0xC8


@lru_cache(maxsize=2)
def _usual(encoding: str) -> frozenset[str]:
    if encoding == "gb18030":
        return FREQUENT
    from opencc import OpenCC

    return FREQUENT | frozenset(OpenCC("s2t").convert("".join(sorted(FREQUENT))))


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.islower()


def _lead(letter: str, encoding: str) -> int:
    try:
        octets = letter.encode(encoding)
    except UnicodeEncodeError:
        return 0
    return octets[0] if len(octets) == 2 else 0


def _weigh_gb(letter: str) -> float:
    lead = _lead(letter, "gb2312")
    if 0xB0 <= lead <= 0xD7 or lead in (0xA1, 0xA3) or letter in SYMBOLS:
        return 1.0
    if 0xA4 <= lead <= 0xA5:
        return 0.3
    return 0.35 if lead >= 0xD8 else 0.05


def _weigh_big5(letter: str) -> float:
    lead = _lead(letter, "big5")
    return 1.0 if 0xA1 <= lead <= 0xC6 else (0.25 if lead else 0.0)


def _weigh_kana(letter: str, encoding: str, levels: tuple[int, int]) -> float:
    if "\u3000" <= letter <= "\u30ff" or "\uff01" <= letter <= "\uff5e" or letter in SYMBOLS:
        return 1.0
    if "\uff61" <= letter <= "\uff9f":
        return 0.1
    lead = _lead(letter, encoding)
    return 0.95 if levels[0] <= lead <= levels[1] else 0.1


def _weigh_korean(letter: str) -> float:
    lead = _lead(letter, "euc_kr")
    if "\uac00" <= letter <= "\ud7a3":
        return 0.98 if 0xB0 <= lead <= 0xC8 else 0.2
    return 0.9 if letter in SYMBOLS or lead in (0xA1, 0xA3) else 0.1


WEIGHTS: Mapping[str, Callable[[str], float]] = {
    "gb18030": _weigh_gb,
    "big5": _weigh_big5,
    "cp932": lambda letter: _weigh_kana(letter, "cp932", (0x88, 0x97)),
    "cp949": _weigh_korean,
    "euc_jp": lambda letter: _weigh_kana(letter, "euc_jp", (0xB0, 0xCF)),
}


@lru_cache(maxsize=16)
def _alphabets(encoding: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(letters) for letters in LETTERS[encoding].split())


def _eight_bit(text: str, encoding: str) -> float:
    """The share of letters outside ASCII that one language's words can hold there."""
    wrong, letters = 0, list[str]()
    for match in CASE.finditer(text):
        word = match[0]
        if word.isascii():
            continue
        strange = [letter for letter in word if letter > "\x7f"]
        if _word_like(word, strange):
            letters += [letter if letter in "İ" else letter.lower() for letter in strange]
        else:
            wrong += len(strange)
    wrong += sum(_misplaced(text, at) for at, letter in enumerate(text) if letter > "\x7f")
    if not letters and not wrong:
        return 0.8 - PRIOR.get(encoding, 0.0)
    best = max(sum(letter in alphabet for letter in letters) for alphabet in _alphabets(encoding))
    several = set[str]().union(*_alphabets(encoding))
    other = sum(letter in several for letter in letters) - best
    share = (best + 0.5 * other) / (len(letters) + wrong)
    if letters[:1] and "\u0400" <= letters[0] <= "\u04ff":
        share -= 0.3 if sum(x in "оеаинтсрвлкіу" for x in letters) < 0.2 * len(letters) else 0.0
    small = sum(letter.islower() for letter in text if letter > "\x7f")
    return share * (1.0 if small else 0.85) - PRIOR.get(encoding, 0.0)


def _word_like(word: str, strange: list[str]) -> bool:
    """Whether a word's letters go together: one script, and capitals only where words have them."""
    cased = word.islower() or word.isupper() or word[1:].islower() or word.lower() == word
    if strange[0].lower() >= "\u0370":
        greek = "\u0370" <= strange[0].lower() < "\u0400"
        return cased and len(strange) == len(word) and (not greek or _greek(word))
    latin = len(word) - len(strange)
    lone = len(word) == 1 and word not in "àéèòóíåöáÀÉÓÍÅÖ"
    return cased and not lone and (latin > 0 or len(strange) < 3) and not GRAVE.search(word)


GRAVE = re.compile("[èìò][aeiouáéíóúý]|ì[a-z]")
"""No Romance word has a grave vowel before a vowel, nor ì but at its end, where Czech has č, ě."""


def _greek(word: str) -> bool:
    """Whether a word bears its one accent, as each Greek one of several syllables does."""
    if word.isupper() or len(word) < 4:
        return True
    accents = sum(letter in "άέήίόύώ" for letter in word.lower())
    return accents == 1 and "ς" not in word[:-1] and word[-1] != "σ"


def _misplaced(text: str, at: int) -> bool:
    """A sign that stands inside a word, or one that no text has."""
    letter = text[at]
    if letter.isalpha():
        return False
    if letter not in SYMBOLS:
        return True
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return letter not in "’·–\xa0" and before.isalpha() and after.isalpha()
