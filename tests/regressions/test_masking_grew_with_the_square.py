"""What is listed is masked, and nothing else; what holds of a whole file is asked once for it."""

import pytest

from codematch.comparison.masked_differences import mask_differences
from codematch.evidence import commented_out, detector_input, whole_comments
from codematch.masking import file_marks, find_marks
from codematch.model.evidence import Channel
from codematch.pipeline import compare_prepared
from tests.comparison.works import TOOLS, prepared_pair, work

MOST = TOOLS.settings.evidence.max_findings


def compared(known: dict[str, str], questioned: dict[str, str]):
    return compare_prepared(*prepared_pair(work("known", known), work("questioned", questioned)), TOOLS)


def channel(pair, name: Channel):
    return next(found for found in pair.evidence if found.channel is name)


@pytest.fixture
def counted(monkeypatch):
    """How often each of the functions that mask was called, by its module."""
    calls: dict[str, int] = {}

    def count(module, name):
        original = getattr(module, name)

        def counting(*arguments, **named):
            calls[module.__name__] = calls.get(module.__name__, 0) + 1
            return original(*arguments, **named)

        monkeypatch.setattr(module, name, counting)

    count(detector_input, "masked_part")
    for module in (whole_comments, commented_out):
        count(module, "masked")
    return calls


def test_a_table_of_literals_is_masked_as_far_as_it_is_listed(counted):
    rows = [f'    "part {number * 7919 % 65536:05d} of the assembly",\n' for number in range(3 * MOST)]
    table = "PARTS = [\n" + "".join(rows) + '    "mail to hidden.person@some-company.com",\n]\n'
    pair = compared({"t.py": table}, {"t.py": table + "extra = 1\n"})

    texts = channel(pair, Channel.TEXTS)
    assert counted["codematch.evidence.detector_input"] <= 2 * MOST
    assert texts.figures["rare"] == 3 * MOST + 1
    assert (len(texts.findings), texts.omitted) == (MOST, 2 * MOST + 1)
    (mail,) = [item for item in texts.findings if "mail to" in item.text]
    assert "hidden.person" not in mail.text


def test_comments_and_dead_code_are_masked_as_far_as_they_are_listed(counted):
    words = [[f"w{number * step % 401}" for step in range(3, 11)] for number in range(2 * MOST)]
    lines = [f"# {' '.join(row)} number {number}\n" for number, row in enumerate(words)]
    code = [f"value_{number} = compute({number}, 'password')\n" for number in range(2 * MOST)]
    pair = compared({"c.py": "".join([*lines, *code])}, {"c.py": "".join([*lines, *(f"# {line}" for line in code)])})

    assert counted["codematch.evidence.whole_comments"] <= MOST
    assert counted["codematch.evidence.commented_out"] <= MOST
    assert channel(pair, Channel.COMMENTS).omitted >= MOST
    artefacts = channel(pair, Channel.ARTEFACTS)
    assert artefacts.figures["commented-out-in-questioned"] == 2 * MOST
    assert sum(item.kind == "commented-out-in-questioned" for item in artefacts.findings) == MOST


def test_what_lies_outside_of_regions_is_counted_beyond_the_list():
    names = "".join(f"alpha_{number}_beta = {number}\n" for number in range(3 * MOST))
    apart = "".join(f"print({'x' * (number % 3)}1, alpha_{number}_beta)\n\n" for number in range(0, 3 * MOST, 2))
    figures = channel(compared({"a.py": names}, {"b.py": apart}), Channel.NAMES).figures

    assert figures["rare"] > MOST
    assert figures["rare-outside"] <= figures["rare"]


def test_of_rows_with_the_same_keys_each_is_held_against_the_first():
    keys = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta")
    row = ", ".join(f"{key}: 1" for key in keys)
    known = "const rows = [\n" + f"  {{{row}}},\n" * 50 + "];\n"
    questioned = (
        "const rows = [\n" + f"  {{{row}}},\n" * 30 + "  {" + ", ".join(f"{key}: 2" for key in keys[::-1]) + "},\n];\n"
    )
    found = channel(compared({"r.js": known}, {"s.js": questioned}), Channel.ORDER)

    rows = [item for item in found.findings if item.kind.endswith("members")]
    assert found.figures["lists"] == 31
    assert {item.known.line for item in rows} == {2}
    assert {item.count.known for item in rows} == {len(keys)}
    assert found.figures["same-order-lists"] == 30


def test_a_long_line_is_looked_at_once_however_many_differences_are_on_it(monkeypatch):
    looked_at: list[int] = []

    def counting(line, *arguments):
        looked_at.append(len(line))
        return find_marks(line, *arguments)

    monkeypatch.setattr(file_marks, "find_marks", counting)
    parts = [f"if(a{n}<b)show('step {n} of %s',go{n},password='hunt{n}er2!')" for n in range(120)]
    known, questioned = ";".join(parts), ";".join(parts).replace("step", "part").replace("er2!", "er3!")
    pair = compared({"m.js": known}, {"m.js": questioned})

    shown = [str(item.change) for item in pair.differences]
    masked = [str(item.change) for item in mask_differences(pair.differences, *works(known, questioned))]
    assert sum("er3!" in text for text in shown) > 50
    assert not [text for text in masked if "er2!" in text or "er3!" in text]
    assert sorted(looked_at) == sorted((len(known), len(questioned)))


def works(known: str, questioned: str):
    return prepared_pair(work("known", {"m.js": known}), work("questioned", {"m.js": questioned}))
