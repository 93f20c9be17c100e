"""Which kinds of nodes are statements, or hold them: by their names, the same rule for every grammar."""

import re
from collections.abc import Iterable

_STATEMENT = re.compile(
    r"(?!.*(?:parameter|init_statement|compound_statement))(?:"
    r"(?:\w+_)?(?:statement|declaration|definition|directive|spec|signature|instruction)"
    r"|preproc_(?:if|ifdef|include|def|function_def|call|undef|pragma|region|endregion|define)"
    r"|(?:expression|default|type|communication)_case|switch_(?:case|default|section|rule|block_statement_group)"
    r"|enum(?:erator|_constant|_case|_assignment)|method_elem|static_initializer|class_static_block"
    r"|explicit_constructor_invocation|linkage_specification|import_alias|match_conditional_expression|module_import"
    r"|class_(?:interface|implementation)|(?:struct|class|union|enum)_specifier)"
)
"""Names of the kinds of statements, in grammars where every statement has such a kind."""

_CONTAINER = re.compile(
    r"(?:\w+_)?(?:block|body|declaration_list|variant_list|block_list|body_declarations|definitions)"
    r"|program|chunk|stylesheet|source_file|compilation_unit|document|stream|statements|body_statement|do_group"
    r"|compound_statement|then|begin|do|else|ensure|content|element|block_mapping|block_sequence|lambda_literal"
    r"|indented_cases|when_expression|switch_statement|case_item|methods|properties|enumeration"
)
"""Names of the kinds that hold statements which are no kind of their own, in other grammars."""


def kinds_of(names: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return which kinds of a grammar are statements, and which hold statements; one of both is empty.

    Where blocks end with an expression that is their value (Rust, Kotlin, Scala), statements are not all named so.

    Args:
        names: The names of its named kinds.
    """
    known = frozenset(names)
    if "expression_statement" in known and "return_expression" not in known:
        return frozenset(name for name in known if _STATEMENT.fullmatch(name)), frozenset()
    holders = {name for name in known if _CONTAINER.fullmatch(name)}
    if "object" in known and not holders - {"document"}:
        holders.add("object")
    return frozenset(), frozenset(holders)
