"""Files of ours are read by one reader, `codematch/saved_files.py`; whatever reads JSON or TOML otherwise says why."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "codematch"
PARSERS = frozenset({("json", "load"), ("json", "loads"), ("tomllib", "load"), ("tomllib", "loads")})
OWN_DATA, IN_A_WORK = "data of the package", "content of a work, which has a reader with limits of its own"
SEALED = "a model beside its grammar, with a digest over its card"
MADE_HERE = "text that this process, or one that it started, has just made"
PARSED_ELSEWHERE: Mapping[str, str] = {
    "across/counts.py": SEALED,
    "artefacts/configuration.py": OWN_DATA,
    "artefacts/data_prompts.py": IN_A_WORK,
    "artefacts/parameter_null.py": SEALED,
    "artefacts/readers/safetensors.py": IN_A_WORK,
    "artefacts/settings_text.py": IN_A_WORK,
    "artefacts/tokenizers.py": IN_A_WORK,
    "artefacts/vocabulary.py": OWN_DATA,
    "cli/batch_rows.py": MADE_HERE,
    "cli/translation/help_pages.py": OWN_DATA,
    "cli/translation/lines.py": OWN_DATA,
    "comparison/ai_artefacts.py": IN_A_WORK,
    "filtration/boilerplate.py": OWN_DATA,
    "filtration/data_class_lines.py": OWN_DATA,
    "filtration/formats.py": OWN_DATA,
    "filtration/standards.py": OWN_DATA,
    "languages/content.py": OWN_DATA,
    "languages/spec.py": OWN_DATA,
    "limits.py": OWN_DATA,
    "notices/words.py": OWN_DATA,
    "report/scan/to_notices.py": MADE_HERE,
    "report/text/glossary.py": OWN_DATA,
    "report/text/language_names.py": OWN_DATA,
    "report/text/phrases.py": OWN_DATA,
    "report/text/wording.py": OWN_DATA,
    "selftest/expectations.py": OWN_DATA,
    "significance/null_model.py": SEALED,
    "strata/imported_modules.py": OWN_DATA,
    "weight/background.py": SEALED,
}
"""Modules that parse JSON or TOML themselves, each with the reason why it is no file that somebody hands over."""
HANDED_OVER = ("batch", "case", "evaluation", "exchange", "marks", "policy", "revisions", "store")
"""Packages that read files which a person writes or the other side hands over."""
READERS = frozenset({"read_bytes", "read_text", "open"})
RAW: Mapping[str, str] = {
    "batch/finished.py": "writes files, and holds a lock",
    "case/case_file.py": OWN_DATA,
    "case/custody.py": "appends to the log",
    "store/filling.py": "a file that this run has just written, with its digest",
    "store/lock.py": "locks, which are opened to be held",
    "store/manifest.py": "writes, and waits for the disk",
    "store/tables.py": "tables with their sizes and digests in the manifest",
    "revisions/dated.py": OWN_DATA,
    "revisions/git_history.py": "a work, of which intake has looked at the kind",
    "revisions/releases.py": "archives of a work, which intake has listed",
}
"""Modules of these packages that open files themselves, each with the reason."""


def calls(path: Path) -> Iterator[tuple[str, str]]:
    """Yield whose function or method each call of a module is, and its name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield (node.func.value.id if isinstance(node.func.value, ast.Name) else ""), node.func.attr
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield "", node.func.id


def modules(*folders: str) -> Iterator[tuple[str, frozenset[tuple[str, str]]]]:
    for folder in folders or ("",):
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            yield path.relative_to(PACKAGE).as_posix(), frozenset(calls(path))


def test_json_and_toml_of_files_are_parsed_by_one_module() -> None:
    parsing = {name for name, made in modules() if made & PARSERS}
    assert parsing == {"saved_files.py", *PARSED_ELSEWHERE}


def test_files_that_are_handed_over_are_opened_by_one_module() -> None:
    opening = {
        name for name, made in modules(*HANDED_OVER)
        if any(whose not in ("saved_files", "os") and what in READERS for whose, what in made)
    }  # fmt: skip
    assert opening == set(RAW)


def test_the_measure_sees_calls_of_modules_of_objects_and_of_the_language(tmp_path) -> None:
    (tmp_path / "a.py").write_text("json.loads(x)\npath.with_name('a').read_bytes()\nopen(y)\n", encoding="utf-8")
    assert set(calls(tmp_path / "a.py")) == {("json", "loads"), ("", "read_bytes"), ("path", "with_name"), ("", "open")}
