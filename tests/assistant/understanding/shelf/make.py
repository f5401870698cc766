"""Writes the small shelf that the understanding scripts are about; run it after changing it."""

import json
from pathlib import Path

HERE = Path(__file__).parent
SEEN = "2026-11-01T00:00:00+00:00"
# id, title, category, brand, attributes, offers {seller: price}
SHELF = [
    ("c1", "清野 男士控油洁面乳 150g", "facial_cleanser", "清野 Qingye", "skin=oily gender=men effect=oil_control", {"official": "59 CNY"}),
    ("c2", "澄岸 敏感肌氨基酸洗面奶 100g", "facial_cleanser", "澄岸", "skin=sensitive effect=hydrating fragrance=none", {"official": "89 CNY", "corner": "79 CNY"}),
    ("c3", "清野 女士保湿洁面 120g", "facial_cleanser", "清野 Qingye", "skin=dry gender=women effect=hydrating fragrance=scented", {"selfrun": "129 CNY"}),
    ("c4", "Plainly Gentle Face Wash 5 oz", "facial_cleanser", "Plainly", "skin=sensitive fragrance=none", {"corner": "14 USD"}),
    ("k1", "Keyworth K75 Quiet Mechanical Keyboard, black", "keyboard", "Keyworth", "switch=mechanical noise=quiet colour=black connection=wired", {"official": "69 USD", "selfrun": "499 CNY"}),
    ("k2", "Tarrow T87 Wireless Mechanical Keyboard, white", "keyboard", "Tarrow", "switch=mechanical colour=white connection=wireless", {"corner": "89 USD", "official": "629 CNY"}),
    ("k3", "Apple Compact Keyboard, white", "keyboard", "Apple", "switch=membrane noise=quiet colour=white connection=wireless", {"official": "99 USD", "selfrun": "749 CNY"}),
    ("k4", "罗技 Logitech 静音薄膜键盘 黑色", "keyboard", "罗技 Logitech", "switch=membrane noise=quiet colour=black connection=wired", {"selfrun": "129 CNY", "corner": "25 USD"}),
    ("h1", "Sony WH-50 Over-Ear Headphones, noise cancelling, black", "headphones", "Sony", "anc=yes form=over_ear colour=black connection=wireless", {"official": "199 USD", "selfrun": "1399 CNY"}),
    ("h2", "Nilo Buds 2 In-Ear Headphones", "headphones", "Nilo", "anc=no form=in_ear colour=white connection=wireless waterproof=yes", {"corner": "39 USD", "selfrun": "259 CNY"}),
    ("h3", "Bose Quiet Over-Ear Headphones, white", "headphones", "Bose", "anc=yes form=over_ear colour=white connection=wireless", {"official": "149 USD", "corner": "1099 CNY"}),
    ("h4", "Nilo Studio Wired Headphones, black", "headphones", "Nilo", "anc=no form=over_ear colour=black connection=wired", {"corner": "59 USD", "official": "399 CNY"}),
    ("s1", "跃岭 轻量慢跑鞋 男款", "running_shoes", "跃岭", "gender=men weight=light colour=blue", {"official": "399 CNY"}),
    ("s2", "Runna Pace Running Shoes, women's", "running_shoes", "Runna", "gender=women colour=pink", {"official": "85 USD"}),
    ("b1", "野径 防水双肩包 25L 黑色", "backpack", "野径", "waterproof=yes colour=black", {"corner": "219 CNY"}),
    ("b2", "Case Daypack 20L, blue", "backpack", "Case", "waterproof=no colour=blue weight=light", {"official": "48 USD"}),
    ("v1", "净步 扫地机器人 S3", "robot_vacuum", "净步", "noise=quiet", {"official": "1499 CNY"}),
    ("v2", "Dustoff R2 Robot Vacuum", "robot_vacuum", "Dustoff", "", {"selfrun": "229 USD"}),
]  # fmt: skip
SELLERS = {"official": "official", "selfrun": "self_operated", "corner": "third_party"}


def _write(name: str, rows: list[dict[str, object]]) -> None:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (HERE / f"{name}.jsonl").write_text(text, "utf-8")


def _offer(product: str, seller: str, price: str) -> dict[str, object]:
    amount, currency = price.split()
    money = {"amount": amount, "currency": currency}
    seen = {"money": money, "kind": "list", "observed_at": SEEN, "source": "test shelf"}
    id = f"{product}-{seller}-{currency.lower()}"
    return {"id": id, "product_id": product, "seller_id": seller, "prices": [seen], "stock": "in_stock"}  # fmt: skip


if __name__ == "__main__":
    products, offers = [], []
    for id, title, category, brand, facts, prices in SHELF:
        pairs = [fact.split("=") for fact in facts.split()]
        attributes = [{"name": name, "value": value} for name, value in pairs]
        products.append(
            {"id": id, "title": title, "category": category, "brand": brand, "attributes": attributes}  # fmt: skip
        )
        offers += [_offer(id, seller, price) for seller, price in prices.items()]
    _write("products", products)
    _write("offers", offers)
    _write("sellers", [{"id": s, "name": s, "kind": kind} for s, kind in SELLERS.items()])
