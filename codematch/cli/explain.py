"""`codematch explain`: what a saved result says of one file or line."""

from typing import Annotated

from codematch.cli import console, saved_result
from codematch.cli.declarations import argument, option
from codematch.cli.options import AnswerFormat, Language, SavedResult, lang_option

EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch explain report src/engine.py:120\n"
    "  codematch explain report K:src/engine.py:120 --lang zh\n"
    "  codematch explain report/report.json Q:lib/motor.py\n"
    "  codematch explain report Q:lib/motor.py:88 --format json > line.json"
)


def explain(
    result: SavedResult,
    place: Annotated[
        str,
        argument(
            "FILE[:LINE]",
            "A path in one of the works, as the report prints it, and a line from 1. Write K: before it for the "
            "known work and Q: for the questioned work; needed only when both contain the path.",
        ),
    ],
    form: Annotated[
        AnswerFormat, option("--format -f", "terminal|json", "What to print; json has no language.")
    ] = AnswerFormat.TERMINAL,
    lang: Annotated[Language | None, lang_option("that of the run", "answer: English, Chinese, or both")] = None,
) -> None:
    """Explain what became of one line or file, and why.

    For a line: the regions that contain it, with match class, weight, residual and the line opposite; the labels on it
    with reason code and basis; findings; limitations of the file. If no region contains it, the threshold that applied.
    For a file without a line: the same for all of it, and the share that is matched.

    Everything comes from the saved result. The works are not needed, and what the result does not record is named.
    """
    from codematch.report.explain import to_text
    from codematch.report.explain.explain import explain as explain_place
    from codematch.report.explain.find_place import find_place
    from codematch.report.text import in_language

    saved = saved_result.read(result)
    found = explain_place(saved, find_place(saved, place))
    if form is AnswerFormat.JSON:
        console.write(to_text.to_json(found))
        return
    language = lang or saved_result.run_of(saved_result.folder_of(result)).language
    for each in language.each:
        with saved_result.rendering_errors(result), in_language(each):
            if not console.shown(lambda screen: to_text.show(found, screen)):
                console.write(to_text.to_text(found))
