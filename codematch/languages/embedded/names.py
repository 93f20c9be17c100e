"""What authors call languages: in fences, in `type` and `lang` of scripts, as commands."""

_NAMES = {
    "bash": ("bash", "sh", "shell", "zsh", "ksh", "dash", "console", "shellscript"),
    "c": ("c", "h"),
    "cpp": ("cpp", "c++", "cc", "cxx", "hpp", "arduino", "cuda"),
    "csharp": ("csharp", "c#", "cs", "dotnet"),
    "css": ("css", "scss", "less", "postcss"),
    "go": ("go", "golang"),
    "html": ("html", "htm", "xhtml", "svg"),
    "java": ("java", "jsp"),
    "javascript": ("javascript", "js", "jsx", "mjs", "cjs", "node", "ecmascript", "nodejs", "babel"),
    "json": ("json", "jsonc", "json5", "geojson", "ld+json", "importmap"),
    "kotlin": ("kotlin", "kt", "kts"),
    "lua": ("lua",),
    "objc": ("objc", "objectivec", "objective-c", "obj-c"),
    "php": ("php",),
    "python": ("python", "py", "python2", "python3", "ipython", "ipython3", "sage", "pycon", "pypy", "pypy3"),
    "ruby": ("ruby", "rb", "irb", "jruby"),
    "rust": ("rust", "rs"),
    "scala": ("scala", "sc"),
    "sql": ("sql", "mysql", "postgres", "postgresql", "psql", "plsql", "sqlite", "sqlite3", "tsql", "pgsql", "mariadb"),
    "swift": ("swift",),
    "tsx": ("tsx",),
    "typescript": ("typescript", "ts", "mts", "cts", "deno"),
    "xml": ("xml", "xsd", "xsl", "xslt", "plist", "rss"),
    "yaml": ("yaml", "yml"),
}
_BY_NAME = {name: language for language, names in _NAMES.items() for name in names}

TEXT = "text"


def language_named(name: str) -> str:
    """Return the language that an author calls so, "text" when it is none that is known.

    Whether there is a grammar for it is for the reader of the island to ask.
    """
    return _BY_NAME.get(name.strip().lower().removeprefix("language-").removeprefix("lang-"), TEXT)
