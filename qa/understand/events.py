"""Events of the calendar and episodes of stress."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from qa.calculator.core.scope import CALM, EPISODES, NAMED, Event
from qa.understand.left_out import leaves_out, left_out_later
from qa.understand.stretch import Stretch
from qa.understand.text import Place

_NAMES = {
    "fomc": r"fomc|fed(?:eral reserve)?|(?:interest )?rate decisions?|central[- ]bank|powell|fed chair",
    "cpi": r"cpi|consumer prices?|inflation (?:prints?|reports?|numbers?|data|releases?|figures?)"
    r"|inflation(?= (?:weeks?|days?)\b)",
    "ppi": r"ppi|producer prices?",
    "nfp": r"nfp|non-?farm payrolls?|payrolls?|jobs reports?",
}
_NAMED = {name: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) for name, words in _NAMES.items()}
_WHICH = "|".join(f"(?P<{name}>{words})" for name, words in _NAMES.items())
_NOUN = (
    r"(?:'s)?(?:[- ](?P<noun>days?|weeks?|months?|meetings?|decisions?|announcements?|prints?|releases?|reports?|events?|minutes"
    r"|statements?|numbers?|data|dates?|sessions?|press conferences?|nights?|eves?|mornings?))*"
)
_NEAR = re.compile(
    r"\b(?P<near>around|near|close to|surrounding|either side of|before and after|next to|round|about|within a day of"
    r"|adjacent to|into"
    r"|within)(?: \w+){0,2} (?:an? |the |any )*$|\b(?:around|near|adjacent)(?: \w+){0,3}? $"
)
_ONE = r"(?:\d{1,2}|one|an?)"
#: How far around an event: said anywhere in the text, as it is said once.
_DISTANCE = re.compile(
    rf"\b(?P<a>{_ONE}) (?:(?:trading|business) )?(?:days?|sessions?) (?:clear )?(?:on |to |at )?(?:either|each"
    rf"|both) (?:sides?|way|ways"
    r"|direction)"
    rf"|(?:±|\+/-|\+-|plus or minus|plus/minus|give or take) ?(?P<b>{_ONE})(?= ?(?:days?|d\b|sessions?|trading|[,.?!);]|$| ))"
    rf"|\bwithin (?P<c>{_ONE})(?: or (?:\d|two))?(?: (?:trading |business )?(?:days?|sessions?))?(?= (?:of|around|from|on)\b"
    r"| ?[,.?!]| ?$)"
    rf"|\bno (?:more|further|farther|later) than (?P<d>{_ONE})(?: (?:days?|sessions?|away))?|\b(?P<e>{_ONE}) (?:days?"
    r"|sessions?) (?:around|away|from)\b"
    rf"|\b(?:up to |make it )?(?P<f>{_ONE}) (?:days? )?either side\b|\b(?P<g>{_ONE}) (?:days?|sessions?) (?:before|before and"
    r"|after)\b"
    r"|(?P<one>\bday before\b.{0,14}\bday after\b|\beves?, (?:the )?days? and|\bday before,? (?:the )?day after"
    r"|\beither side\b|\bneighbou?r\w*|\badjacent)"
)
_NEIGHBOURS = re.compile(r" ?and (?:their|the|its) (?:neighbou?rs?|days around)| and the days (?:around|next to) (?:them|it)")
_EVENT = re.compile(rf"(?<![\w])(?:{_WHICH})(?!\w){_NOUN}")
_HOT = re.compile(
    r"\b(?:comes? in |came in )?(?:hot|hotter|elevated|high|above (?:expectations|consensus|forecast)|surpris\w+)\b"
)
_STRESS = re.compile(
    r"\b(?:in|during|through|inside|within|for|of)? ?(?:an?|the|any|each|every|all|past"
    r"|those)? ?(?:(?:non[- ]?)?(?<!cost )stress(?:ed)?"
    r"(?: (?:episodes?|eps?|periods?|events?|phases?|windows?|spells?|months?|days?"
    r"|times?|stretch\w*))?"
    r"(?! (?:grid|test\w*)\b)|(?:vol(?:atility)?|vix) (?:spikes?|shocks?|explosions?|blow-?ups?|blowouts?|events?|storms?"
    r"|was spiking|spiking|spiked)"
    r"|(?:vol(?:atility)?|vix) (?:is |was |were )?spik\w+|cris[ei]s|panics?|crashes|market turmoil|sell-?offs?"
    r"|(?:bad|turbulent) episodes?|episodes?|spikes|storms)\b|\b(?:in|during|outside(?: of)?|except(?: in)?|inside"
    r"|through) (?:an? |the )?crash\b"
)
_KNOWN = (
    (
        re.compile(r"(?<!pre-)(?<!pre )(?<!post-)(?<!post )\bvolmageddon\b|\bxiv (?:blow-?up|collapsed?|died|death|blew up)"),
        "2018-02",
    ),
    (re.compile(r"\b(?:covid|corona\w*|pandemic)\b(?: crash| crisis)?"), "2020-02"),
)
_CRASH = re.compile(
    r" ?(?:vol(?:atility)? |vix |flash |stress )?(?:episodes?|crash|spike|sell-?off|crisis|shock|turmoil"
    r"|blow-?up|correction|panic"
    r"|meltdown|rout|squeeze|storm)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event or an episode, and the words for it."""

    place: Place
    event: Event | None = None
    episode: str | None = None
    #: whether it is asked for by a printed value, which no calendar has
    printed: bool = False


