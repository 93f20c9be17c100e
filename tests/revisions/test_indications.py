"""Each indication of a direction, and cases in which none may be stated: made-up and copied histories, third works."""

import pytest

from codematch.model.versions import Direction, Strength
from codematch.revisions.examine import examine_versions
from codematch.revisions.leftovers import is_bundled
from codematch.revisions.project_names import Mentions, name_words, names_of
from codematch.settings import Settings
from tests.revisions.histories import BEN, DAY, START, Step, grown, write

LATER = START + 400 * DAY
MIRRORED = {
    Direction.KNOWN_FIRST: Direction.QUESTIONED_FIRST,
    Direction.QUESTIONED_FIRST: Direction.KNOWN_FIRST,
    Direction.COMMON_SOURCE: Direction.COMMON_SOURCE,
    Direction.UNDETERMINED: Direction.UNDETERMINED,
}
CLARA = b"Clara Quill <clara@example.org>"


def library(count: int = 20, **more) -> list[Step]:
    """A library that grows in small steps, in Python files at its root."""
    return [
        Step(files={path.removeprefix("src/"): text for path, text in step.files.items() if path != "README"}, **more)
        for step in grown(count)
    ]


def product(taken: dict[int, int], folder: str, steps: int = 8, start: int = LATER, **titles: str) -> list[Step]:
    """A product with pages of its own that has a state of the library, by its number, from a step on."""
    made: list[Step] = []
    held: dict[str, str] = {}
    for number in range(steps):
        if number in taken:
            held = {f"{folder}{path}": text for path, text in library()[taken[number]].files.items()}
        own = {f"app/page_{n}.py": f"page = {n}\nshow(page + {n})\n" for n in range(number + 1)}
        title = titles.get(f"at_{number}", "A step")
        made.append(
            Step(files={**own, **held}, seconds=start + number * 9 * DAY + number * number * 7, author=BEN, title=title)
        )
    return made


def examined(tmp_path, known, questioned, names=("k", "q")):
    """Examine two histories in both orders; the answers are mirrored."""
    for name, steps in zip(names, (known, questioned), strict=True):
        write(tmp_path / name, steps)
    one, other = (str(tmp_path / name) for name in names)
    found = examine_versions(one, other, Settings())
    assert examine_versions(other, one, Settings()).direction is MIRRORED[found.direction]
    return found


def of_kind(found, kind):
    return next((item for item in found.indications if item.kind == kind), None)


def test_supporting_indications_of_one_group_decide_nothing(tmp_path):
    """Both are updated in one large step; that one claims to be older is all there is."""
    found = examined(tmp_path, product({2: 15}, "lib/", start=START), product({3: 15}, "parts/"))
    assert {item.strength for item in found.indications} <= {Strength.SUPPORTING, Strength.NONE}
    assert of_kind(found, "claimed-times").direction is Direction.KNOWN_FIRST
    assert found.direction is Direction.UNDETERMINED


def test_an_origin_that_a_message_states_decides(tmp_path):
    titles = {"at_3": "Update bundled sluicekit to 1.4"}
    found = examined(tmp_path, library(), product({3: 12}, "parts/", **titles), ("sluicekit", "quaybase"))
    stated = of_kind(found, "stated-origin")
    assert (stated.direction, stated.strength) == (Direction.KNOWN_FIRST, Strength.DECIDING)
    assert found.direction is Direction.KNOWN_FIRST


def test_folders_for_works_of_others_oppose_the_reverse(tmp_path):
    found = examined(tmp_path, library(), product({3: 12}, "third_party/sluice/"))
    bundled = of_kind(found, "bundled")
    assert (bundled.direction, bundled.strength) == (Direction.KNOWN_FIRST, Strength.OPPOSING)
    assert found.direction is Direction.KNOWN_FIRST


def test_a_third_work_in_the_bundling_folder_of_one_side_does_not_come_from_the_other(tmp_path):
    """Claimed times and the folder of one side agree, though both took it from elsewhere."""
    found = examined(tmp_path, product({3: 15}, "lib/", start=START), product({4: 15}, "vendor/"))
    assert of_kind(found, "claimed-times").direction is Direction.KNOWN_FIRST
    assert of_kind(found, "bundled").direction is Direction.KNOWN_FIRST
    assert found.direction is Direction.UNDETERMINED


def test_files_named_after_the_other_project_support(tmp_path):
    found = examined(
        tmp_path, product({3: 15}, "lib/", start=START), product({4: 15}, "lib/sluicekit-1.2/"), ("sluicekit", "q")
    )
    places = of_kind(found, "places")
    assert (places.direction, places.strength) == (Direction.KNOWN_FIRST, Strength.SUPPORTING)
    assert found.direction is Direction.KNOWN_FIRST


