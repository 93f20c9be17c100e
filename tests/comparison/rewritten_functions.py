"""A function in five languages, and other ways to write it: each way is a list of replacements of its text."""

from collections.abc import Iterator

C = """
static long settle_claims(struct ledger *book, const struct claim *claims, int count, long reserve)
{
    long paid = 0, refused = 0;
    int at, best = -1;
    for (at = 0; at < count; at++) {
        const struct claim *own = &claims[at];
        if (own->amount <= 0 || own->state == CLOSED) {
            refused += own->fee * 3;
        } else {
            long share = own->amount * book->rate / 1000;
            if (share > reserve - paid)
                share = reserve - paid;
            book->rows[book->used].claim = own->number;
            book->rows[book->used].cents = share;
            book->used++;
            paid += share;
        }
        if (best < 0 || claims[best].amount < own->amount)
            best = at;
    }
    book->largest = best;
    book->closing[book->year % 12] ^= paid << 2 | (refused & 0xff);
    return paid - refused;
}
"""
JAVA = """
class Settlement {
    long settleClaims(Ledger book, List<Claim> claims, int count, long reserve) {
        long paid = 0, refused = 0;
        int at, best = -1;
        for (at = 0; at < count; at++) {
            Claim own = claims.get(at);
            if (own.amount <= 0 || own.state == State.CLOSED) {
                refused += own.fee * 3;
            } else {
                long share = own.amount * book.rate / 1000;
                if (share > reserve - paid)
                    share = reserve - paid;
                book.rows[book.used].claim = own.number();
                book.rows[book.used].cents = share;
                book.used++;
                paid += share;
            }
            if (best < 0 || claims.get(best).amount < own.amount)
                best = at;
        }
        book.largest = best;
        book.closing[book.year % 12] ^= paid << 2 | (refused & 0xff);
        return paid - refused;
    }
}
"""
JAVASCRIPT = """
function settleClaims(book, claims, count, reserve) {
    let paid = 0, refused = 0;
    let at, best = -1;
    for (at = 0; at < count; at++) {
        const own = claims[at];
        if (own.amount <= 0 || own.state === State.CLOSED) {
            refused += own.fee * 3;
        } else {
            let share = own.amount * book.rate / 1000;
            if (share > reserve - paid)
                share = reserve - paid;
            book.rows[book.used].claim = own.number();
            book.rows[book.used].cents = share;
            book.used++;
            paid += share;
        }
        if (best < 0 || claims[best].amount < own.amount)
            best = at;
    }
    book.largest = best;
    book.closing[book.year % 12] ^= paid << 2 | (refused & 0xff);
    return paid - refused;
}
"""
GO = """
package ledger

func settleClaims(book *Ledger, claims []Claim, count int, reserve int64) int64 {
	paid, refused := int64(0), int64(0)
	at, best := 0, -1
	for at = 0; at < count; at++ {
		own := &claims[at]
		if own.amount <= 0 || own.state == Closed {
			refused += own.fee * 3
		} else {
			share := own.amount * book.rate / 1000
			if share > reserve-paid {
				share = reserve - paid
			}
			book.rows[book.used].claim = own.number
			book.rows[book.used].cents = share
			book.used++
			paid += share
		}
		if best < 0 || claims[best].amount < own.amount {
			best = at
		}
	}
	book.largest = best
	book.closing[book.year%12] ^= paid<<2 | (refused & 0xff)
	return paid - refused
}
"""
PYTHON = """
def settle_claims(book, claims, count, reserve):
    paid, refused = 0, 0
    best = -1
    for at in range(0, count):
        own = claims[at]
        if own.amount <= 0 or own.state == CLOSED:
            refused += own.fee * 3
        else:
            share = own.amount * book.rate // 1000
            if share > reserve - paid:
                share = reserve - paid
            book.rows[book.used].claim = own.number()
            book.rows[book.used].cents = share
            book.used += 1
            paid += share
        if best < 0 or claims[best].amount < own.amount:
            best = at
    book.largest = best
    book.closing[book.year % 12] ^= paid << 2 | (refused & 0xff)
    return paid - refused
"""
TEXTS = {"settle.c": C, "Settlement.java": JAVA, "settle.js": JAVASCRIPT, "settle.go": GO, "settle.py": PYTHON}

