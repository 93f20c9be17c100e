"""`codematch settings`: all of them, a group, or one."""

from codematch.settings import Settings, describe


def test_all_a_group_and_one(codematch):
    names = [name for name, _, _ in describe(Settings())]
    everything = codematch("settings").out

    assert [name for name in names if f"  {name} = " not in everything] == []
    group = codematch("settings", "weighing")
    assert (group.code, group.err) == (0, "")
    assert group.out.startswith("weighing: ")
    assert group.out.rstrip("\n") in everything
    assert [name for name in names if f"  {name} = " in group.out] == [
        name for name in names if name.startswith("weighing.")
    ]
    one = codematch("settings", "weighing.min_weight")
    assert [name for name in names if f"  {name} = " in one.out] == ["weighing.min_weight"]
    assert len(one.out.splitlines()) == 3


def test_a_misspelt_name_is_refused_with_the_nearest(codematch):
    assert codematch("settings", "wieghing").refused(2, "no such setting or group; did you mean weighing?")
    assert codematch("settings", "min_wieght").refused(2, "did you mean weighing.min_weight?")
    assert codematch("settings", "zzzzz").refused(2, "codematch settings lists them")
    zh = codematch("--lang", "zh", "settings", "zzzzz")
    assert "没有该参数或参数组" in zh.err
