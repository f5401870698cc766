"""Whether a shop itself keeps a row from sale: drafts, hidden, disabled and ended listings."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.feeds.column_names import column_names

WORDS = """
draft hidden archived inactive disabled private pending unlisted unpublished ended expired suspended
deleted removed rejected deactivated invisible offline trashed trash not_visible
not_visible_individually staging entwurf inaktiv deaktiviert versteckt brouillon masqué inactif
borrador oculto inactivo 下架 已下架 未上架 草稿 停售 已停售 已删除 隐藏 仓库中 未发布 禁用 已禁用
失效 已失效
"""
KEPT = frozenset(WORDS.split())
"""What a state is called that keeps a thing from sale."""
NO = {"false", "no", "n", "0", "-1", "off", "否", "nein", "non"}
YES = {"true", "yes", "y", "1", "on", "是", "ja", "oui"}


def kept_from_sale(said: Mapping[str, str]) -> tuple[str, str] | None:
    """The column by which a shop keeps a row from sale, and what it says; None where none does.

    `said` is the text by the column's plain name. A state of any other word ("active", "in
    stock", a number) keeps nothing from sale.
    """
    names = column_names().states
    for kind, columns in names.items():
        for column in columns:
            text = said.get(column, "").strip()
            word = text.casefold()
            kept = word.replace(" ", "_").replace("-", "_") in KEPT
            if kind == "shown":
                kept = kept or word in NO
            elif kind == "kept":
                kept = word in YES
            if kept:
                return column, text
    return None
