"""Labels of points: none covers another nor leaves the plane, whatever the points are."""

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.study.labelling import _box, _overlap, _share, placed

PLANE, SIZE = ((0.0, 10.0), (-5.0, 5.0)), (400.0, 300.0)
POINTS = st.lists(st.tuples(st.floats(0, 10), st.floats(-5, 5)), max_size=12)


def boxes(points: list[tuple[float, float]], labels: list[str]) -> list[tuple[float, ...]]:
    pixels = [
        (_share(x, PLANE[0]) * SIZE[0], (1 - _share(y, PLANE[1])) * SIZE[1]) for x, y in points
    ]
    sides = placed(points, labels, PLANE, SIZE)
    assert len(sides) == len(points)
    return [
        _box(p, side, len(label) * 6.6)
        for p, side, label in zip(pixels, sides, labels, strict=True)
        if side
    ]


@given(POINTS)
@settings(max_examples=60, deadline=None)
def test_no_label_covers_another_or_leaves_the_plane(points: list[tuple[float, float]]) -> None:
    there = boxes(points, [f"policy-{n}" for n in range(len(points))])
    for n, box in enumerate(there):
        assert box[0] >= 0 and box[1] >= 0 and box[2] <= SIZE[0] and box[3] <= SIZE[1]
        assert not any(_overlap(box, other) for other in there[:n])  # type: ignore[arg-type]


def test_a_point_alone_has_its_label_and_one_of_many_at_the_same_place_may_have_none() -> None:
    assert placed([(5, 0)], ["slots"], PLANE, SIZE) == ["top center"]
    crowd = placed([(5, 0)] * 12, ["a-long-policy"] * 12, PLANE, SIZE)
    assert 0 < sum(map(bool, crowd)) < 12
