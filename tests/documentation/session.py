"""Runs the commands of a page as its reader would, in a folder of its own."""

import contextlib
import doctest
import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from codematch.cli import main
from tests.documentation.pages import ROOT, Block, Command, commands

_SHELL = re.compile(r"[|<>&;$*`]")
WIDTH = 80


class Session:
    """A folder with the works of the repository, in which the blocks of one page are run one after the other."""

    def __init__(self, folder: Path, page: Path) -> None:
        """Prepare an empty folder; the program speaks Chinese to the readers of a page in Chinese."""
        self.folder = folder / "work"
        self.folder.mkdir()
        (self.folder / "fixtures").symlink_to(ROOT / "fixtures", target_is_directory=True)
        (self.folder / "grammars").symlink_to(ROOT / "grammars", target_is_directory=True)
        program = folder / "bin" / "codematch"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m codematch "$@"\n')
        program.chmod(0o755)
        self.environment = {
            **os.environ,
            "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
            "XDG_DATA_HOME": str(folder / "data"),
            "CODEMATCH_LANG": "zh" if page.name.endswith(".zh.md") else "en",
            "COLUMNS": str(WIDTH),
            "TZ": "UTC",
        }
        self.names: dict[str, object] = {}

    def run(self, block: Block) -> list[tuple[Command, list[str]]]:
        """Run a block; return its commands with the lines that they printed.

        Raises:
            AssertionError: A command exits with another code than the page says, or Python prints something else.
        """
        if block.title:
            self._write(block)
            return []
        if block.language == "pycon":
            assert self.python(block) == list(block.lines)
            return []
        found = commands(block)
        made = []
        for command in found:
            code, printed = self._execute(command.text)
            expected = block.exit_code if command is found[-1] else 0
            assert code == expected, f"{command.text}\nexits with {code}\n{printed}"
            made.append((command, printed.rstrip("\n").split("\n") if printed else []))
        return made

    def _write(self, block: Block) -> None:
        if block.title.endswith(" (excerpt)"):
            text = (self.folder / block.title.removesuffix(" (excerpt)")).read_text(encoding="utf-8")
            missing = [line for line in block.lines if line.strip() and line != "[...]" and line not in text]
            assert missing == [], f"{block.title}: lacks {missing}"
            return
        file = self.folder / block.title
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(block.lines) + "\n", encoding="utf-8")

    def python(self, block: Block) -> list[str]:
        """Run a session of Python; return its lines as they are now, those that a page leaves out left out."""
        text = "\n".join(block.lines) + "\n"
        test = doctest.DocTestParser().get_doctest(text, self.names, "page", None, block.first)
        runner = _Collecting()
        with self._inside():
            runner.run(test, out=lambda _: None, clear_globs=False)
        self.names = test.globs
        made: list[str] = []
        for example in doctest.DocTestParser().parse(text):
            if isinstance(example, doctest.Example):
                first, *more = example.source.rstrip("\n").split("\n")
                made += [f">>> {first}", *(f"... {line}".rstrip() for line in more)]
                made += (
                    runner.printed.get(example.lineno, example.want).rstrip("\n").split("\n") if example.want else []
                )
            elif example.strip():
                made.append(example)
            elif "\n" in example:
                made.append("")
        return made

    def _execute(self, command: str) -> tuple[int, str]:
        if command.startswith("codematch ") and not _SHELL.search(command):
            words = shlex.split(command.replace("\\\n", " "), comments=True)
            with self._inside():
                return captured(words[1:])
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        return done.returncode, done.stdout.decode()

    @contextlib.contextmanager
    def _inside(self) -> Iterator[None]:
        """Run in the folder and the environment of the page."""
        before, variables = os.getcwd(), dict(os.environ)
        os.chdir(self.folder)
        os.environ.update(self.environment)
        try:
            yield
        finally:
            os.chdir(before)
            os.environ.clear()
            os.environ.update(variables)


class _Collecting(doctest.DocTestRunner):
    """Keeps what examples print that their page does not say, by their lines."""

    def __init__(self) -> None:
        super().__init__(optionflags=doctest.ELLIPSIS)
        self.printed: dict[int, str] = {}

    def report_failure(self, out: object, test: object, example: doctest.Example, got: str) -> None:
        del out, test
        self.printed[example.lineno] = got

    def report_unexpected_exception(self, out: object, test: object, example: doctest.Example, exc_info: Any) -> None:
        del out, test
        raise exc_info[1]


def captured(arguments: list[str]) -> tuple[int, str]:
    """Run the program in this process; return its exit code and what it prints, in the order of a terminal."""
    sys.stdout.flush()
    sys.stderr.flush()
    saved = os.dup(1), os.dup(2)
    with tempfile.TemporaryFile() as file:
        text = io.TextIOWrapper(file, encoding="utf-8", write_through=True)
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
        try:
            with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
                try:
                    main(arguments)
                except SystemExit as stop:
                    code = int(stop.code or 0)
                text.flush()
        finally:
            for number, descriptor in zip((1, 2), saved, strict=True):
                os.dup2(descriptor, number)
                os.close(descriptor)
        file.seek(0)
        return code, file.read().decode("utf-8")
