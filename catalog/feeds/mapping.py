"""Which of their columns fills which of our fields: from a map file, or by obvious names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import yaml

from catalog.errors import BadInput
from catalog.feeds.row import FIELDS
from catalog.feeds.table import plain

OBVIOUS: Mapping[str, str] = {
    "offer_id": "offer_id id sku item_id offer listing_id asin 商品编号 商品id 编号 货号",
    "product_id": "product_id product group_id item_group_id parent_id spu spu_id 产品编号 款号",
    "title": "title name product_name product_title item_name 商品名称 商品标题 标题 名称 品名",
    "description": "description desc body body_html detail details summary 描述 商品描述 详情 简介",
    "category": "category categories product_category product_type type 类目 分类 品类",
    "brand": "brand brand_name vendor manufacturer make 品牌",
    "model": "model model_number mpn modelno part_number 型号",
    "gtin": "gtin ean upc barcode gtin13 gtin14 isbn 条码 条形码",
    "seller": "seller merchant seller_name merchant_name shop store shop_name 商家 店铺 卖家",
    "seller_kind": "seller_kind seller_type shop_type 店铺类型 商家类型",
    "platform": "platform marketplace 平台",
    "price": "price current_price final_price 价格 售价 现价 单价",
    "currency": "currency price_currency currency_code 币种 货币",
    "list_price": "list_price msrp original_price regular_price compare_at_price 原价 标价 划线价",
    "sale_price": "sale_price promo_price 促销价 活动价",
    "member_price": "member_price vip_price 会员价",
    "shipping": "shipping shipping_cost postage 运费",
    "url": "url link product_url href 链接 商品链接",
    "image": "image image_url image_link img picture thumbnail 图片 主图",
    "stock": "stock availability in_stock inventory stock_status 库存 库存状态",
    "rating": "rating stars star_rating average_rating score 评分",
    "reviews": "reviews review_count rating_count num_reviews 评论数 评价数",
    "variant": "variant 规格",
}
PRICED = re.compile(r"(list_|sale_|member_)?price_([a-z]{3})")
CURRENCIES = {"usd", "cny", "rmb", "eur", "gbp", "jpy", "cad", "aud", "hkd", "inr", "krw", "sgd"}


def read_map(path: Path) -> dict[str, str]:
    """The map in a YAML file: our field to their column or "=constant".

    Raises:
        BadInput: it is not such a mapping, or names a field that is none of ours.

    """
    try:
        found = yaml.safe_load(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(str(path), "", f"cannot be read as YAML ({error})", "Mend it") from error
    if not isinstance(found, dict) or not found:
        raise BadInput(str(path), "", "holds no mapping", 'Write lines like "title: Product Name"')
    for field, column in found.items():
        if field not in FIELDS:
            remedy = f"Use some of: {', '.join(FIELDS)}"
            raise BadInput(str(path), str(field), "is not a field of ours", remedy)
        if not isinstance(column, str) or not column.strip():
            remedy = 'Give their column name, or "=constant"'
            raise BadInput(str(path), field, "does not name a column", remedy)
    return dict(found)


def obvious(columns: Iterable[str]) -> dict[str, str]:
    """The map that the column names themselves suggest; `price_usd` also says the currency."""
    theirs = {plain(column): column for column in reversed(list(columns))}
    found = {}
    for field, names in OBVIOUS.items():
        known = next((theirs[name] for name in names.split() if name in theirs), None)
        if known is not None:
            found[field] = known
    for name, column in theirs.items():
        match = PRICED.fullmatch(name)
        if match and match[2] in CURRENCIES:
            found.setdefault(f"{match[1] or ''}price", column)
            found.setdefault("currency", "=" + {"rmb": "CNY"}.get(match[2], match[2].upper()))
    return found


def constants(columns: Mapping[str, str]) -> dict[str, str]:
    """Our fields that a map gives one text for every row."""
    return {field: column[1:] for field, column in columns.items() if column[0] == "="}


def completed(columns: Mapping[str, str], theirs: Iterable[str]) -> dict[str, str]:
    """The map; one that names no column leaves the columns to their obvious names."""
    named = len(constants(columns)) < len(columns)
    return dict(columns) if named else {**obvious(theirs), **columns}


def apply(columns: Mapping[str, str], value: Callable[[str], str]) -> dict[str, str]:
    """Our fields filled from one record; `value` gives the text of one of their columns."""
    filled = {}
    for field, column in columns.items():
        if text := column[1:] if column[0] == "=" else value(column):
            filled[field] = text
    return filled
