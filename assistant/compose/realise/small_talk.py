"""What is said where no product is: greetings, help, refusals, changed settings."""

from assistant.compose.facts import Facts
from assistant.compose.variation import Voice
from assistant.understanding.small_talk import commands
from catalog.i18n import Bilingual
from catalog.phrases import say

LOCALES = {"zh": ("中文", "Chinese"), "en": ("英文", "English")}
PLACES = {
    "cn": ("中国大陆", "mainland China"),
    "us": ("美国", "the United States"),
    "eu": ("欧盟", "the European Union"),
    "uk": ("英国", "the United Kingdom"),
}


AGE = Bilingual(
    zh="这类商品有年龄限制，我不推荐，也不放购买链接。",
    en="That is age-restricted: I don’t recommend products of that kind or link to them.",
)
UNLAWFUL = Bilingual(
    zh="这类东西我不推荐，也不放购买链接。",
    en="I don’t recommend things of that kind or link to them.",
)
REFUSALS = {
    "age": AGE,
    "tobacco": AGE,
    "alcohol": AGE,
    "adult": AGE,
    "weapons": UNLAWFUL,
    "drugs": UNLAWFUL,
    "self_harm": Bilingual(
        zh="听起来你现在很不好受，这里不推荐任何商品。请马上告诉身边信任的人，"
        "或拨打 12356 心理援助热线；有危险请拨 120 或 110。",
        en="It sounds as if you are in a bad place right now, so there are no products here. "
        "Please reach someone you trust, or call 988 in the US or 116 123 in the UK; in danger, "
        "call your emergency number.",
    ),
    "medical": Bilingual(
        zh="涉及用药和健康，我不推荐商品，也不放购买链接；请问医生或药师。",
        en="This is a medical matter, so I won’t recommend a product or link to one. "
        "Please ask a doctor or a pharmacist.",
    ),
}
"""What is said where no sale is offered, by the Need's `restricted`."""


def talk(facts: Facts, voice: Voice) -> str:
    """The words for a situation without products; "" where code alone answers."""
    if facts.situation == "settings":
        return _settings(facts, voice)
    if facts.situation == "decline":
        return _declined(facts, voice)
    if facts.situation == "not_on_record":
        return say("service.not_on_record", facts.language)
    if facts.situation != "social":
        return ""
    told = {"greeting": _greeting, "thanks": _thanks, "help": _help}.get(facts.asked.social)
    if told:
        return told(facts, voice)
    return say(f"social.{facts.asked.social or 'acknowledgement'}", facts.language)


def _declined(facts: Facts, voice: Voice) -> str:
    if facts.asked.restricted:
        return _restricted(facts, voice)
    if facts.asked.topic in ("health", "medicine", "minors", "harm"):
        return say(f"decline.{facts.asked.topic}", facts.language)
    if commands(facts.asked.question):
        return say("decline.instructions", facts.language)
    return _off_topic(facts, voice)


def _greeting(facts: Facts, voice: Voice) -> str:
    if facts.chinese:
        return voice.choose(
            "greeting",
            "你好！想买什么？说说用途和预算，我来挑。",
            "你好，要挑点什么？告诉我预算和在意的地方就行。",
        )
    return voice.choose(
        "greeting",
        "Hello! What are you looking for? A budget and what matters to you are enough to start.",
        "Hi there. Tell me what you want to buy, for how much, and what you care about.",
    )


def _thanks(facts: Facts, voice: Voice) -> str:
    if facts.chinese:
        return voice.choose("thanks", "不客气，还想看别的随时说。", "不用谢，有需要再问我。")
    return voice.choose(
        "thanks", "You’re welcome. Ask away if anything else comes up.", "Any time."
    )


def _help(facts: Facts, voice: Voice) -> str:
    if facts.chinese:
        some = f"这里有{'、'.join(facts.carried[:6])}等。" if facts.carried else ""
        return (
            f"{some}你可以直接说要什么、多少钱、在意什么，比如“100 元以内的洗面奶，油皮用”；"
            "看到结果后可以接着说“再便宜点”“第二款和第三款有什么区别”“只看官方店”，"
            "也可以问“这是广告吗”或者说“不看广告”。"
        )
    some = (
        f"There are {', '.join(c.lower() for c in facts.carried[:6])} here. "
        if facts.carried
        else ""
    )
    return (
        f"{some}Say what you want, for how much, and what matters, such as “a quiet keyboard under "
        "$80”. Then go on: “cheaper”, “compare the second and third”, “only official stores”. "
        "You can also ask “is this an ad?” or say “hide ads”."
    )


def _off_topic(facts: Facts, voice: Voice) -> str:
    if facts.chinese:
        return voice.choose(
            "off",
            "这个我帮不上，我只懂挑东西。有想买的可以问我。",
            "这不是购物问题，我答不了。想买什么倒可以问我。",
        )
    return voice.choose(
        "off",
        "That is outside what I know: I only help with choosing things to buy.",
        "I can’t help with that one. I can help you choose something to buy.",
    )


def _restricted(facts: Facts, voice: Voice) -> str:
    refusal = REFUSALS.get(facts.asked.restricted, REFUSALS["medical"])
    return refusal.zh if facts.chinese else refusal.en


def _settings(facts: Facts, voice: Voice) -> str:
    told = [_setting(name, value, facts.chinese) for name, value in facts.asked.settings]
    if not told:
        return "好的。" if facts.chinese else "All right."
    if facts.chinese:
        return f"好的，{'，'.join(told)}。"
    return f"Done: {', '.join(told)}."


def _setting(name: str, value: str, chinese: bool) -> str:
    if name == "organic_only":
        if value == "true":
            return (
                "从下一次回答起，只显示没有人付费的结果" if chinese
                else "from the next answer on you see only results that nobody paid for"
            )  # fmt: skip
        return "付费的结果会重新出现" if chinese else "paid results may appear again"
    names = LOCALES if name == "locale" else PLACES
    zh, en = names.get(value, (value, value))
    if name == "locale":
        return f"之后用{zh}回答" if chinese else f"answers are in {en} from now on"
    return f"标注方式按{zh}的要求" if chinese else f"wording follows {en}"