_BEFORE = ("long share", "let share", "share := ", "share = own", "book.largest", "book->largest")
_JUNK = {
    "settle.c": 'trace("stage {0}", {0}, book);\n',
    "Settlement.java": 'log.debug("stage {0}", {0}, book);\n',
    "settle.js": 'console.log("stage {0}", {0}, book);\n',
    "settle.go": 'log.Println("stage {0}", {0}, book)\n',
    "settle.py": 'print("stage {0}", {0}, file=book)\n',
}

Change = tuple[str, str]
_EXCHANGED = (
    ("share > reserve - paid", "reserve - paid < share"),
    ("share > reserve-paid", "reserve-paid < share"),
    ("own.amount * book.rate", "book.rate * own.amount"),
    ("own.fee * 3", "3 * own.fee"),
)
_COUNTED = ("best = at;\n    }", "best = at;\n        at++;\n    }")
_BRACED = (("share = reserve - paid;", "{ share = reserve - paid; }"), ("best = at;", "{ best = at; }"))
SPELLINGS: dict[str, dict[str, tuple[Change, ...]]] = {
    "increments written out": {
        "settle.c": (("book->used++", "book->used = book->used + 1"), ("paid += share", "paid = paid + share")),
        "Settlement.java": (("book.used++", "book.used = book.used + 1"), ("paid += share", "paid = paid + share")),
        "settle.js": (("book.used++", "book.used = book.used + 1"), ("paid += share", "paid = paid + share")),
        "settle.go": (("book.used++", "book.used = book.used + 1"), ("paid += share", "paid = paid + share")),
        "settle.py": (("book.used += 1", "book.used = book.used + 1"), ("paid += share", "paid = paid + share")),
    },
    "a loop of another kind": {
        "settle.c": (("for (at = 0; at < count; at++) {", "at = 0;\n    while (at < count) {"), _COUNTED),
        "Settlement.java": (
            ("for (at = 0; at < count; at++) {", "at = 0;\n        while (at < count) {"),
            ("best = at;\n        }", "best = at;\n            at++;\n        }"),
        ),
        "settle.js": (("for (at = 0; at < count; at++) {", "at = 0;\n    while (at < count) {"), _COUNTED),
        "settle.go": (
            ("for at = 0; at < count; at++ {", "at = 0\n\tfor at < count {"),
            ("best = at\n\t\t}\n", "best = at\n\t\t}\n\t\tat++\n"),
        ),
        "settle.py": (
            ("for at in range(0, count):", "at = 0\n    while at < count:"),
            ("best = at\n", "best = at\n        at = at + 1\n"),
        ),
    },
    "operands exchanged": {
        "settle.c": (
            ("share > reserve - paid", "reserve - paid < share"),
            ("own->amount * book->rate", "book->rate * own->amount"),
            ("claims[best].amount < own->amount", "own->amount > claims[best].amount"),
            ("own->fee * 3", "3 * own->fee"),
        ),
        **dict.fromkeys(("Settlement.java", "settle.js", "settle.go", "settle.py"), _EXCHANGED),
    },
    "braces around single statements": {
        "settle.c": _BRACED,
        "Settlement.java": _BRACED,
        "settle.js": _BRACED,
    },
}
"""The replacements for each language by what they change: what does not occur in a text is left out."""


def respelled(name: str, changes: tuple[Change, ...]) -> str:
    text = TEXTS[name]
    for old, new in changes:
        text = text.replace(old, new)
    return text


