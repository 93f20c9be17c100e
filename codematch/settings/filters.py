"""Settings of the filters: one small class for each rule of `codematch.filtration`, which names it.

`Filtration` puts them together, so that a setting is `filtration.<name>` whatever its rule; the last base comes first.
The classes have no slots: several bases with slots cannot be put together.
"""

from dataclasses import dataclass

from codematch.settings.declaration import setting, switch


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """Exclusions that people agreed on."""

    agreed: bool = switch(True, "exclusions given with --agreed, each with a reason and a name")


@dataclass(frozen=True, kw_only=True)
class Material:
    """When code counts as code of shared material."""

    material_bits: float = setting(
        15.0, "bits", 0, 10**6, "lighter chains between a work and shared material are ignored"
    )
    modified_bits: float = setting(
        50.0,
        "bits",
        0,
        10**6,
        "a changed passage is labelled only if its file shares this much with a file of the material",
    )
    base_share: float = setting(
        0.98,
        "share of tokens",
        0,
        1,
        "a file with at least this share of unchanged tokens counts as unmodified material",
    )
    modified_comment_share: float = setting(
        0.75,
        "share of words",
        0,
        1,
        "least share of the longer comment, in the same order, for a changed comment of material",
    )
    modified_comment_words: int = setting(
        6, "words", 1, 1_000, "shorter comments are not matched as changed comments of material"
    )


@dataclass(frozen=True, kw_only=True)
class Common(Material):
    """Code of works given with `--common`."""

    common: bool = switch(True, "works given with --common")


@dataclass(frozen=True, kw_only=True)
class Library(Material):
    """Code of the reference library."""

    library: bool = switch(True, "works of the reference library")
    library_prints: int = setting(
        3, "fingerprints", 1, 10**6, "least number of shared ones for aligning a file of the library"
    )


@dataclass(frozen=True, kw_only=True)
class Vendored:
    """Third-party folders and banners."""

    vendored: bool = switch(True, "folders and banners of third-party code")
    banner_bytes: int = setting(2_000, "bytes", 16, 10**6, "beginning of a file that is searched for a banner")


@dataclass(frozen=True, kw_only=True)
class Generated:
    """Generated and minified files."""

    generated: bool = switch(True, "generated and minified files")
    generated_head_lines: int = setting(
        40, "lines", 1, 10**6, "beginning of a file that is searched for the notice of a tool"
    )
    minified_bytes: int = setting(
        1_000, "bytes", 1, 10**9, "shorter files are not treated as minified: one long line is usual in them"
    )
    minified_line_bytes: int = setting(300, "bytes", 10, 10**6, "least mean length of the lines of a minified file")
    minified_blank_share: float = setting(0.08, "share of bytes", 0, 1, "maximum share of blanks in a minified file")


@dataclass(frozen=True, kw_only=True)
class Imports:
    """Imports, includes, package clauses."""

    imports: bool = switch(True, "imports, includes, package clauses")


@dataclass(frozen=True, kw_only=True)
class Licences:
    """Licence texts and notices."""

    licences: bool = switch(True, "licence texts and notices in comments")
    licence_lines: int = setting(
        30, "lines", 1, 10_000, "comments of a licence text within this distance belong together"
    )


@dataclass(frozen=True, kw_only=True)
class Standards:
    """Text that a standard or a format prescribes."""

    standards: bool = switch(True, "tables and names that a published standard or format prescribes")
    format_folders: int = setting(
        2, "folders", 0, 100, "folders before a file name that may tell its format, as in .github/workflows/"
    )
    format_head_bytes: int = setting(
        64, "bytes", 1, 10**6, "beginning of a file that tells whether it is JSON or XML if its name does not"
    )
    format_value_bytes: int = setting(
        2_000, "bytes", 1, 10**6, "longer values and lines are not prescribed by a format: they are data"
    )


@dataclass(frozen=True, kw_only=True)
class Data:
    """Tables of literals."""

    data: bool = switch(True, "tables of literals")
    table_tokens: int = setting(40, "tokens", 2, 10**6, "a run of literals of this length is a table")
    table_literal_share: float = setting(0.35, "share of tokens", 0, 1, "least share of literals in a table")


@dataclass(frozen=True, kw_only=True)
class Interface:
    """Declarations and heads that others prescribe."""

    interface: bool = switch(True, "declarations, and heads of public and overriding functions")
    modifier_tokens: int = setting(
        12, "tokens", 1, 1_000, "tokens at the beginning of a unit that are searched for its modifiers"
    )


@dataclass(frozen=True, kw_only=True)
class Boilerplate:
    """Accessors, generated methods, data classes."""

    boilerplate: bool = switch(True, "accessors, their fields, generated methods")
    accessor_tokens: int = setting(14, "tokens", 1, 1_000, "maximum length of the body of an accessor")
    bean_accessors: int = setting(2, "accessors", 1, 1_000, "a class with fewer accessors is not a data class")
    hash_text_characters: int = setting(
        4, "characters", 0, 1_000, "a longer text in a method that computes a hash is the author's"
    )
    data_class_lines: int = setting(
        4, "lines per accessor", 1, 1_000, "least number in a data class, for each accessor that it must have"
    )
    data_class_margin_bytes: int = setting(
        200, "bytes", 0, 10**6, "imports, head and indentation of a data class, which do not count against it"
    )
    data_class_line_bytes: int = setting(
        600, "bytes", 1, 10**6, "longer lines are not compared with those of data classes"
    )


@dataclass(frozen=True, kw_only=True)
class Idioms:
    """Common idioms."""

    idioms: bool = switch(True, "sequences that occur in many projects of the background")
    idiom_share: float = setting(
        0.25, "share of projects", 0, 1, "a sequence that occurs in this share of the background is an idiom"
    )
    idiom_projects: int = setting(
        2, "projects", 1, 255, "least number that contain an idiom, however small the background is"
    )
    idiom_tokens: int = setting(12, "tokens", 1, 10**6, "shorter sequences are not idioms")


@dataclass(frozen=True, kw_only=True)
class Labels:
    """What remains after filtration, and what is listed."""

    residual_bits: float = setting(
        15.0, "bits", 0, 10**6, "a region with a smaller residual does not remain after filtration"
    )
    max_exclusions: int = setting(
        20_000, "passages", 0, 10**7, "maximum number listed with their basis; the rest is counted"
    )


@dataclass(frozen=True, kw_only=True)
class Filtration(
    Labels,
    Idioms,
    Boilerplate,
    Interface,
    Data,
    Standards,
    Licences,
    Imports,
    Generated,
    Vendored,
    Library,
    Common,
    Agreed,
):
    """Which filters are on, and their thresholds. Filters label; they change no region, weight or count."""
