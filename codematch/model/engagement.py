"""What a case says of itself: the matter, the questions put, and the items. Nothing here is verified by the program."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The roles of items: known (样本), questioned (检材), and prior work, which is shared material (共有材料)."""

    KNOWN = "K"
    QUESTIONED = "Q"
    PRIOR = "P"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a case: a row of table T1, as the case file states it."""

    role: Role
    id: str
    description: str = ""
    supplied_by: str = ""
    received: str = ""
    medium: str = ""
    remarks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement:
    """The matter: what it is called, who asks, the questions word for word, and the items.

    `status` is draft or final. `accepted` is the date on which the commission was accepted, `examined` that of the
    examination, `place` where it was made, `present` who was there; `institution` and `licence` name the institution of
    the examiner, `examiners` each examiner with the number of the licence, `equipment` what was used. Qualifications,
    opinion and signature of an examiner have no field: they stay blank in every report.
    """

    title: str = ""
    number: str = ""
    client: str = ""
    instrument: str = ""
    questions: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    tier: str = ""
    status: str = "draft"
    accepted: str = ""
    examined: str = ""
    place: str = ""
    present: tuple[str, ...] = ()
    institution: str = ""
    licence: str = ""
    examiners: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
