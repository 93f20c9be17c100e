"""The profile cn: its own fields, blank where the case does not state them, and none of American practice."""

from dataclasses import replace

import pytest

from codematch.case import case_file
from codematch.errors import UsageError
from codematch.model.engagement import Engagement
from codematch.report.record import record
from codematch.report.record.blocks import Facts, Record, Table, walk
from codematch.report.render_options import RenderOptions
from codematch.report.text.wording import in_language, say
from tests.report.sample_result import sample_result

CASE = """
[examination]
accepted = "2026-03-05"
place = "北京"
present = ["张某", " ", "李某"]
institution = "某司法鉴定中心"
licence = "110000001"
examiners = ["王某 110000001001", "赵某 110000001002"]
[known]
path = "k"
[questioned]
path = "q"
"""
FIELDS = ("accepted", "examined", "place", "present", "institution", "examiners", "equipment")
AMERICAN = ("testimony", "compensation")


def made(engagement: Engagement) -> Record:
    with in_language("zh"):
        return record(replace(sample_result(), engagement=engagement), RenderOptions(language="zh", profile="cn"))


def facts(found: Record, section: str) -> dict[str, list[str] | None]:
    part = next(part for part in found.sections if part.id == section)
    return {
        name: None if value is None else ["".join(span.text for span in line.spans) for line in value]
        for block in walk(part.blocks)
        if isinstance(block, Facts)
        for name, value in block.rows
    }


@pytest.fixture
def stated(tmp_path) -> Engagement:
    (tmp_path / "case.toml").write_text(CASE, encoding="utf-8")
    return case_file.read(tmp_path / "case.toml").engagement


def test_what_the_case_states_is_printed_and_the_rest_is_blank(stated: Engagement) -> None:
    found = facts(made(stated), "engagement")
    with in_language("zh"):
        names = {field: say(f"engagement.{field}") for field in (*FIELDS, *AMERICAN)}
    assert found[names["accepted"]] == ["2026年3月5日"]
    assert found[names["present"]] == ["张某、李某"]
    assert found[names["institution"]] == ["某司法鉴定中心", "110000001"]
    assert found[names["examiners"]] == ["王某 110000001001", "赵某 110000001002"]
    assert found[names["examined"]] is None
    assert found[names["equipment"]] is None
    assert not {names[field] for field in AMERICAN} & found.keys()


def test_an_american_record_prints_of_these_fields_what_is_stated(stated: Engagement) -> None:
    found = facts(record(replace(sample_result(), engagement=stated), RenderOptions()), "engagement")
    assert found[say("engagement.place")] == ["北京"]
    assert say("engagement.equipment") not in found
    assert found[say("engagement.testimony")] is None


def test_signatures_and_seal_are_blank(stated: Engagement) -> None:
    found = facts(made(stated), "analysis")
    with in_language("zh"):
        names = [
            say(f"engagement.{name}") for name in ("signature", "second-signature", "authorised", "seal", "signed-on")
        ]
    assert {name: found[name] for name in names} == dict.fromkeys(names)


def test_the_list_of_electronic_data_says_what_is_known() -> None:
    result = sample_result()
    with in_language("zh"):
        caption = say("forms.list")
        filled = say("engagement.supplied-by")
    part = next(part for part in made(result.engagement).sections if part.id == "forms")
    (table,) = [block for block in walk(part.blocks) if isinstance(block, Table) and block.caption == caption]
    assert len(table.rows) == 2 + len(result.pairs[0].prior)
    words = ["".join(span.text for cell in row.cells for line in cell for span in line.spans) for row in table.rows]
    suppliers = [item.supplied_by for item in result.engagement.items if item.supplied_by]
    assert suppliers
    assert all(any(f"{filled}：{name}" in row for row in words) for name in suppliers)


def test_a_field_of_the_wrong_kind_is_named_with_its_line(tmp_path) -> None:
    (tmp_path / "case.toml").write_text(
        CASE.replace('present = ["张某", " ", "李某"]', 'present = "张某"'), encoding="utf-8"
    )
    with pytest.raises(UsageError, match=r"line 5: \[examination\] present is not a list"):
        case_file.read(tmp_path / "case.toml")
