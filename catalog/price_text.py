"""How the arithmetic of a price reads, line by line."""

from decimal import Decimal

from catalog.i18n import Spoken
from catalog.money import Money, show
from catalog.price import ItemDiscount, NForM, PriceLine, ThresholdCoupon

STARTS = {
    "list": ("标价", "List price"),
    "sale": ("活动价", "Sale price"),
    "subsidy": ("补贴价", "Subsidised price"),
    "member": ("会员价", "Member price"),
    "coupon": ("券后价", "Price with coupon"),
}


def price_lines(lines: tuple[PriceLine, ...], language: Spoken) -> tuple[str, ...]:
    """The lines in words, the promotion behind each named: "满 ¥300 减 ¥50：-¥50"."""
    return tuple(_line(line, language) for line in lines)


def start_name(lines: tuple[PriceLine, ...], language: Spoken) -> str:
    """What the price is called that the arithmetic starts from, "" where there is none."""
    first = next((line for line in lines if line.kind == "price" and line.observation), None)
    return STARTS[first.observation.kind][language == "en"] if first and first.observation else ""


def promotion_names(lines: tuple[PriceLine, ...], language: Spoken) -> tuple[str, ...]:
    """What the promotions are called that bring the price down."""
    return tuple(_promotion(line, language == "zh") for line in lines if line.promotion)


def _line(line: PriceLine, language: Spoken) -> str:
    chinese = language == "zh"
    colon = "：" if chinese else ": "
    sign = "-" if line.money.amount < 0 else ""
    amount = Money(amount=abs(line.money.amount), currency=line.money.currency)
    return f"{_what(line, chinese)}{colon}{sign}{show(amount, language)}"


def _what(line: PriceLine, chinese: bool) -> str:
    if line.kind == "price":
        kind = line.observation.kind if line.observation else "sale"
        times = f" × {line.quantity}" if line.quantity > 1 else ""
        return STARTS[kind][not chinese] + times
    if line.kind == "shipping":
        return "运费" if chinese else "Shipping"
    if line.kind == "live":
        return "直播价优惠" if chinese else "Live price"
    return _promotion(line, chinese)


def _promotion(line: PriceLine, chinese: bool) -> str:
    """What a promotion is called: "8 折", "满 ¥300 减 ¥50", "3 for 2"."""
    language = "zh" if chinese else "en"
    match line.promotion:
        case ItemDiscount(percent=Decimal() as percent):
            left = f"{(100 - percent) / 10:f}".rstrip("0").rstrip(".")
            return f"{left} 折" if chinese else f"{_short(percent)}% off"
        case ItemDiscount(off=Money() as off):
            return f"立减 {show(off, language)}" if chinese else f"{show(off, language)} off"
        case NForM(take=take, pay=pay):
            return f"{take} 件付 {pay} 件" if chinese else f"{take} for {pay}"
        case ThresholdCoupon(threshold=threshold, off=off, repeats=repeats):
            at, less = show(threshold, language), show(off, language)
            if chinese:
                return f"{'每满' if repeats else '满'} {at} 减 {less}"
            return f"{less} off {'every' if repeats else 'orders from'} {at}"
    return "优惠" if chinese else "Discount"


def _short(number: Decimal) -> str:
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"
