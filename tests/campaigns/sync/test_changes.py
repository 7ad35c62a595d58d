from campaigns.states import ItemState
from campaigns.sync.changes import Change, Diff, ItemSnapshot, compare_snapshots
from campaigns.sync.snapshots import MergeRequestSnapshot

CALM = ItemSnapshot(ItemState.in_dev, "gus", closed=False)
REQUEST = MergeRequestSnapshot("g/p!1", "", "merged", draft=False)


def test_equal_snapshots_have_no_differences() -> None:
    diff = compare_snapshots({"gitaly": CALM}, {"gitaly": CALM})

    assert diff == Diff()
    assert not diff


def test_components_are_new_gone_or_changed_field_by_field_in_order() -> None:
    after = ItemSnapshot(
        ItemState.blocked, None, closed=True, blockers=("g/p#1",), merge_requests=(REQUEST,)
    )

    diff = compare_snapshots({"b": CALM, "a": CALM, "z": CALM}, {"b": after, "a": CALM, "c": CALM})

    assert diff == Diff(
        new=("c",),
        changed=(
            Change("b", "state", ItemState.in_dev, ItemState.blocked),
            Change("b", "dri", "gus", None),
            Change("b", "closed", before=False, after=True),
            Change("b", "blockers", (), ("g/p#1",)),
            Change("b", "merge_requests", (), (REQUEST,)),
        ),
        gone=("z",),
    )
    assert diff