def test_both_bundle_a_third_work(tmp_path):
    """One has it earlier, in more versions, and grew it: still both have it in a folder for works of others."""
    often = product({n: 2 + 2 * n for n in range(1, 8)}, "vendor/", start=START)
    found = examined(tmp_path, often, product({3: 8, 5: 14}, "deps/"))
    assert of_kind(found, "bundled").direction is Direction.COMMON_SOURCE
    assert found.direction in (Direction.COMMON_SOURCE, Direction.UNDETERMINED)


def test_two_that_update_a_third_work_say_nothing_though_one_updates_more_often(tmp_path):
    """Folders do not tell that it is bundled; but it changes in large steps only on both sides."""
    often = product({n: n * 3 - 1 for n in range(1, 7)}, "lib/", start=START)
    found = examined(tmp_path, often, product({3: 2, 5: 17}, "parts/"))
    assert not [item for item in found.indications if item.strength is Strength.DECIDING]
    assert found.direction is Direction.UNDETERMINED


def test_a_history_rewritten_to_look_older_is_undetermined(tmp_path):
    """The questioned work has the states of the known one, each dated two years before, in folders of its own."""
    older = [
        Step(files={f"core/{path}": text for path, text in step.files.items()}, seconds=START - (700 - n) * DAY - n * n)
        for n, step in enumerate(library())
    ]
    found = examined(tmp_path, library(), older)
    assert found.direction is Direction.UNDETERMINED


def test_what_a_history_begins_with_may_be_older_than_the_history(tmp_path):
    """The known history begins with the shared files: that the other one has them earlier says nothing."""
    found = examined(tmp_path, product({0: 15}, "lib/", start=LATER), product({3: 15}, "parts/", start=START))
    assert of_kind(found, "claimed-times").direction is Direction.UNDETERMINED
    assert found.direction is Direction.UNDETERMINED


def test_a_growth_made_up_for_a_work_that_was_published_at_once_is_undetermined(tmp_path):
    """The known history begins with the finished work; the questioned one pretends to have written it before."""
    files = library()[-1].files
    known = [Step(files={**files, "notes.txt": f"note {n}\n"}, seconds=LATER + n * DAY + n * n) for n in range(3)]
    found = examined(
        tmp_path, known, [Step(files=one.files, seconds=START + n * DAY + n * n) for n, one in enumerate(library())]
    )
    growth = of_kind(found, "growth")
    assert (growth.direction, growth.strength) == (Direction.QUESTIONED_FIRST, Strength.SUPPORTING)
    assert found.direction is Direction.UNDETERMINED


def test_an_import_with_its_whole_history_is_undetermined(tmp_path):
    """Every state was taken over with its time, as a filter of histories does it."""
    copied = [
        Step(files={f"parts/{path}": text for path, text in step.files.items()}, seconds=START + n * DAY + n * n * 7)
        for n, step in enumerate(library())
    ]
    assert examined(tmp_path, library(), copied).direction is Direction.UNDETERMINED


def test_a_history_at_even_intervals_does_not_count_for_its_side(tmp_path):
    even = [Step(files=step.files, seconds=START + n * 3600) for n, step in enumerate(library())]
    found = examined(tmp_path, even, product({3: 15}, "parts/"))
    assert "even-intervals" in {item.id for item in found.anomalies}
    assert of_kind(found, "growth").direction is Direction.UNDETERMINED
    assert found.direction is Direction.UNDETERMINED


def test_a_growth_that_the_text_contradicts_is_undetermined(tmp_path):
    """The shared lines name the questioned project, as after a repository was moved."""
    named = [
        Step(files={path: text.replace("drain(", "quaybase.drain(") for path, text in step.files.items()})
        for step in library()
    ]
    taken = {f"parts/{path}": text for path, text in named[15].files.items()}
    later = [Step(files={"a.py": f"a = {n}\n", **(taken if n else {})}, seconds=LATER + n * DAY) for n in range(4)]
    found = examined(tmp_path, named, later, ("sluicekit", "quaybase"))
    assert of_kind(found, "named-project").direction is Direction.QUESTIONED_FIRST
    assert found.direction is Direction.UNDETERMINED


