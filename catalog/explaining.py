"""The arithmetic of a price said line by line, in Chinese and English."""

from datetime import timedelta
from decimal import Decimal

from catalog.money import Money, show
from catalog.price import ItemDiscount, NForM, PriceLine, PricePaid, ThresholdCoupon

STARTS = {
    "list": ("标价", "List price"),
    "sale": ("活动价", "Sale price"),
    "subsidy": ("补贴价", "Subsidised price"),
    "member": ("会员价", "Member price"),
    "coupon": ("券后价", "Price with coupon"),
}


def explain(paid: PricePaid, locale: str) -> tuple[str, ...]:
    """Each line of the arithmetic and what it comes to, for a reader of "zh" or "en".

    「标价 ¥129 ×2 = ¥258」, 「满 200 减 30：−¥30」, 「合计 ¥228」; what is not known is said.
    """
    chinese = locale.startswith("zh")
    said = [_line(line, locale, chinese) for line in paid.lines]
    if not paid.shipping_known:
        said.append("运费未知，未计入" if chinese else "Delivery cost not known, not included")
    total = show(paid.total, locale)
    if paid.quantity > 1:
        each = show(paid.unit, locale)
        bare = paid.lines[-1].kind == "shipping" and bool(paid.lines[-1].money.amount)
        if chinese:
            said.append(f"合计 {total}，每件 {each}" + ("（不含运费）" if bare else ""))
        else:
            said.append(f"Total {total}, {each} each" + (" before delivery" if bare else ""))
    else:
        said.append(f"合计 {total}" if chinese else f"Total {total}")
    return tuple(said)


def _line(line: PriceLine, locale: str, chinese: bool) -> str:
    if line.kind == "price":
        return _start(line, locale, chinese)
    if line.kind == "shipping":
        if not line.money.amount:
            return "包邮" if chinese else "Free delivery"
        return (
            f"运费 {show(line.money, locale)}"
            if chinese
            else f"Delivery {show(line.money, locale)}"
        )
    off = show(line.money * -1, locale)
    colon = "：" if chinese else ": "
    return f"{_promotion(line, locale, chinese)}{colon}−{off}"


def _start(line: PriceLine, locale: str, chinese: bool) -> str:
    seen = line.observation
    name = STARTS[seen.kind if seen else "list"][not chinese]
    each = Money(amount=line.money.amount / line.quantity, currency=line.money.currency)
    text = f"{name} {show(each, locale)}"
    if line.quantity > 1:
        text += f" ×{line.quantity} = {show(line.money, locale)}"
    told = [seen.conditions] if seen and seen.conditions else []
    if seen and seen.ends:
        last = (seen.ends - timedelta(seconds=1)).date()
        told.append(f"至 {last} 止" if chinese else f"until {last}")
    if told:
        text += f"（{'，'.join(told)}）" if chinese else f" ({', '.join(told)})"
    return text


def _promotion(line: PriceLine, locale: str, chinese: bool) -> str:
    match line.promotion:
        case ItemDiscount(percent=Decimal() as percent):
            left = _short((100 - percent) / 10)
            return f"每件 {left} 折" if chinese else f"{_short(percent)}% off each"
        case ItemDiscount(off=Money() as off):
            amount = show(off, locale)
            return f"每件立减 {amount}" if chinese else f"{amount} off each"
        case NForM(take=take, pay=pay):
            return f"买 {take} 付 {pay}" if chinese else f"{take} for the price of {pay}"
        case ThresholdCoupon() as coupon:
            return _coupon(coupon, locale, chinese)
    return "优惠" if chinese else "Discount"


def _coupon(coupon: ThresholdCoupon, locale: str, chinese: bool) -> str:
    off, threshold = show(coupon.off, locale), show(coupon.threshold, locale)
    if not coupon.threshold.amount:
        return f"无门槛券 {off}" if chinese else f"{off} coupon"
    if coupon.repeats:
        return f"每满 {threshold} 减 {off}" if chinese else f"{off} off every {threshold}"
    return f"满 {threshold} 减 {off}" if chinese else f"{off} off {threshold} or more"


def _short(number: Decimal) -> str:
    return f"{number.normalize():f}"
