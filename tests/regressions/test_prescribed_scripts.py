"""What tools write into scripts and classes of data is labelled; one's own statements, names and values are not."""

import pytest

from codematch.filtration import boilerplate
from codematch.settings import Filtration
from tests.filtration.files import file, own, texts


@pytest.mark.parametrize(
    ("path", "text", "left"),
    [
        ("main.storyboard", '<document type="com.apple.InterfaceBuilder3.CocoaTouch.XIB" weir="sluice"/>', "sluice"),
        ("Cargo.toml", '[package]\nname = "weir"\nedition = "2021"\n', "weir"),
        ("settings.py", "DEBUG = True\nROOT_URLCONF = 'weir.urls'\n", "weir.urls"),
        ("AssemblyInfo.cs", '[assembly: AssemblyTitle("Weir")]\n', "Weir"),
        ("go.mod", "module weir\n\ngo 1.21\n", "weir"),
        ("Makefile", "CC = gcc\nall: $(TARGET)\n\t$(CC) $(CFLAGS) -o $@ $^\n\tweir --gauge 3\n", "weir --gauge 3"),
        ("persistence.xml", '<persistence><persistence-unit name="weir"/></persistence>', "weir"),
        ("WeirApplication.java", "@SpringBootApplication\npublic class WeirApplication {\n}\n", "WeirApplication"),
        ("openapi.yaml", "openapi: 3.0.3\ninfo:\n  title: Weir\n", "Weir"),
        ("pyproject.toml", '[project]\nname = "weir"\nrequires-python = ">=3.9"\n', "weir"),
    ],
)
def test_words_of_a_tool_are_labelled_and_names_are_not(path, text, left):
    assert own(path, text) == left


def test_a_statement_of_ones_own_in_a_settings_file_is_left():
    statement = "tide = gauge.level(sluice, 7) * weir_factor"

    assert own("settings.py", f"DEBUG = True\n{statement}\n") == statement


FIELDS = ("gate", "sluice", "depth", "keeper", "tariff", "height", "basin", "ferry")


def labelled(path: str, text: str) -> str:
    subject = file(path, text)
    return " ".join(texts(subject, list(boilerplate.marks(subject, Filtration()))))


def test_columns_called_as_their_fields_are_labelled():
    body = "\n".join(f'    @Column(name = "{name}")\n    private String {name};' for name in FIELDS)
    found = labelled("Lock.java", f"@Entity\npublic class Lock {{\n{body}\n}}\n")

    assert '@Column(name = "sluice") private String sluice;' in found


def test_a_column_called_otherwise_is_the_authors():
    body = "\n".join(f'    @Column(name = "zz_{name}")\n    private String {name};' for name in FIELDS)

    assert "zz_" not in labelled("Lock.java", f"@Entity\npublic class Lock {{\n{body}\n}}\n")


def test_fields_in_a_class_of_behaviour_are_left():
    body = "    attr_accessor :gate\n" + "".join(
        f"    def raise_{name}(by)\n      @{name} += by * {n} if by > {n + 3}\n    end\n"
        for n, name in enumerate(FIELDS)
    )

    assert labelled("lock.rb", f"class Lock\n{body}end\n") == ""
