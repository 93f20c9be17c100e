"""Settings of the detectors: one small class for each rule of `codematch.evidence` that has any, which names it.

`Evidence` puts them together, so that a setting is `evidence.<name>` whatever its rule; the last base comes first.
The classes have no slots: several bases with slots cannot be put together.
"""

from dataclasses import dataclass

from codematch.settings.declaration import setting, switch


@dataclass(frozen=True, kw_only=True)
class Listing:
    """The search as a whole, and what is listed."""

    channels: bool = switch(True, "search for findings by channel, inside and outside regions")
    max_characters: int = setting(160, "characters", 8, 100_000, "maximum length of the text of a finding")
    max_findings: int = setting(
        200, "findings", 0, 10**6, "maximum number listed for each detector; the rest is counted"
    )


@dataclass(frozen=True, kw_only=True)
class SameFolders:
    """Folders with the same file names."""

    min_folder_files: int = setting(
        3, "files", 1, 10_000, "least number of equal file names for a finding on two folders"
    )
    folder_names_shown: int = setting(8, "names", 1, 1_000, "maximum number of file names that a finding quotes")


@dataclass(frozen=True, kw_only=True)
class LineLength:
    """Which lines say something."""

    min_line_characters: int = setting(
        16, "characters", 1, 1_000, "shorter lines of code are not compared by themselves"
    )


@dataclass(frozen=True, kw_only=True)
class SharedLines(LineLength):
    """Lines outside the regions."""

    min_shared_lines: int = setting(
        8, "lines", 1, 10**6, "least number outside the regions that two files share for a finding"
    )
    shared_line_files: int = setting(4, "files", 1, 10**6, "a line that occurs in more files of a work is common there")
    line_letter_share: float = setting(
        0.25, "share of characters", 0, 1, "a line with fewer letters consists of punctuation and is not counted"
    )


@dataclass(frozen=True, kw_only=True)
class CommentedOut(LineLength):
    """Code in comments of the other work."""


@dataclass(frozen=True, kw_only=True)
class Rare:
    """What is rare."""

    rare_share: float = setting(
        0.05, "share of projects", 0, 1, "a rare name or literal occurs in at most this share of the background"
    )


@dataclass(frozen=True, kw_only=True)
class Names(Rare):
    """Rare names of both works."""

    min_name_characters: int = setting(5, "characters", 1, 1_000, "shorter names are counted, not listed")


@dataclass(frozen=True, kw_only=True)
class Texts(Rare):
    """Rare literals of both works."""

    min_text_characters: int = setting(6, "characters", 1, 1_000, "shorter texts are counted, not listed")
    min_number_digits: int = setting(4, "digits", 1, 1_000, "shorter numbers are counted, not listed")


@dataclass(frozen=True, kw_only=True)
class Renames:
    """Systematic renames."""

    min_renamed_names: int = setting(
        3, "names", 2, 10_000, "least number changed in the same way for a systematic rename"
    )
    abbreviation_share: float = setting(
        0.7, "share of letters", 0, 1, "an abbreviation has at most this share of the letters of the whole word"
    )
    renames_shown: int = setting(4, "names", 1, 1_000, "maximum number of renamed names that a finding quotes")


@dataclass(frozen=True, kw_only=True)
class LookAlikeNames:
    """Names that differ in look-alike letters alone."""

    look_alikes_shown: int = setting(4, "characters", 1, 1_000, "maximum number of characters that a finding names")


@dataclass(frozen=True, kw_only=True)
class Words(Rare):
    """Words that no dictionary has."""

    min_word_letters: int = setting(
        5, "letters", 2, 100, "shorter words are not examined: they resemble too many others"
    )
    min_misspelt_letters: int = setting(
        6, "letters", 2, 100, "a shorter word counts as misspelt only if two of its letters changed places"
    )
    common_word_count: int = setting(
        1_000, "occurrences", 1, 10**9, "occurrences in the corpus of the dictionary from which a word is common"
    )


