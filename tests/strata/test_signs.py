"""The strata are found from what two works have in common, and not from copies."""

from codematch.model.stratum import FoundStratum, Stratum
from codematch.strata import find_strata, same_author, same_framework, same_interface, same_task
from tests.comparison.works import TOOLS, prepared_pair, work

Files = dict[str, str]


def measured(sign, known: Files, questioned: Files) -> FoundStratum:
    return sign(*prepared_pair(work("known", known), work("questioned", questioned)), TOOLS)


def figure(entry: FoundStratum, name: str) -> float:
    (found,) = [one.value for one in entry.figures if one.name == name]
    return found


# Same interface

QUEUE_ARRAY = """
package harbour.quay;

public class BerthQueue {
    private final Object[] slots;
    private int head, count;

    public BerthQueue(int limit) { slots = new Object[limit]; }

    public boolean moorVessel(Object vessel, int draught) {
        if (count == slots.length || draught > 90) return false;
        slots[(head + count++) % slots.length] = vessel;
        return true;
    }

    public Object castOffVessel() {
        if (count == 0) throw new IllegalStateException("no vessel at the quay");
        Object leaving = slots[head];
        slots[head] = null;
        head = (head + 1) % slots.length;
        count--;
        return leaving;
    }

    public int freeBerths() { return slots.length - count; }
}
"""
QUEUE_LINKED = """
package net.pier;

import java.util.LinkedList;

public class BerthQueue {
    private LinkedList<Object> waiting = new LinkedList<>();
    private int allowed;

    public BerthQueue(int allowed) { this.allowed = allowed; }

    public boolean moorVessel(Object ship, int depth) {
        boolean fits = waiting.size() < allowed && depth <= 90;
        if (fits) { waiting.addLast(ship); }
        return fits;
    }

    public Object castOffVessel() {
        return waiting.removeFirst();
    }

    public int freeBerths() {
        int free = allowed;
        for (Object ship : waiting) free--;
        return free;
    }
}
"""
KITCHEN = """
package org.kitchen;

public class SoupPlan {
    private double litres;

    public SoupPlan(double litres) { this.litres = litres; }

    public double saltFor(int guests) { return litres * 0.8 / Math.max(1, guests); }

    public void simmerDown(double share) { litres = litres - litres * share; }

    public String toString() { return "soup of " + litres; }

    public int get() { return (int) litres; }
}
"""


def test_two_implementations_of_one_interface_share_its_names():
    found = measured(same_interface.fit, {"BerthQueue.java": QUEUE_ARRAY}, {"lib/BerthQueue.java": QUEUE_LINKED})

    assert found.fits
    assert figure(found, "interface-names") >= 3
    assert figure(found, "interface-share") == 1
    names = dict(found.reason.values)["names"]
    assert {"BerthQueue", "castOffVessel", "freeBerths", "moorVessel"} <= set(names)


def test_unrelated_classes_share_no_interface():
    found = measured(same_interface.fit, {"BerthQueue.java": QUEUE_ARRAY}, {"SoupPlan.java": KITCHEN})

    assert not found.fits
    assert figure(found, "interface-names") == 0
    assert found.reason.key == "no-interface-in-common"


def test_names_that_all_works_declare_are_no_interface():
    other = KITCHEN.replace("SoupPlan", "PostBag").replace("saltFor", "stampFor").replace("simmerDown", "seal")
    other = other.replace("litres", "letters").replace("soup of", "letters in").replace("0.8", "1.25 + 3")
    found = measured(same_interface.fit, {"SoupPlan.java": KITCHEN}, {"PostBag.java": other})

    assert not found.fits
    assert figure(found, "interface-names") < 0.5


def test_other_parameters_are_another_signature():
    other = QUEUE_LINKED.replace("(Object ship, int depth)", "(Object ship)").replace(" && depth <= 90", "")
    whole = measured(same_interface.fit, {"a.java": QUEUE_ARRAY}, {"b.java": QUEUE_LINKED})
    less = measured(same_interface.fit, {"a.java": QUEUE_ARRAY}, {"b.java": other})

    assert figure(whole, "interface-names") - figure(less, "interface-names") == 1


def test_private_names_are_no_interface():
    known = "def _weld_hull(plate):\n    return plate * 3\n\n\ndef __rivet(plate):\n    return plate - 1\n"
    questioned = (
        "def _weld_hull(sheet):\n    for _ in sheet:\n        yield 4\n\n\ndef __rivet(sheet):\n    del sheet\n"
    )

    assert figure(measured(same_interface.fit, {"a.py": known}, {"b.py": questioned}), "interface-names") == 0