def test_people_whom_notices_name_support_the_side_that_they_wrote_at(tmp_path):
    noted = [
        Step(files={path: "# Copyright 2017 Clara Quill\n" + text for path, text in step.files.items()}, author=CLARA)
        for step in library()
    ]
    taken = {f"parts/{path}": text.replace("2017", "2017-2019") for path, text in noted[15].files.items()}
    own = [Step(files={"a.py": f"a = {n}\n", **taken}, seconds=LATER + n * DAY + n * n, author=BEN) for n in range(4)]
    found = examined(tmp_path, noted, own)
    people = of_kind(found, "named-people")
    assert (people.direction, people.strength) == (Direction.KNOWN_FIRST, Strength.SUPPORTING)
    assert found.direction is Direction.KNOWN_FIRST


def forked(ann: int, ben: int) -> tuple[list[Step], list[Step]]:
    """A project that Ann made, and a fork of it: its first twelve commits are common; then she and Ben go on."""
    common = library(12)
    last = common[-1].files
    known = [
        Step(files={**last, "a.py": f"a = {n}\n"}, author=CLARA if n >= ann else b"Ann <ann@example.org>")
        for n in range(15)
    ]
    other = [
        Step(files={**last, "b.py": f"b = {n}\n"}, author=BEN if n >= ben else b"Ann <ann@example.org>")
        for n in range(15)
    ]
    return [*common, *known], [*common, *other]


def test_the_side_where_the_people_of_common_commits_went_on_came_first(tmp_path):
    found = examined(tmp_path, *forked(ann=15, ben=0))
    assert of_kind(found, "continued").direction is Direction.KNOWN_FIRST
    assert found.direction is Direction.KNOWN_FIRST


@pytest.mark.parametrize("went_on", [(15, 15), (0, 0), (8, 6)])
def test_people_who_went_on_at_both_sides_or_none_say_nothing(tmp_path, went_on):
    found = examined(tmp_path, *forked(*went_on))
    assert of_kind(found, "continued").direction is Direction.UNDETERMINED
    assert found.direction is Direction.COMMON_SOURCE


def test_a_project_is_named_by_its_label_and_its_manifests():
    assert names_of("repo", [("package.json", b'{"name": "@ann/sluicekit", "version": "1"}')]) == {("sluicekit",)}
    assert names_of("work", [("go.mod", b"module example.org/ann/weirdam/v2\n")]) == {("weirdam",)}
    assert (
        names_of("work", [("sub/go.mod", b"module example.org/ann/weirdam\n"), ("setup.py", b"setup(name='tools')")])
        == set()
    )


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("zlib-1.2.11", ("zlib",)), ("lunr.js", ("lunr",)), ("requests", ()), ("http-parser", ()), ("检材", ()),
        ("pixel-dungeon.git", ("pixel", "dungeon")), ("six", ()), ("lua", ("lua",)),
    ],
)  # fmt: skip
def test_a_plain_english_word_names_no_project(label, words):
    assert name_words(label) == words


def test_names_are_found_as_they_are_written_in_code():
    mentions = Mentions.of(frozenset({name_words("pixel-dungeon")}), frozenset({name_words("shattered-pixel-dungeon")}))
    assert mentions.sides("import com.watabou.pixeldungeon.Game;") == {0}
    assert mentions.sides("import com.ann.shatteredpixeldungeon.Game;") == {1}
    assert mentions.sides("a pixel dungeon") == set()
    short = Mentions.of(frozenset({("lua",)}), frozenset())
    assert short.sides("lua_State *state") == {0}
    assert short.sides("evaluate(lual)") == set()
    assert short.parts("src/lua-5.2.4/lapi.c") == {0}


@pytest.mark.parametrize(
    ("path", "is_so"),
    [("src/third-party/zlib/a.c", True), ("3rdparty/a.c", True), ("Vendor/a.c", True), ("a/_vendor/b.py", True),
     ("src/vendor.c", False), ("lib/a.c", False)],
)  # fmt: skip
def test_folders_for_works_of_others(path, is_so):
    assert is_bundled(path) is is_so


def test_states_with_which_a_history_begins_may_be_older_than_it(tmp_path):
    """The library was moved to git on one day, years after the product took some of its states."""
    moved = [Step(files=one.files, seconds=LATER + 900 * DAY + n * 600 + n * n) for n, one in enumerate(library())]
    found = examined(tmp_path, moved, product({3: 5, 4: 9, 5: 13}, "parts/"))
    assert of_kind(found, "state-times") is None
    assert found.direction is Direction.UNDETERMINED


def test_a_growth_made_up_after_the_beginning_points_to_its_side(tmp_path):
    """A known limit: the known side imported its own work, which the other one pretends to have made."""
    made_up = [Step(files=one.files, seconds=START + n * DAY + n * n) for n, one in enumerate(library())]
    found = examined(tmp_path, product({3: 19}, "lib/"), made_up)
    assert found.direction is Direction.QUESTIONED_FIRST