@dataclass(frozen=True, kw_only=True)
class Misspellings(Words):
    """Misspellings that both works share."""

    letters_before_word: int = setting(
        3, "letters", 0, 100, "maximum number before a common word that make a name of it, as in wronly"
    )
    letters_after_word: int = setting(
        2, "letters", 0, 100, "maximum number after a common word that make a name of it, as in bboxed"
    )
    min_inner_letters: int = setting(4, "letters", 1, 100, "shorter common words inside a name do not explain it")


@dataclass(frozen=True, kw_only=True)
class NameStems(Words):
    """Rare words in different names."""

    min_stem_letters: int = setting(6, "letters", 4, 100, "shorter words are not compared as stems of names")
    stem_names_shown: int = setting(3, "names", 1, 1_000, "maximum number of names that a finding quotes for a work")


@dataclass(frozen=True, kw_only=True)
class CommentRuns:
    """Runs of words in comments."""

    comment_run_words: int = setting(8, "words", 2, 100, "least number in a row that two comments share")


@dataclass(frozen=True, kw_only=True)
class WholeComments:
    """Comments with the same words."""

    min_comment_words: int = setting(4, "words", 1, 1_000, "shorter comments are not compared as a whole")


@dataclass(frozen=True, kw_only=True)
class Notices:
    """Notices that differ."""

    notice_share: float = setting(
        0.5, "share of tokens", 0, 1, "notices are compared if this share of the smaller file is aligned"
    )


@dataclass(frozen=True, kw_only=True)
class Marks:
    """Marks that files carry."""

    mark_context_characters: int = setting(
        40, "characters", 1, 10_000, "number before and after a hidden character that tell whether the writing needs it"
    )
    mark_characters: int = setting(20, "characters", 1, 1_000, "number quoted before and after a hidden character")


@dataclass(frozen=True, kw_only=True)
class SharedMarks(Marks):
    """Marks that both works carry."""


@dataclass(frozen=True, kw_only=True)
class HiddenCharacters(Marks):
    """Hidden and look-alike characters of one work."""

    hidden_shown: int = setting(4, "items", 1, 1_000, "maximum number of characters and of places that a finding names")


@dataclass(frozen=True, kw_only=True)
class Leftovers:
    """Code without effect."""

    unused_share: float = setting(0.8, "share of tokens", 0, 1, "least aligned share of an unreferenced function")


@dataclass(frozen=True, kw_only=True)
class WhiteSpace:
    """Unusual white space."""

    blank_run: int = setting(2, "lines", 1, 1_000, "blank lines in a row that no style guide asks for")
    blank_run_python: int = setting(3, "lines", 1, 1_000, "the same in Python, whose style guide asks for two")
    white_space_shown: int = setting(8, "lines", 1, 1_000, "maximum number of lines that a finding lists")


@dataclass(frozen=True, kw_only=True)
class QuotedCode:
    """Code in a literal."""

    min_quoted_aligned: int = setting(8, "tokens", 1, 10**6, "literals with fewer aligned tokens are not reported")


@dataclass(frozen=True, kw_only=True)
class Order:
    """When an order is compared."""

    min_order_members: int = setting(
        6, "functions or keys", 2, 10_000, "least number shared by name for a comparison of order"
    )
    order_names_shown: int = setting(8, "names", 1, 1_000, "maximum number of functions or keys that a finding quotes")


@dataclass(frozen=True, kw_only=True)
class FunctionOrder(Order):
    """The order of functions."""


@dataclass(frozen=True, kw_only=True)
class MemberOrder(Order):
    """The order of keys, members and cases."""

    order_share: float = setting(
        0.5, "share of members", 0, 1, "lists that share less are not compared: most share a few words"
    )


@dataclass(frozen=True, kw_only=True)
class Evidence(
    MemberOrder,
    FunctionOrder,
    QuotedCode,
    WhiteSpace,
    Leftovers,
    HiddenCharacters,
    SharedMarks,
    Notices,
    CommentRuns,
    WholeComments,
    NameStems,
    Misspellings,
    LookAlikeNames,
    Renames,
    Texts,
    Names,
    CommentedOut,
    SharedLines,
    SameFolders,
    Listing,
):
    """Findings by channel: what is listed; everything is counted."""
