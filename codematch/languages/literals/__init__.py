"""Code inside literals: programs in strings, arguments of eval, code in the holes of templates, Base64 of a program.

Literals that are long enough are looked at; what is surely code of a language takes the place of its literal.
"""

from codematch.languages.literals.find import opened

__all__ = ["opened"]