def named_as(text: str, event: str) -> str | None:
    """The words by which a text names an event of the calendar, or None where it doesn't.

    >>> named_as("On the eve of Payrolls?", "nfp")
    'Payrolls'
    """
    found = _NAMED[event].search(text) if event in _NAMED else None
    return found[0] if found else None


def read_events(plain: str) -> list[Happening]:
    """The events in a plain text, from left to right."""
    found = [_event(plain, m) for m in _EVENT.finditer(plain)]
    if (
        len(found) == 1
        and not _HELD.search(plain)
        and (event := found[0].event)
        and not event.outside
        and left_out_later(plain, found[0].place[1])
    ):
        found = [replace(found[0], event=replace(event, outside=True))]
    for i in range(1, len(found)):  # "not on CPI or Fed days"
        last, here = found[i - 1], found[i]
        joined = re.fullmatch(r"(?:,|,? and|,? or|,? nor| &|/)? ?(?:on |the |around )*", plain[last.place[1] : here.place[0]])
        if joined and last.event and here.event and last.event.outside != here.event.outside:
            found[i - 1 : i + 1] = [replace(h, event=replace(h.event, outside=True)) for h in (last, here) if h.event]
    return found


#: Some of the episodes are left out, which no scope can: "excluding the three biggest spikes".
_SOME_OUT = re.compile(
    r"\b(?:exclud\w+|excl\.?|except(?: for)?|without|w/o|ignor\w+|omit\w*|leav\w+ out|skip\w*|drop\w*|remov\w+|minus|ex)"
    r"(?: (?:the|all|our|its|of))*(?: (?:\d{1,2}|two|three|biggest|largest|worst|first|last|next|top|few|single|odd|main))+ ?$"
)
#: Days around an event that stand for it by a pronoun, or behind it.
_AROUND_IT = re.compile(r"\b(?:around|about|near|round|surrounding|close to) (?:it|them|those)\b|\b(?:nearby|close by)\b")


def distance_told(plain: str) -> Place | None:
    """Where a text says how far around an event."""
    said = _DISTANCE.search(plain)
    return said.span() if said else None


def _event(plain: str, m: re.Match[str]) -> Happening:
    name = next(name for name in _NAMES if m[name])
    start, end = m.span()
    head = plain[max(0, start - 60) : start]
    near, noun = _NEAR.search(head), m["noun"] or ""
    said = _DISTANCE.search(plain)
    neighbours = _NEIGHBOURS.match(plain, end)
    days = 2 if noun.startswith("week") else 1 if near or neighbours or _AROUND_IT.search(plain, end) else 0
    days = _days(said) if said and not (near and near.group("near") == "within a day of") else days
    begin = start - (len(head) - near.start()) if near else start
    begin = min(begin, said.start()) if said and 0 <= start - said.end() <= len(" of any of the ") else begin
    out = leaves_out(plain, (begin, neighbours.end() if neighbours else end))
    if not out.out and begin < start:
        out = leaves_out(plain, (start, neighbours.end() if neighbours else end))
    begin, stop = min(begin, out.place[0]), out.place[1]
    if said and stop <= said.start() <= stop + 3:
        stop = said.end()
    hot = _HOT.match(plain[end:].lstrip()) or re.search(r"\b(?:hot|elevated|high|surpris\w+)(?: an?)? $", head)
    event = Event(name, days, outside=out.out)
    return Happening(place=(begin, stop), event=event, printed=bool(hot))


#: Words that hold days around an event against all others, and so leave none out.
_HELD = re.compile(r"\b(?:less|minus|vs|versus|than|compared|against|extra|and on|differ\w*)\b")


def _days(said: re.Match[str]) -> int:
    number = next((g for name, g in said.groupdict().items() if g and name != "one"), "one")
    return int(number) if number.isdigit() else 1


def read_episodes(plain: str, stretches: list[Stretch]) -> list[Happening]:
    """The episodes of stress: a known one by its name or by its month and "crash", else those that VIX tells."""
    found = [Happening(place=m.span(), episode=name) for pattern, name in _KNOWN for m in pattern.finditer(plain)]
    dated = [(s.place[0], m.end()) for s in stretches if (m := _CRASH.match(plain, s.place[1]))]
    names = {dates: name for name, dates in NAMED.items()}
    for stretch in stretches:
        crash = _CRASH.match(plain, stretch.place[1])
        if crash and stretch.dates in names and not stretch.outside:
            found.append(Happening(place=(stretch.place[0], crash.end()), episode=names[stretch.dates]))
    if not found:
        told = [
            _stress(plain, m)
            for m in _STRESS.finditer(plain)
            if not _SOME_OUT.search(plain[: m.start()]) and not any(a < m.end() and m.start() < b for a, b in dated)
        ]
        found += [h for h in told if h.episode == CALM] or told
    return sorted(found, key=lambda h: h.place)


def _stress(plain: str, m: re.Match[str]) -> Happening:
    """The episodes that VIX tells, or all days outside of them."""
    out = leaves_out(plain, m.span())
    calm = out.out or re.search(r"\bnon[- ]?stress|\boutside|\bexcept", m[0])
    return Happening(place=out.place, episode=CALM if calm else EPISODES)