def with_junk(name: str) -> str:
    """Return the text with statements of no use between others: twice as long as a gap of a chain elsewhere may be."""
    return "".join(_with_junk(name))


def _with_junk(name: str) -> Iterator[str]:
    for number, line in enumerate(TEXTS[name].splitlines(keepends=True)):
        stripped = line.lstrip()
        if stripped.startswith(_BEFORE):
            margin = line[: len(line) - len(stripped)]
            yield "".join(margin + _JUNK[name].format(number * 10 + part) for part in range(9))
        yield line


def inverted(name: str) -> str:
    """Return the text with the branches of its longest condition exchanged."""
    text = TEXTS[name]
    if name == "settle.py":
        head, rest = text.split("        if own.amount", 1)
        first, second = rest.split("        else:\n", 1)
        condition, body = first.split(":\n", 1)
        second, tail = second.split("        if best", 1)
        return f"{head}        if not (own.amount{condition}):\n{second}        else:\n{body}        if best{tail}"
    opening = "if own" if name == "settle.go" else "if (own"
    head, rest = text.split(opening, 1)
    first, second = rest.split("} else {\n", 1)
    condition, body = first.split(" {\n", 1)
    at = second.index("paid += share")
    stop = second.index("}", at)
    condition = f"if !(own{condition})" if name == "settle.go" else f"if (!(own{condition})"
    return f"{head}{condition} {{\n{second[:stop]}}} else {{\n{body}}}{second[stop + 1 :]}"


SECOND = {
    "settle.c": """
static void print_claims(const struct claim *claims, int from, int upto, char *into)
{
    while (from < upto) {
        into += sprintf(into, "%s/%04d;", claims[from].holder, claims[from].number % 9973);
        from += claims[from].parts > 2 ? claims[from].parts : 1;
    }
    into[-1] = 10;
}
""",
    "settle.js": """
function printClaims(claims, from, upto, into) {
    while (from < upto) {
        into.push(claims[from].holder + '/' + String(claims[from].number % 9973).padStart(4));
        from += claims[from].parts > 2 ? claims[from].parts : 1;
    }
    into[into.length - 1] += ';';
}
""",
    "settle.go": """
func printClaims(claims []Claim, from, upto int, into *strings.Builder) {
	for from < upto {
		fmt.Fprintf(into, "%s/%04d;", claims[from].holder, claims[from].number%9973)
		if claims[from].parts > 2 {
			from += claims[from].parts - 1
		}
		from += 1
	}
	into.WriteRune(10)
}
""",
    "settle.py": """
def print_claims(claims, start, stop, into):
    while start < stop:
        into.append("%s/%04d" % (claims[start].holder, claims[start].number % 9973))
        start += claims[start].parts if claims[start].parts > 2 else 1
    into[-1] += ";"
""",
}
"""Another function for each language in which functions stand by themselves."""

_SPLIT_AT = {
    "settle.c": (
        "    book->largest",
        "}\n\nstatic long close_year(struct ledger *book, long paid, long refused, int best)\n{\n",
    ),
    "settle.js": ("    book.largest", "}\n\nfunction closeYear(book, paid, refused, best) {\n"),
    "settle.go": ("\tbook.largest", "}\n\nfunc closeYear(book *Ledger, paid, refused int64, best int) int64 {\n"),
    "settle.py": ("    book.largest", "\n\ndef close_year(book, paid, refused, best):\n"),
}


def split(name: str) -> str:
    """Return the text with the end of its function in one of its own."""
    at, heading = _SPLIT_AT[name]
    ending = "return 0;\n" if name in ("settle.c", "settle.js") else "return 0\n"
    margin = at[: len(at) - len(at.lstrip())]
    return TEXTS[name].replace(at, f"{margin}{ending}{heading}{at}")


def package(name: str) -> str:
    """Return what stands before all functions."""
    return "package ledger\n" if name == "settle.go" else ""
