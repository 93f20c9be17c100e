"""Two works in the manner of known cases: a few lines among prescribed declarations, and layers upon open source."""

import random

import pytest

from codematch.comparison.reference_material import MaterialTree
from codematch.model.filtration import FilterId, ReasonCode
from codematch.model.result import PairResult
from codematch.model.stratum import Stratum
from codematch.pipeline import ComparisonInputs, compare_works
from codematch.settings import Settings
from tests.comparison.works import work

CHECK = """
    private static void requireSpan(int total, int begin, int finish) {
        if (begin > finish)
            throw new IllegalArgumentException("begin(" + begin + ") > finish(" + finish + ")");
        if (begin < 0)
            throw new ArrayIndexOutOfBoundsException(begin);
        if (finish > total)
            throw new ArrayIndexOutOfBoundsException(finish);
    }
"""
"""Nine lines, counted from the head to the closing brace with the blank one before it."""

TYPES = ("int", "long", "String", "double", "boolean", "List<String>", "Map<String, Integer>", "byte[]", "Object")
VERBS = ("load", "merge", "sort", "trim", "index", "fold", "scan", "pack", "route", "settle", "drain", "mark")
NOUNS = ("Queue", "Ledger", "Window", "Cursor", "Segment", "Token", "Frame", "Batch", "Region", "Handle", "Lease")


def declarations(draw: random.Random, count: int) -> list[str]:
    """Heads of public methods, as an interface would prescribe them."""
    found = []
    for number in range(count):
        name = draw.choice(VERBS) + draw.choice(NOUNS) + str(number)
        arguments = ", ".join(f"{draw.choice(TYPES)} {chr(97 + at)}{number}" for at in range(draw.randrange(1, 5)))
        found.append(f"public {draw.choice(TYPES)} {name}({arguments})")
    return found


def known_body(draw: random.Random) -> str:
    name = "".join(draw.choices("abcdefgh", k=7))
    lines = [
        f"int {name} = {draw.randrange(10**6)};",
        f"for (int i = 0; i < {name}; i++) {{ table[i] = {name} ^ i; }}",
        f"while ({name} > {draw.randrange(99)}) {{ {name} -= step({name}); }}",
        f"if (table == null) {{ table = new int[{draw.randrange(999)}]; }}",
        f'report("{name}", {name});',
    ]
    draw.shuffle(lines)
    return "\n        ".join(lines[: draw.randrange(3, 6)])


def questioned_body(draw: random.Random) -> str:
    name = "".join(draw.choices("qrstuvwx", k=7))
    lines = [
        f"var {name} = source.stream().filter(x -> x != null).limit({draw.randrange(10**5)});",
        f"try (var {name}2 = open()) {{ {name}2.accept(this::{name}); }} catch (Exception e) {{ log(e); }}",
        f"switch (mode) {{ case {draw.randrange(99)} -> close(); default -> {name}3(); }}",
        f"synchronized (lock) {{ owner = Optional.of({draw.randrange(999)}); }}",
        f"return {name}4.orElseGet(() -> fallback[{draw.randrange(50)}]);",
    ]
    draw.shuffle(lines)
    return "\n        ".join(lines[: draw.randrange(3, 6)])


def classes(bodies, seed: int, heads: list[str], package: str) -> dict[str, str]:
    """Classes that all implement the same heads, each in its own way."""
    draw = random.Random(seed)  # noqa: S311 - variety, not secrecy
    files = {}
    for start in range(0, len(heads), 40):
        methods = "\n".join(f"    {head} {{\n        {bodies(draw)}\n    }}\n" for head in heads[start : start + 40])
        files[f"{package}/Part{start // 40}.java"] = f"package {package};\n\nclass Part{start // 40} {{\n{methods}}}\n"
    return files


