"""Cadences as people write them, and the days that they mean."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleaudit import catalog, document, facts, model
from roleaudit.facts import UNKNOWN, Value

CATALOG = catalog.load()


def days(cadence: str) -> Value:
    """What a ritual with this cadence says of the days between two meetings."""
    written = cadence.replace("'", "''")
    source = document.parse(f"rituals: {{planning: {{cadence: '{written}'}}}}".encode(), "org.yaml")
    [ritual] = facts.build(model.parse(source), CATALOG, datetime.date(2027, 1, 15)).of("ritual")
    return facts.value(ritual, "cadence_days")


@pytest.mark.parametrize(
    ("cadence", "wanted"),
    [
        ("daily", 1),
        ("Daily, 09:15", 1),
        ("every day", 1),
        ("every weekday", 1),
        ("every working day", 1),
        ("every morning", 1),
        ("twice a week", 3),
        ("three times a week", 2),
        ("2x per week", 3),
        ("semi-weekly", 3),
        ("weekly", 7),
        ("once a week", 7),
        ("every week", 7),
        ("each Monday", 7),
        ("Mondays", 7),
        ("Mondays and Thursdays at 10:00", 3),
        ("biweekly", 14),
        ("bi-weekly", 14),
        ("Bi-Weekly", 14),
        ("fortnightly", 14),
        ("every fortnight", 14),
        ("every 2 weeks", 14),
        ("every two weeks", 14),
        ("every second week", 14),
        ("every other week", 14),
        ("every other Tuesday", 14),
        ("once every two weeks", 14),
        ("2 weeks", 14),
        ("every sprint", 14),
        ("once per sprint", 14),
        ("every 10 days", 10),
        ("twice a month", 15),
        ("first and third Monday of the month", 15),
        ("monthly", 30),
        ("once a month", 30),
        ("first Wednesday of the month", 30),
        ("first Wednesday of the month, 16:00 UTC", 30),
        ("last Friday of every month", 30),
        ("second Tuesday of the month", 30),
        ("every 6 weeks", 42),
        ("bimonthly", 61),
        ("quarterly", 91),
        ("every quarter", 91),
        ("last week of the quarter", 91),
        ("twice a year", 182),
        ("yearly", 365),
        ("annually", 365),
    ],
)
def test_a_cadence_is_read_as_days(cadence: str, wanted: int) -> None:
    assert days(cadence) == wanted


@pytest.mark.parametrize(
    ("cadence", "wanted"),
    [
        ("biweekly starting tuesday oct 28, 2025", 14),
        ("bi-weekly ([upcoming meeting dates](#upcoming-meeting-dates))", 14),
        ("biweekly - alternating with regular meeting", 14),
        ("biweekly, interleaved with the regular sig meeting", 14),
        ("weekly, you must be signed into a free zoom account to join", 7),
        ("every four weeks", 28),
        ("first tuesday of the month", 30),
        ("monthly - wednesday, after the fourth tuesday, every month", 30),
    ],
)
def test_cadences_of_a_large_open_source_project_are_read(cadence: str, wanted: int) -> None:
    assert days(cadence) == wanted


@pytest.mark.parametrize(
    "cadence",
    [
        "as needed",
        "ad hoc",
        "when a release is due",
        "after each release",
        "once",
        "tbd",
        "",
        "every 0 weeks",
        "0 times a week",
    ],
)
def test_a_cadence_that_cannot_be_read_is_not_described(cadence: str) -> None:
    assert days(cadence) == UNKNOWN


def test_a_ritual_without_a_cadence_is_not_described() -> None:
    source = document.parse(b"rituals: {planning: {kind: sprint-planning}}", "org.yaml")
    [ritual] = facts.build(model.parse(source), CATALOG, datetime.date(2027, 1, 15)).of("ritual")
    assert facts.value(ritual, "cadence_days") == UNKNOWN


def test_the_shortest_cadence_of_a_kind_counts() -> None:
    text = b"rituals: {a: {kind: demo, cadence: monthly}, b: {kind: demo, cadence: weekly}, c: {kind: demo}}"
    [ritual] = facts.build(model.parse(document.parse(text, "o")), CATALOG, datetime.date(2027, 1, 15)).of("ritual")
    assert facts.value(ritual, "cadence_days") == 7


COUNTS = ["2", "0", "14", "99999", "²", "first", "second", "other", "twice", "three", "times", "once"]
UNITS = ["day", "week", "weeks", "month", "quarter", "monday", "tuesdays", "weekly", "monthly", "bi"]
WORDS = st.sampled_from([*COUNTS, *UNITS, "every", "each", "a", "an", "the", "of", "per", "and", "-", ","])


@given(st.lists(WORDS, max_size=8))
def test_a_cadence_is_a_positive_number_of_days_or_unknown(words: list[str]) -> None:
    found = days(" ".join(words))
    assert found == UNKNOWN or (isinstance(found, int) and found > 0)