def test_copies_are_no_interface():
    filler = {"SoupPlan.java": KITCHEN}
    whole = measured(same_interface.fit, {"BerthQueue.java": QUEUE_ARRAY, **filler}, {"q/BerthQueue.java": QUEUE_ARRAY})
    changed = QUEUE_ARRAY.replace("return slots.length - count;", "int left = slots.length; return left - count;")
    renamed = changed.replace("BerthQueue", "SlotRing")
    edited = measured(same_interface.fit, {"BerthQueue.java": QUEUE_ARRAY}, {"SlotRing.java": renamed})

    assert not whole.fits
    # What is the same code in both is left out; the one function that was edited remains.
    assert figure(edited, "interface-names") == 1


def test_functions_of_c_libraries_are_found_under_their_file_names():
    known = {f"string/{name}.c": f"int {name}(int a) {{ return a + {place}; }}\n" for place, name in enumerate(C_NAMES)}
    questioned = {
        f"src/{name}.c": f"int __{name}(int b)\n{{\n  while (b > {place}) b--;\n  return b;\n}}\n"
        for place, name in enumerate(C_NAMES)
    }
    found = measured(same_interface.fit, known, questioned)

    assert found.fits
    assert figure(found, "interface-file-names") == len(C_NAMES)
    assert figure(found, "interface-files") == 1


C_NAMES = ("strspn", "wcsrtombs", "memccpy", "strpbrk")


# Same framework

HANDLER = "from {module} import Route\nimport os\n\n\n@Route('/{name}')\ndef show_{name}(request):\n    return {body}\n"


def app(names, module, body) -> Files:
    return {f"{name}.py": HANDLER.format(module=module, name=name, body=f"{body}_{name}(request)") for name in names}


def test_works_that_use_one_framework_throughout_are_on_the_same_framework():
    known = app(("boats", "crews", "tides", "locks"), "quayweb.routing", "draw")
    questioned = app(("soups", "stews", "pies"), "quayweb", "cook")
    found = measured(same_framework.fit, known, questioned)

    assert found.fits
    assert figure(found, "framework-share") == 1
    assert dict(found.reason.values)["names"] == ("quayweb",)


def test_the_language_and_tools_for_every_work_are_no_framework():
    known, questioned = (app(names, "pytest", "x") for names in (("boats", "crews", "tides"), ("soups", "pies", "tea")))

    assert not measured(same_framework.fit, known, questioned).fits
    assert figure(measured(same_framework.fit, known, questioned), "framework-modules") == 0


def test_a_framework_in_a_few_files_decides_nothing():
    known = app(("boats", "crews"), "quayweb", "draw") | app(("tides", "locks"), "os", "draw")
    questioned = app(("soups", "stews", "pies"), "quayweb", "cook")

    assert not measured(same_framework.fit, known, questioned).fits


def test_modules_of_the_work_itself_are_no_framework():
    known = app(("boats", "crews", "tides"), "quayweb.routing", "draw") | {
        "quayweb/routing.py": "class Route:\n    pass\n"
    }
    questioned = app(("soups", "stews", "pies"), "quayweb.routing", "cook")

    assert not measured(same_framework.fit, known, questioned).fits


JAVA = (
    "package {own};\n\nimport org.gantry.{part}.Crane;\nimport java.util.List;\n\n"
    "class {name} {{ Crane c{name}; {more} }}\n"
)


def test_packages_of_one_organisation_are_one_module_and_own_packages_are_none():
    known = {f"{n}.java": JAVA.format(own="de.dock", part="lift", name=n, more="int a;") for n in ("A", "B", "C")}
    questioned = {f"{n}.java": JAVA.format(own="fr.port", part="hook", name=n, more="") for n in ("D", "E", "F")}
    inside = {f"{n}.java": JAVA.format(own="org.gantry.x", part="hook", name=n, more="") for n in ("D", "E", "F")}

    assert dict(measured(same_framework.fit, known, questioned).reason.values)["names"] == ("org.gantry",)
    assert not measured(same_framework.fit, known, inside).fits


# Same author

NOTICE = "# Copyright 2019 {holder}\n# {extra}\ndef {name}(a):\n    return a + {number}\n"


def noted(holder, start, names, extra="") -> Files:
    return {
        f"{name}.py": NOTICE.format(holder=holder, extra=extra, name=name, number=start + place)
        for place, name in enumerate(names)
    }


def test_one_holder_in_both_works_is_the_same_author():
    known, questioned = noted("Ines Quay", 3, ("hull", "keel")), noted("Ines Quay", 30, ("soup", "stew", "pie"))
    found = measured(same_author.fit, known, questioned)

    assert found.fits
    assert figure(found, "author-share") == 1
    assert "ines quay" in dict(found.reason.values)["names"]


def test_other_holders_are_other_authors():
    known, questioned = noted("Ines Quay", 3, ("hull", "keel")), noted("Otto Berg", 30, ("soup", "stew"))

    assert not measured(same_author.fit, known, questioned).fits


