"""Sellers: a flagship for every brand, and the shops of the demo's market."""

from __future__ import annotations

from collections.abc import Iterable

from catalog.demo.generator.products import PROVENANCE, Ware
from catalog.demo.generator.specification import Shop, Source
from catalog.seller import Seller

PLATFORMS = {"zh": ("橙屿商城", "orange-isle.example"), "en": ("Harborlane", "harborlane.example")}
"""The marketplaces that flagships stand on, by language."""


def flagship(ware: Ware) -> Shop:
    """The official shop of a product's brand."""
    platform, host = PLATFORMS[ware.language]
    brand, slug = ware.product.brand, ware.brand_slug
    own_site = ware.language == "en" and sum(map(ord, slug)) % 2 == 0
    return Shop(
        id=f"{slug}-official",
        name=f"{brand}官方旗舰店" if ware.language == "zh" else f"{brand} Official Store",
        kind="official",
        language=ware.language,
        platform="" if own_site else platform,
        host=f"{slug}.example" if own_site else f"{slug}.{host}",
    )


def every_shop(source: Source, wares: Iterable[Ware]) -> tuple[Shop, ...]:
    """All shops, each once, by id."""
    shops = {shop.id: shop for shop in source.market.shops}
    shops |= {shop.id: shop for shop in map(flagship, wares)}
    return tuple(shops[id] for id in sorted(shops))


def seller(shop: Shop) -> Seller:
    """The shop as the catalog knows it."""
    return Seller(
        id=shop.id,
        name=shop.name,
        kind=shop.kind,
        is_trader=shop.is_trader,
        relation=shop.relation,
        platform=shop.platform,
        url=f"https://{shop.host}/",
        provenance=PROVENANCE,
    )