@pytest.fixture(scope="module")
def nine_lines() -> PairResult:
    heads = declarations(random.Random(1), 1_500)  # noqa: S311
    known, questioned = classes(known_body, 2, heads, "lib"), classes(questioned_body, 3, heads, "port")
    interface = "package lib;\n\ninterface Api {\n" + "".join(f"    {head};\n" for head in heads[:60]) + "}\n"
    known |= {"lib/Arrays9.java": f"package lib;\n\nclass Arrays9 {{{CHECK}}}\n", "lib/Api.java": interface}
    target = "port/Part7.java"
    questioned[target] = questioned[target].rstrip().removesuffix("}") + CHECK + "}\n"
    questioned["port/Api.java"] = interface.replace("package lib", "package port")
    assert sum(text.count("\n") for text in questioned.values()) > 10_000
    apart = ComparisonInputs(stratum=Stratum.UNRELATED)  # each shares the interface; what is hidden in it is asked for
    return compare_works(work("known", known), work("questioned", questioned), apart, settings=Settings()).pairs[0]


def test_nine_lines_among_declarations_are_at_the_top_of_what_is_left(nine_lines):
    left = sorted(nine_lines.regions, key=lambda region: -region.residual.total)

    assert left[0].known.path == "lib/Arrays9.java"
    assert left[0].questioned.path == "port/Part7.java"
    assert left[0].residual.total > 50
    assert left[1].residual.total < left[0].residual.total / 4


def test_the_declarations_carry_the_code_of_interfaces(nine_lines):
    shared = [region for region in nine_lines.regions if region.known.path != "lib/Arrays9.java"]

    assert shared
    for region in shared:
        assert ReasonCode.API_DICTATED in {label.code for label in region.labels}
    interface = next(region for region in shared if region.known.path == region.questioned.path.replace("port", "lib"))
    assert interface.known.path == "lib/Api.java"
    dictated = sum(label.tokens for label in interface.labels if label.code is ReasonCode.API_DICTATED)
    assert dictated > 0.9 * interface.tokens


def test_the_waterfall_of_the_nine_lines_adds_up(nine_lines):
    steps = nine_lines.ledger.steps

    assert steps[0].regions == len(nine_lines.regions)
    assert steps[-1].regions == 1
    assert steps[-1].tokens.questioned == sum(region.residual_tokens for region in nine_lines.regions)


BASE = """\
static int ring_push(struct ring *r, const void *item, size_t size)
{
	size_t next = (r->head + 1) % r->slots;

	if (next == r->tail || size > r->width)
		return -ENOSPC;
	memcpy(r->data + r->head * r->width, item, size);
	r->head = next;
	r->stats.pushed += size;
	if (r->stats.pushed > r->stats.limit && r->on_limit)
		r->on_limit(r, r->stats.pushed - r->stats.limit);
	return (int)((next + r->slots - r->tail) % r->slots);
}
"""
CHANGED = BASE.replace("r->stats.pushed", "r->count.bytes").replace("r->stats.limit", "r->count.most").replace(
    "ring_push", "ring_append"
)  # fmt: skip
OWN = """\
static void band_steer(struct radio *radio, struct client *c, int rssi)
{
	int floor = radio->band == BAND_5G ? -78 : -71;

	for (int i = 0; i < radio->peers; i++) {
		struct peer *p = &radio->peer[i];
		if (p->load * 3 < radio->load && rssi + p->gain > floor + 6)
			c->candidate[c->count++ & 7] = p->id;
	}
	if (c->count > 2 && !(c->flags & CLIENT_STICKY))
		disassociate(radio, c, REASON_STEER, c->candidate[0]);
}
"""


def test_each_layer_upon_open_source_is_told_apart():
    known = work("router", {"base/ring.c": BASE, "base/changed.c": CHANGED, "own/steer.c": OWN})
    questioned = work("other", {"src/ring.c": "\n" + BASE, "src/changed.c": "\n" + CHANGED, "src/roam.c": "\n" + OWN})
    upstream = MaterialTree(
        filter=FilterId.COMMON, tree=work("upstream", {"lib/ring.c": BASE}), code=ReasonCode.OSS, name="upstream"
    )
    pair = compare_works(known, questioned, ComparisonInputs(material=[upstream]), settings=Settings()).pairs[0]

    layers = {
        region.known.path: {label.code for label in region.labels if label.filter == FilterId.COMMON}
        for region in pair.regions
    }
    assert layers == {
        "base/ring.c": {ReasonCode.OSS},
        "base/changed.c": {ReasonCode.OSS_MODIFIED},
        "own/steer.c": set(),
    }
    own = next(region for region in pair.regions if region.known.path == "own/steer.c")
    assert own.residual.total > 0.9 * own.weight.total
