"""Units convert as physics has them, and figures are found in titles."""

import importlib
from decimal import Decimal

import pytest

from catalog.measures import figures, unit, units

PINT = {
    "fl oz": "US_fluid_ounce", "gallon": "US_liquid_gallon", "quart": "US_liquid_quart",
    "m²": "m**2", "ft²": "ft**2", "m³/h": "m**3/hour", "CFM": "ft**3/minute", "h": "hour",
    "oz": "ounce", "lb": "pound", "Pa": "pascal", "kPa": "kilopascal", "lm": "lumen",
}  # fmt: skip
BASE = {
    "mass": "g", "volume": "ml", "length": "mm", "area": "m**2", "time": "hour", "power": "W",
    "pressure": "pascal", "flow": "m**3/hour",
}  # fmt: skip


def test_every_physical_factor_is_that_of_pint() -> None:
    registry = importlib.import_module("pint").UnitRegistry()
    for each in units().by_name.values():
        if each.dimension in BASE and each.name not in ("month", "jin"):
            own = registry.Quantity(1, PINT.get(each.name, each.name))
            expected = own.to(BASE[each.dimension]).magnitude
            assert float(each.factor) == pytest.approx(expected, rel=1e-9), each.name


def test_units_of_two_dimensions_do_not_convert() -> None:
    grams, litres = unit("g"), unit("L")
    assert grams is not None and litres is not None
    with pytest.raises(ValueError, match="different things"):
        grams.convert(Decimal(1), litres)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("travel mug 350 ml, 12-oz lid", [("350", "ml"), ("12", "oz")]),
        ("旅行水壶1.5升 重480克", [("1.5", "L"), ("480", "g")]),
        ("tent for 3 people, 4.5 kg", [("3", "people"), ("4.5", "kg")]),
        ("power bank 20,000mah usb2", [("20000", "mAh")]),
        ("rug 50 sq ft", [("50", "ft²")]),
        ("lotion 5.1 fl oz", [("5.1", "fl oz")]),
        ("model ab12 gx3", []),
    ],
)
def test_figures_are_read_with_their_units(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(str(f.amount), f.unit.name) for f in figures(text)] == expected
