"""Lines that a class of data has in any program, where no function holds them.

Declarations of fields with the annotations of a mapper, the list of accessors in Ruby, the setters of Scala, the keys
and the decoder of a Codable type in Swift, methods that turn a class into a dictionary and back, and operators that
compare field by field. A file must hold several of them, and a line counts whole, or not at all: a column or a key
that is called otherwise than its field is the author's.
"""

# ruff: noqa: E501 - a pattern that is broken over lines is harder to read

import re
from collections.abc import Iterable, Iterator
from re import Match, Pattern

import numpy as np

from codematch.filtration.material import Material
from codematch.filtration.spans import Span, byte_mask, tokens_inside
from codematch.model.filtration import Mark, ReasonCode

_TYPE = rb"[\w.]+(?:::\w+)*(?:[<\[][\w<>\[\],.?: ]*[>\]])?(?:\[\])*[?!*&]*"
_EQUALS = rb"(?:this(?:->|\.)|self\.|@)?\w+\s*===?\s*\w+(?:\.|->)\w+(?:\(\))?"
_LINES: dict[str, tuple[bytes, ...]] = {
    "java": (
        rb"@(?:Entity|Data|Getter|Setter|Builder|ToString|EqualsAndHashCode|NoArgsConstructor|AllArgsConstructor"
        rb"|RequiredArgsConstructor|Id|Version|Lob|Embeddable|Embedded|MappedSuperclass|Transient|Document|TableId|TableField"
        rb"|NotNull|NotBlank|NotEmpty|Valid|JsonProperty|JsonIgnore|Column|CreationTimestamp|UpdateTimestamp"
        rb"|SuperBuilder|Value|Accessors|EqualsAndHashCode\(callSuper *= *(?:true|false)\)"
        rb"|Accessors\(chain *= *true\)|JsonIgnoreProperties\(ignoreUnknown *= *true\)|Builder\(toBuilder *= *true\)"
        rb"|GeneratedValue(?:\(strategy *= *GenerationType\.\w+\))?|Temporal\(TemporalType\.\w+\)"
        rb"|Enumerated\(EnumType\.\w+\)|TableId\(type *= *IdType\.\w+\))",
        rb"@(?:Table|Entity|Document|Column|JsonProperty|SerializedName|TableName|TableField|XmlElement|JoinColumn|JSONField)"
        rb"\((?:(?:name|value|collection) *= *)?\"(?P<name>[\w.]+)\""
        rb"(?:, *(?:nullable|unique|updatable|insertable|required|length) *= *(?:true|false|255|50|100))*\)",
        rb"@Column\((?:(?:nullable|unique|updatable|insertable) *= *(?:true|false)(?:, *)?)+\)",
        rb"private (?:final )?" + _TYPE + rb" \w+(?: *= *(?:null|0|false|new \w+<>\(\)))?;",
    ),
    "kotlin": (rb"@(?:Entity|Id|Column|Serializable|Parcelize|SerialName\(\"(?P<name>\w+)\"\))",
               rb"(?:private |override )?va[lr] \w+: " + _TYPE + rb"(?: = (?:null|0|\"\"|false|emptyList\(\)))?,?"),
    "swift": (
        rb"(?:struct|(?:final )?class) \w+: (?:(?:Codable|Decodable|Encodable|Equatable|Hashable|Identifiable|Sendable)(?:, )?)+ *\{",
        rb"(?:(?:public|private|internal) )?(?:let|var) \w+: " + _TYPE,
        rb"(?:private )?enum CodingKeys: String, CodingKey *\{",
        rb"case \w+(?:, \w+)*",
        rb"case (?P<field>\w+) = \"(?P<name>\w+)\"",
        rb"(?:public |required )*init\(from decoder: (?:any )?Decoder\) throws *\{",
        rb"(?:public )?func encode\(to encoder: (?:any )?Encoder\) throws *\{",
        rb"(?:let|var) (?:container|values) = (?:try )?(?:de|en)coder\.container\(keyedBy: CodingKeys\.self\)",
        rb"(?:self\.)?(\w+) = try (?:container|values)\.decode(?:IfPresent)?\(" + _TYPE + rb"\.self, forKey: \.\1\)",
        rb"try container\.encode(?:IfPresent)?\((?:self\.)?(\w+), forKey: \.\1\)",
        rb"static func == ?\(lhs: \w+, rhs: \w+\) -> Bool *\{",
        rb"(?:return )?(?:(?:&& )?lhs\.(\w+) == rhs\.\w+(?: && )?)+",
        rb"self\.(\w+) = \1",
    ),
    "scala": (
        rb"[}]",
        rb"(?:private(?:\[this\])? )?va[rl] \w+: " + _TYPE + rb"(?: = (?:_|null|0|\"\"|false))?",
        rb"def (\w+)(?:\(\))?(?:: " + _TYPE + rb")? = _?\1",
        rb"def (\w+)_= ?\((\w+): " + _TYPE + rb"\)(?:: Unit)? = \{? *(?:this\.)?_?\1 = \2 *\}?",
        rb"def (?:get|set)\w+(?:\(\w*(?:: " + _TYPE + rb")?\))?(?:: " + _TYPE + rb")? = \{? *(?:this\.)?\w+(?: = \w+)? *\}?",
        rb"(?:final )?case class \w+\((?:\w+: " + _TYPE + rb",? ?)*\)?",
        rb"\w+: " + _TYPE + rb",?",
    ),
    "ruby": (
        rb"def initialize\((?:\w+(?:: ?(?:nil)?)?(?:, *)?)+\)", rb"@(\w+) = \1", rb"end",
        rb"attr_(?:accessor|reader|writer) (?::\w+(?:, *)?)+",
        rb"def (?:==|eql\?|===) ?\(?\w+\)?", rb"alias(?:_method)? :?eql\?,? :?==",
        rb"(?:other\.(?:is_a|instance_of|kind_of)\?\(?[\w. ]+\)?|other\.class == self\.class|self\.class == other\.class)(?: &&)?",
        rb"(?:&& *)?" + _EQUALS + rb"(?:(?: *&&\s*)" + _EQUALS + rb")*(?: *&&)?",
        rb"return false unless other\.(?:is_a|instance_of)\?\(?[\w. ]+\)?",
    ),
    "python": (
        rb"@(?:dataclasses\.)?dataclass(?:\((?:\w+=(?:True|False)(?:, *)?)*\))?", rb"@(?:classmethod|property|\w+\.setter)",
        rb"\w+: \"?" + _TYPE + rb"\"?(?: = (?:None|0|0\.0|\"\"|''|False|True|field\(default_factory=(?:list|dict|set)\)))?",
        rb"def (?:to_dict|as_dict|to_json|asdict|serialize|dict|__iter__)\(self\)(?: *-> *[\w\[\], .]+)?:",
        rb"def (?:from_dict|from_json|deserialize)\(cls, \w+(?:: *[\w\[\], .]+)?\)(?: *-> *[\"'\w]+)?:",
        rb"return \{(?:\s*[\"'](\w+)[\"']: self\.\w+,?)*\}?",
        rb"[\"'](?P<field>\w+)[\"']: self\._?(?P<name>\w+),?",
        rb"return cls\((?:(?:\w+ ?= ?)?\w+(?:\[[\"']\w+[\"']\]|\.get\([\"']\w+[\"']\)),? ?)*\)?",
        rb"(?P<field>\w+)=\w+(?:\[|\.get\()[\"'](?P<name>\w+)[\"'][\])],?",
        rb"return (?:cls\(\*\*\w+\)|asdict\(self\)|self\.__dict__(?:\.copy\(\))?)",
    ),
    "cpp": (
        rb"(?:friend )?(?:inline )?bool operator(?:==|!=|<) ?\((?:const )?\w+ ?(?:const)? ?& ?\w+(?:, (?:const )?\w+ ?& ?\w+)?\)(?: const)?(?: noexcept)? *\{?",
        rb"return " + _EQUALS + rb"(?: *&& *" + _EQUALS + rb")*(?: *&&|;)?", rb"(?:&& *)?" + _EQUALS + rb"(?: *&&|;)",
        rb"return !\(\*this == \w+\);", rb"(?:public|private|protected):",
    ),
    "csharp": (rb"\[(?:Key|Required|JsonPropertyName\(\"(?P<name>\w+)\"\)|JsonProperty\(\"(?P<field>\w+)\"\)|Column\(\"\w+\"\)x^|DataMember|DataContract|Serializable|JsonIgnore|NotMapped)\]",),
    "objc": (rb"@property *\([\w, =]+\) *(?:\w+ *\*?|\w+<\w+> *\*?) *\w+;", rb"self\.(\w+) = \1;", rb"_(\w+) = \1;"),
    "javascript": (rb"[}]",),
    "php": (rb"[}]", rb"(?:private|protected|public) (?:readonly )?(?:\??[\w\\|]+ )?\$\w+(?: = (?:null|0|''|\[\]))?;?",),
    "typescript": (rb"[}]", rb"(?:private |public |protected |readonly )*_?\w+[?!]?: " + _TYPE + rb"(?: = (?:null|0|''|\"\"|false|\[\]))?[;,]?",
                   rb"(?:&& *)?" + _EQUALS + rb"(?:\s*&&\s*" + _EQUALS + rb")*;?"),
}  # fmt: skip
_HEAD = re.compile(rb"(?:(?:export |default |public |final )*class |module\.exports = )(?P<own>\w+)[ {:;]*")
_TABLE = re.compile(rb"[^\w]|_")
_PATTERNS = {language: tuple(map(re.compile, lines)) for language, lines in _LINES.items()}


