"""Code inside other formats: scripts in pages, cells of notebooks, fences in prose, and which formats there are.

A module for each format finds the islands; `divide` reads each by its own grammar and puts them together. The rest of
the program sees one stream of tokens whose sections name their languages.
"""

import re
from functools import lru_cache
from pathlib import PurePosixPath

from codematch.languages.embedded import (
    build_files,
    html,
    markdown,
    notebook,
    patch,
    php,
    razor,
    scriptlets,
    shell,
    tagged,
    templates,
    vue,
    xml,
)
from codematch.languages.embedded.divide import divided, holds_more
from codematch.languages.embedded.forms import Form
from codematch.languages.embedded.island import Island
from codematch.languages.embedded.names import TEXT, language_named

__all__ = ["Form", "Island", "divided", "form_by_name", "form_named", "form_of", "holds_more"]

_FORMS = {
    form.name: form
    for form in (
        *(build_files.MAKE, build_files.DOCKER, build_files.YAML),
        *(html.FORM, templates.FORM, vue.VUE, vue.SVELTE, vue.WXML, razor.FORM),
        *(markdown.FORM, markdown.ORG, markdown.RST, markdown.ASCIIDOC, notebook.FORM, notebook.IPYTHON),
        *(patch.FORM, php.FORM, shell.FORM, tagged.FORM, xml.FORM),
    )
}
_MAKERS = {
    **dict.fromkeys(scriptlets.NAMES, scriptlets.page),
    **dict.fromkeys(templates.NAMES, templates.template),
}
"""Formats of templates: what they make is a page, or what an inner ending says."""

_BY_LANGUAGE = {
    **{name: name for name in ("php", "xml", "yaml", "markdown")},
    **dict.fromkeys(("javascript", "typescript", "tsx"), "tagged"),
    "bash": "shell",
    "html": "page",
}
_ENDINGS = {
    "markdown": (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx", ".rmd", ".qmd", ".mdwn"),
    "org": (".org",),
    "rst": (".rst", ".rest"),
    "asciidoc": (".adoc", ".asciidoc"),
    "notebook": (".ipynb",),
    "vue": (".vue",),
    "svelte": (".svelte",),
    "wxml": (".wxml", ".axml", ".swan", ".ttml"),
    "page": (".html", ".htm", ".xhtml", ".shtml", ".html5", ".hta", ".xht"),
    "jsp": (".jsp", ".jspx", ".jspf", ".tag", ".tagx"),
    "erb": (".erb", ".rhtml"),
    "ejs": (".ejs",),
    "asp": (".asp", ".aspx", ".ascx", ".asax", ".master", ".asmx", ".ashx"),
    "razor": (".cshtml", ".razor"),
    "velocity": (".vm", ".vtl"),
    "freemarker": (".ftl", ".ftlh", ".ftlx"),
    "template": (
        *(".j2", ".jinja", ".jinja2", ".twig", ".hbs", ".handlebars", ".mustache", ".njk", ".liquid", ".tmpl"),
        *(".gohtml", ".tpl", ".dtl"),
    ),
    "xml": (".xml", ".svg", ".xaml", ".mxml", ".xul", ".xhtml"),
    "yaml": (".yml", ".yaml"),
    "docker": (".dockerfile", ".containerfile"),
    "make": (".mk", ".mak"),
    "patch": (".diff", ".patch", ".dif", ".rej"),
}
_BY_ENDING = {ending: name for name, endings in _ENDINGS.items() for ending in endings}
_BY_NAME = {
    **dict.fromkeys(("makefile", "gnumakefile", "makefile.am", "makefile.in"), "make"),
    **dict.fromkeys(("dockerfile", "containerfile"), "docker"),
}
_OF_COPIES = (".bak", ".orig", ".old", ".tmp", ".save", ".txt", ".1", ".in", ".dist", ".example", ".sample", ".new")
"""Endings that say nothing of what a file holds; the one before does."""
_HOSTS = (TEXT, "html", "xml", "json", "yaml", "css", "markdown")
"""A language given to a file counts for more than its ending, unless it is one of these, which hold others."""

_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_NOTEBOOK = re.compile(rb'\s*\{\s*"(?:cells|metadata|nbformat|nbformat_minor|worksheets)"\s*:')
_HEAD = 1_000


def form_named(name: str) -> Form | None:
    """Return the format with this name, None when there is none."""
    return _FORMS.get(name) or (_MAKERS[name](name) if name in _MAKERS else None)


def form_of(path: str, utf8: bytes, language: str) -> Form | None:
    """Return the format by which a file is divided, None if it is read as a whole.

    A language that holds no others counts for more than the extension.
    """
    form = form_by_name(path) if path else None
    if form is not None and language not in (*_HOSTS, form.host):
        form = None
    if form is None and language in _HOSTS:
        form = _by_content(utf8)
    if form is not None:
        return form
    name = _BY_LANGUAGE.get(language)
    return _FORMS[name] if name else None


def form_by_name(path: str) -> Form | None:
    """Return the format that the name of a file says, None when it says none."""
    path = path.rstrip("~")
    name = path.rpartition("/")[2]
    return _form_of_name(name if name not in ("", ".") else PurePosixPath(path).name)


@lru_cache(maxsize=1_024)
def _form_of_name(file_name: str) -> Form | None:
    file = PurePosixPath(file_name.lower())
    suffixes = list(file.suffixes[-3:])
    while suffixes and suffixes[-1] in _OF_COPIES and file.name not in _BY_NAME:
        suffixes.pop()
    name = _BY_NAME.get(file.name) or (_BY_ENDING.get(suffixes[-1]) if suffixes else None)
    if name is None and file.name.startswith("dockerfile."):
        name = "docker"
    if name in _MAKERS:
        makes = language_named(suffixes[-2][1:]) if len(suffixes) > 1 else TEXT
        return _MAKERS[name](name, makes if makes != TEXT else html.PAGE)
    return _FORMS[name] if name else None


def _by_content(utf8: bytes) -> Form | None:
    head = utf8[:_HEAD]
    if _PAGE.match(head):
        return _FORMS["page"]
    if _NOTEBOOK.match(head) and b'"nbformat"' in utf8:
        return _FORMS["notebook"]
    if b"@@ -" in head or b" ****\n" in head or b"\n@@ -" in utf8:
        return _FORMS["patch"] if patch.SIGN.search(utf8) else None
    return None
