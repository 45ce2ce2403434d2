"""Knows what has no place in an org file: what is private about people, and how to reach them; and covers it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, overload

from roleaudit.findings import Path


def _these(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ANYWHERE = _these("""
    salary salaries wage wages compensation bonus gehalt lohn vergütung salaire rémunération salario sueldo
    base_pay gross_pay net_pay pay_grade pay_band pay_level pay_rate hourly_rate day_rate
    gender geschlecht genre género religion konfession ethnicity nationality nationalität nationalité nacionalidad
    disability behinderung handicap discapacidad pregnancy pregnant schwangerschaft grossesse embarazo
    sexual_orientation marital_status familienstand trade_union union_member union_membership gewerkschaft
    birthday birthdate date_of_birth birth_date birth_year geburtsdatum geburtstag date_de_naissance fecha_de_nacimiento
    sick_leave sick_days sickness illness diagnosis krankheit krankheitstage maladie enfermedad medical
    parental_leave maternity_leave paternity_leave leave_reason elternzeit mutterschutz
    performance_review performance_rating performance_score performance_level leistungsbeurteilung
    nine_box ninebox 9_box gwc stack_rank flight_risk attrition_risk disciplinary
""")
"""What is private wherever a field is called by it: pay, body, belief, health, and grades of a person's work."""

_OF_PEOPLE = _these("""
    pay performance rating ratings score rank ranking grade potential evaluation appraisal assessment leistung bewertung
    beurteilung évaluation rendimiento evaluación
    health gesundheit santé salud absence absences leave fehlzeiten age alter âge edad sex race union personality mbti
    pip warning warnings feedback loyalty motivation mood politics
""")
"""What is private where it is said of a person; of a product or a metric these words are harmless."""

_HARMLESS = _these("health_check health_checks feedback_loop feedback_loops")

_CONTACT = _these("""
    email e_mail mail mail_address email_address phone phone_number telephone mobile mobile_number cell telefon handy
    téléphone teléfono correo address home_address street adresse dirección whatsapp
""")

_MAILBOXES = _these("""
    info hello hi contact kontakt team teams office support help helpdesk service sales marketing press media jobs
    careers hr people security abuse privacy legal billing finance accounts admin webmaster postmaster noreply no reply
    ops oncall on devops engineering product products design qa feedback dpo datenschutz git group list community dev
    announce
""")
"""Local parts of addresses, or the first or last word of one, that belong to a function and not to somebody."""

# All but the first are compiled when a text may hold something: that takes longer than to audit a small file.
_MAYBE = re.compile(r"@|\d[\d ()/.-]{5,}\d")
_MAIL = r"(?<![\w.+/=%&?@-])([^\W_][\w.+-]*+)@((?:[\w-]++\.)+[^\W\d_]{2,})(?![\w@])"
_EXAMPLE = r"(?i)(?:^|\.)(?:example\.(?:com|org|net)|example|test|invalid|localhost)$"
_PHONE = (
    r"(?<![\w.+/=%&?@:-])(?!\d{1,2}[./-]\d{1,2}[./-]\d{4})(?:"
    r"\+\d{1,3}[ ./-]?(?:\(\d{1,4}\)[ ./-]?)?\d(?:[ ./-]?\d){5,11}"  # +49 30 1234567, +1 (415) 555-0100
    r"|\(\d{2,5}\)[ ]?\d(?:[ ./-]?\d){5,8}"  # (415) 555-0100
    r"|0\d{1,4}[ /-]\d(?:[ ./-]?\d){5,8}"  # 030 1234567, 0171/1234567
    r"|0\d(?:[ .]\d\d){4}"  # 01 42 68 53 00
    r"|\d{3}[-.]\d{3}[-.]\d{4}"  # 415-555-0100
    r")(?![\w@-])"
)
_WRITTEN = r"""(?<![\w-])(["']?)([^\W\d][\w -]{0,60}?)\1\s*:\s+(?=\S)"""


@cache
def _words(key: str) -> list[str]:
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key).removeprefix("x-").casefold()
    return [word for word in re.split(r"[\W_]+", plain) if word]


def _says(key: str, known: frozenset[str]) -> bool:
    """Whether a key has one of these words in it, or several that stand together."""
    words = _words(key)
    runs = ("_".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, len(words) + 1))
    return not known.isdisjoint(runs)


def is_private(key: str, *, of_person: bool) -> bool:
    """Whether a field of this name holds what is private: pay, health, belief, or a grade of somebody's work."""
    harmless = "_".join(_words(key)) in _HARMLESS
    return _says(key, _ANYWHERE) or (of_person and not harmless and _says(key, _OF_PEOPLE))


def is_contact(key: str) -> bool:
    """Whether a field of this name says how to reach somebody."""
    return "_".join(_words(key)) in _CONTACT


def private_fields(data: Any, path: Path = ()) -> Iterator[Path]:
    """The paths of the fields in plain data, at any depth, that hold what is private; ids of entries are no fields."""
    if isinstance(data, dict):
        for key, value in data.items():
            an_id = len(path) == 1 and path[0] != "org"
            of_person = path[:1] == ("people",)
            if not an_id and isinstance(key, str) and is_private(key, of_person=of_person):
                yield (*path, key)
            else:
                yield from private_fields(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from private_fields(value, (*path, index))


def may_reach(texts: str) -> bool:
    """Whether contact data can be in these texts, joined to one; asked first, as most files hold none."""
    return _MAYBE.search(texts) is not None


def contacts(text: str) -> list[re.Match[str]]:
    """The mail addresses of people and the phone numbers in a text; the mailbox of a function is nobody's."""
    if not may_reach(text):
        return []
    mails = [m for m in re.finditer(_MAIL, text) if not (re.search(_EXAMPLE, m[2]) or _of_function(m[1]))]
    return mails + list(re.finditer(_PHONE, text))


def _of_function(local: str) -> bool:
    first, *_ = pieces = re.split(r"[-_+]", local.casefold())
    return first in _MAILBOXES or pieces[-1] in _MAILBOXES


def cover(text: str) -> str:
    """The text with everything by which somebody could be reached written as asterisks."""
    for match in contacts(text):
        text = text[: match.start()] + "*" * (match.end() - match.start()) + text[match.end() :]
    return text


def cover_fields(line: str) -> str:
    """A line of a file that could not be read, with what seems to be private covered to its end."""
    ends = (match.end() for match in re.finditer(_WRITTEN, line) if is_private(match[2], of_person=True))
    end = next(ends, len(line))
    return line[:end] + "*" * (len(line) - end)


class Covered(Sequence[str]):
    """The lines of a file, each covered when it is read: of a large file only a few ever are."""

    def __init__(self, lines: Sequence[str], covered: Callable[[str], str] = cover) -> None:
        self._lines = lines
        self._covered = covered
        self._last = (-1, "")  # a long line may hold many faults

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        """The line, or the lines, without what is personal."""
        if isinstance(index, slice):
            return Covered(self._lines[index], self._covered)
        if self._last[0] != index:
            self._last = index, self._covered(self._lines[index])
        return self._last[1]

    def __len__(self) -> int:
        return len(self._lines)
