"""How an argument or option is declared: as the annotation of a parameter, or of a field of a dataclass of them."""

import inspect
from collections.abc import Callable
from dataclasses import MISSING, fields
from functools import wraps
from typing import Annotated, Any, TypeVar, get_type_hints

import typer

Options = TypeVar("Options")


def argument(metavar: str, text: str, **more: Any) -> Any:
    """Declare an argument by its name in the usage line and its help."""
    return typer.Argument(metavar=metavar, help=text, **more)


def option(names: str, metavar: str, text: str, **more: Any) -> Any:
    """Declare an option by its names, separated by blanks, the name of its value and its help."""
    return typer.Option(*names.split(), metavar=metavar, help=text, **more)


def flag(names: str, text: str, **more: Any) -> Any:
    """Declare an option without a value."""
    return typer.Option(*names.split(), help=text, **more)


_CONTEXT = inspect.Parameter("context", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)

Quiet = Annotated[bool, flag("--quiet -q", "Print only results, warnings and errors; no progress bars and no notes.")]


def with_options(
    options: type[Options], configure: Callable[[Options, frozenset[str]], Options] | None = None
) -> Callable[[Callable[[Options], None]], Callable[..., None]]:
    """Return a decorator for a command whose arguments and options are the fields of a dataclass.

    Args:
        options: The dataclass; a field is annotated like a parameter of a command. The command gets an instance of it.
        configure: Completes what is given, told which fields the command line gives.
    """
    hints = get_type_hints(options, include_extras=True)
    parameters = [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if field.default is MISSING else field.default,
            annotation=hints[field.name],
        )
        for field in fields(options)  # type: ignore[arg-type]
    ]

    def decorate(command: Callable[[Options], None]) -> Callable[..., None]:
        def run(context: typer.Context, **given: Any) -> None:
            made = options(**given)
            if configure is not None:
                sources = {name: context.get_parameter_source(name) for name in given}
                named = frozenset(name for name, source in sources.items() if source and source.name == "COMMANDLINE")
                made = configure(made, named)
            command(made)

        return _presented(run, command, [_CONTEXT, *parameters])

    return decorate


def accepts_quiet(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command that accepts `--quiet`, too: it prints nothing but results, so the option changes nothing."""
    quiet = inspect.Parameter("quiet", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=Quiet)

    def run(*args: Any, quiet: bool = False, **kwargs: Any) -> None:
        del quiet
        command(*args, **kwargs)

    return _presented(run, command, [*inspect.signature(command).parameters.values(), quiet])


def _presented(
    run: Callable[..., None], command: Callable[..., None], parameters: list[inspect.Parameter]
) -> Callable[..., None]:
    """Return a function with the name and documentation of a command, and with these parameters."""
    presented = wraps(command)(run)
    presented.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    presented.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return presented