def marks(file: Material, least: int, known: Iterable[Span]) -> Iterable[Mark]:
    """Label the lines of a class of data where a file holds at least so many of them.

    Args:
        file: The file.
        least: How many lines, or functions already known as boilerplate, a file must hold.
        known: The bytes of those functions.
    """
    patterns = _PATTERNS.get(file.stream.language or "", ())
    if not patterns:
        return
    spans = list(_lines(file.utf8, patterns, with_head=file.stream.language in _WITH_HEAD))
    all_spans = [*spans, *known]
    if not spans or len(all_spans) < _TIMES * least or not _is_class_of_data(file.utf8, all_spans):
        return
    for first, stop in tokens_inside(file, byte_mask(len(file.utf8), spans)):
        yield Mark(first, stop, ReasonCode.LANG_BOILERPLATE, "line of a class of data")


def _is_class_of_data(utf8: bytes, spans: list[Span]) -> bool:
    """Say whether these lines make up the larger part of a file: fields stand in every class."""
    covered = int(np.count_nonzero(byte_mask(len(utf8), spans)))
    return covered * 2 > len(utf8.strip()) - _MARGIN


def _lines(utf8: bytes, patterns: tuple[Pattern[bytes], ...], *, with_head: bool) -> Iterator[Span]:
    names = {_TABLE.sub(b"", word.lower()) for word in re.findall(rb"\b[A-Za-z_]\w*\b(?! *\")", utf8)}
    place = 0
    for raw in utf8.split(b"\n"):
        line = raw.strip()
        if line and len(line) <= _LONG and any(_fits(match, names) for p in patterns if (match := p.fullmatch(line))):
            at = place + raw.find(line)
            yield at, at + len(line)
        elif with_head and (head := _HEAD.fullmatch(line)):
            at = place + raw.find(line)
            yield at, at + head.start("own")
            yield at + head.end("own"), at + len(line)
        place += len(raw) + 1


_WITH_HEAD = ("javascript", "php", "ruby", "scala", "typescript")
_TIMES = 4  # lines and functions for each accessor that a class of data has at least
_MARGIN = 200  # bytes: imports, the head of a class, and its indentation
_LONG = 600  # bytes: a line that compares or stores twenty fields


def _fits(match: Match[bytes], names: set[bytes]) -> bool:
    """Say whether a name in quotes is that of a field, in whatever spelling."""
    found = match.groupdict()
    name, field = found.get("name"), found.get("field")
    if name is None:
        return True
    plain = _TABLE.sub(b"", name.lower())
    return plain == _TABLE.sub(b"", field.lower()) if field else plain in names