def test_one_file_among_many_does_not_make_the_same_author():
    known = noted("Ines Quay", 3, ("hull",)) | noted("Mo Tide", 9, [f"part{n}" for n in range(9)])
    questioned = noted("Ines Quay", 30, ("soup", "stew"))

    assert figure(measured(same_author.fit, known, questioned), "author-share") == 0.1
    assert not measured(same_author.fit, known, questioned).fits


def test_a_mail_address_names_an_author():
    known = noted("A", 3, ("hull", "keel"), extra="ines@quay.example")
    questioned = noted("B", 30, ("soup", "stew"), extra="Ask ines@quay.example")

    assert "ines@quay.example" in dict(measured(same_author.fit, known, questioned).reason.values)["names"]


def test_a_licence_file_speaks_for_the_work_but_its_text_names_nobody():
    licence = "Copyright (C) 2007 Free Software Foundation, Inc.\n\nCopyright (C) 2020 {holder}\n"
    sides = [
        {"LICENSE": licence.format(holder=holder), f"{name}.py": f"def {name}(a):\n    return a\n"}
        for holder, name in (("Ines Quay", "hull"), ("Ines Quay", "soup"), ("Otto Berg", "pie"))
    ]

    assert measured(same_author.fit, sides[0], sides[1]).fits
    assert not measured(same_author.fit, sides[0], sides[2]).fits


def test_a_manifest_names_the_account_of_a_work():
    def side(account, name):
        return {
            "package.json": f'{{"name": "{name}", "repository": "https://github.com/{account}/{name}.git"}}\n',
            f"{name}.js": f"function {name}(a) {{ return a; }}\n",
        }

    assert measured(same_author.fit, side("quay", "hull"), side("quay", "soup")).fits
    assert not measured(same_author.fit, side("quay", "hull"), side("berg", "soup")).fits


def test_a_copied_file_with_its_notice_is_no_same_author():
    shared = noted("Ines Quay", 3, ("hull",))

    assert not measured(same_author.fit, shared | noted("B Two", 9, ("keel",)), shared).fits


# Same task

FIRST = """
#include <stdio.h>
int main() {
    double litres, distance;
    printf("Fuel used on the crossing: ");
    scanf("%lf", &litres);
    printf("Length of the crossing: ");
    scanf("%lf", &distance);
    if (distance <= 0) { printf("No such crossing\\n"); return 1; }
    printf("Litres for one mile: %.3f\\n", litres / distance);
    return 0;
}
"""
SECOND = """
#include <stdio.h>
#include <stdlib.h>
static double ask(const char *text) {
    double answer;
    fputs(text, stdout);
    if (scanf("%lf", &answer) != 1) exit(2);
    return answer;
}
int main(void) {
    double used = ask("Fuel used on the crossing: ");
    double miles = ask("Length of the crossing: ");
    puts(miles > 0 ? "" : "No such crossing\\n");
    printf("Litres for one mile: %.3f\\n", used / miles);
}
"""
OTHER = """
#include <stdio.h>
int main(int argc, char **argv) {
    int c, words = 0, inside = 0;
    FILE *stream = fopen(argv[1], "r");
    while ((c = fgetc(stream)) != EOF) {
        if (c == ' ') inside = 0;
        else if (!inside) { inside = 1; words++; }
    }
    fclose(stream);
    printf("%d words in %s\\n", words, argv[argc - 1]);
    return 0;
}
"""


def test_small_programs_with_the_same_texts_are_for_the_same_task():
    found = measured(same_task.fit, {"a.c": FIRST}, {"solution.c": SECOND})

    assert found.fits
    assert figure(found, "task-programs") == 2
    assert figure(found, "task-texts-share") > 0.5


def test_small_programs_for_other_purposes_are_not():
    found = measured(same_task.fit, {"a.c": FIRST}, {"b.c": OTHER})

    assert not found.fits
    assert found.reason.key == "same-task-misses"


def test_files_that_are_no_programs_are_not_for_the_same_task():
    known, questioned = (text.replace("int main", "int cross") for text in (FIRST, SECOND))

    assert figure(measured(same_task.fit, {"a.c": known}, {"b.c": questioned}), "task-programs") == 0
    assert not measured(same_task.fit, {"a.c": known}, {"b.c": questioned}).fits


def test_large_works_are_not_for_the_same_task():
    large = {f"part{n}.c": f"int part{n}(int a) {{ return a * {n}; }}\n" for n in range(30)}
    found = measured(same_task.fit, {"a.c": FIRST} | large, {"b.c": SECOND} | large)

    assert not found.fits
    assert found.reason.key == "no-small-programs"


def test_an_empty_work_is_of_no_kind():
    found = find_strata(*prepared_pair(work("known", {}), work("questioned", {"a.c": FIRST})), TOOLS)

    assert [entry.stratum for entry in found.fitting] == [Stratum.UNRELATED]
    assert found.chosen is Stratum.UNRELATED
