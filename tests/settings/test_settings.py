"""Every setting takes the values of its range and no others; what is saved of them is what was set."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codematch.cli.overrides import override
from codematch.errors import UsageError
from codematch.settings import Settings, as_dict, describe, unfit, unknown

ALL = {name: (value, info) for name, value, info in describe(Settings())}
names = st.sampled_from(sorted(ALL))


def values(name: str) -> Any:
    value, info = ALL[name]
    if isinstance(value, bool):
        return st.booleans()
    if isinstance(value, int):
        return st.integers(info["low"], info["high"])
    return st.floats(info["low"], info["high"])


settings_of = st.lists(names.flatmap(lambda name: st.tuples(st.just(name), values(name))), max_size=4).map(dict)


def made(changes: dict[str, Any]) -> Settings:
    return override([f"{name}={str(value).lower()}" for name, value in changes.items()])


@given(settings_of)
def test_what_is_set_is_saved_and_nothing_else_changes(changes):
    found = {name: value for name, value, _ in describe(made(changes))}
    assert found == {name: changes.get(name, value) for name, (value, _) in ALL.items()}
    saved = json.loads(json.dumps(as_dict(made(changes))))
    assert {f"{group}.{name}": value for group, row in saved.items() for name, value in row.items()} == found


@given(settings_of, settings_of)
def test_equal_settings_are_those_that_are_saved_alike(first, second):
    one, other = made(first), made(second)
    assert (one == other) == (as_dict(one) == as_dict(other))
    assert one == made(first)
    assert hash(one) == hash(made(first))
    assert (repr(one) == "Settings()") == (one == Settings())


@given(names, st.one_of(st.floats(), st.integers(), st.text(max_size=5), st.none(), st.booleans()))
def test_a_value_is_taken_exactly_if_it_is_in_the_range(name, value):
    default, info = ALL[name]
    if isinstance(default, bool) or isinstance(value, bool):
        fits = isinstance(default, bool) and isinstance(value, bool)
    elif isinstance(default, int):
        fits = isinstance(value, int) and info["low"] <= value <= info["high"]
    else:
        fits = isinstance(value, int | float) and info["low"] <= value <= info["high"]
    assert (unfit(name, value) == "") == fits
    group, _, item = name.partition(".")
    kind = type(getattr(Settings(), group))
    if fits:
        assert getattr(getattr(Settings(**{group: kind(**{item: value})}), group), item) == value
    else:
        with pytest.raises(UsageError, match=name):
            Settings(**{group: kind(**{item: value})})


@given(st.from_regex(r"[a-z_]{1,9}(\.[a-z_]{1,9})?", fullmatch=True))
def test_an_unknown_name_is_an_error(name):
    assert (unknown(name) == "") == (name in ALL)
    if name not in ALL:
        with pytest.raises(UsageError, match="unknown setting"):
            override([f"{name}=1"])
