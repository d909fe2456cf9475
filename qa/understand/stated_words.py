"""Stated words: the words by which a clause names the figure that a number is stated for."""

from __future__ import annotations

import re

SENTENCE = re.compile(r"[.;!?]+(?:[\s\"”]|$)|\?|\.\.\.")
CLAUSE = re.compile(r"[.;:!?]+(?:[\s\"”]|$)|\?|\.\.\.|, | - |\b(?:hence|so that)\b")
JOINT = re.compile(r",| (?:and|but|then|yet|against|versus|vs|while|whereas|n|or) ")

#: Words for whose figure it is.
BARE = re.compile(
    r"\bunhedged\b|\bnaked\b|\bbare\b|\b(?:before|without|no|w/o|ex)(?: the| any)? (?:hedg\w+|calls|cover|overlay"
    r"|insurance|layers)\b"
    r"|\bcondors?\b|\bbase (?:return|strategy|account)\b|\boff\b"
)
NET = re.compile(
    r"(?<!un)\bhedged\b|\b(?:after|with|incl\w*\.?|including|adding)(?: the| its)? (?:hedg\w+|calls|cover|overlay"
    r"|insurance|layers)\b"
    r"|\bprotected\b|\binsured\b|\bnet\b|\baccount\b(?= (?:\w+ )?(?:dropp|lost|fell|made|earn|shr))|\bon\b(?=\W*$)"
    r"|\b(?:we|i|he|she|account|client)\b (?:\w+ ){0,3}?(?:lost|dropped|finished|fell|went|down)\b|\b(?:cost"
    r"|taken from|off) (?:me|us|her|him)\b"
)
HEDGE = re.compile(
    r"\b(?:vix )?calls?\b|\bhedges?\b|\bhedging\b|\boverlay\b|\binsurance\b|\bprotection\b|\bcover(?:age)?\b|\balvh\b"
    r"|\bcarry\b|\bdrag\b|\bpayoff hit"
)
COST = re.compile(
    r"\bcost\w*|\bdrag\b|\bcarry\b|\bbleed\w*|\btakes?\b|\btook\b|\btaken\b|\bate\b|\beats?\b|\blos[est]\w*|\bgone\b"
    r"|\bprice\b|\bgave back\b|\bfor\b"
    r"|\bhedge (?:is|was|of)\b|\bcomes to\b|\bburn\w*|\bswallow\w*"
)
GAIN = re.compile(
    r"\bmade\b|\bmakes?\b|\bearn\w*|\bgain\w*|\bbrought in\b|\bpaid\b|\bprinted\b|\bprofit\w*|\bplus\b|\bput back\b"
    r"|\badd(?:s|ed)\b"
)
LOSS = re.compile(r"\blos[est]\w*|\bdown\b|\bdropp\w*|\bfell\b|\bminus\b|\bnegative\b|\bshrank\b")
FALL = r"(?:drawdowns?|mdd|dd|falls?|fell|drops?|declines?|losses|drop)"
REDUCED = re.compile(
    rf"\b(?:less(?:en\w*)?|smaller|lower(?:s|ed|ing)?|shallower|reduc\w+|decreas\w+|trim\w*|shrink\w*|dampen\w*|cuts?|cutting"
    rf"|halv\w+|off (?:the|its|your)|soften\w*|shaves?)\b.*\b{FALL}\b"
    rf"|\b{FALL}\b.*\b(?:less|smaller|lower|shallower|reduc\w+|cut|halved)\b"
)
FALLEN = re.compile(
    rf"\b(?:max(?:imum)?|deepest|largest|biggest|worst|hedged|unhedged) {FALL}\b|\bdrawdowns?\b|\bm?dd\b"
    rf"|\bpeak to trough\b|\bat the worst point\b|\bnever falls\b"
)
MONTHS = re.compile(r"\bmonths?\b")
OF_MONTHS = re.compile(
    r"\b(?:months? out of|months? in \d|of (?:the |all )?months|(?:every|each)(?: \w+)* months?|all (?:\w+ )*months)\b"
)
WINS = re.compile(
    r"\bwin(?:s|ners?|ning)?\b|\bwon\b|\b(?:hit|win|success)[ -]?(?:rates?|quote)\b|\bhits\b|\bfinish with gain\b"
    r"|\brecover\b(?= 9)"
)
LOSES = re.compile(r"\b(?:lose|loses|lost|losers|bleed)\b")
NEEDED = re.compile(r"\bneed(?:ed|s)?\b|\bbreak-?even\b")
WORST_MONTH = re.compile(r"\b(?:worst|darkest) month\b|\bnever lost\b.*\bmonth\b")
PERIODS = (
    (
        "year",
        re.compile(
            r"\b(?:a|per|in a|each|every|one) ?(?:year|yr|annum)\b|/ ?yr\b|\byearly\b|\bannual\w*|\bp\.?a\b"
            r"|\bby year\b"
        ),
    ),
    (
        "month",
        re.compile(
            r"\b(?:a|per|in a|an average|each|every) ?(?:average )?(?:month|mo|mth)\b|/ ?mo\b|\bmonthly\b|\bmo\b"
            r"|\bmonth costs\b"
        ),
    ),
    ("week", re.compile(r"\b(?:a|per|each|every|in a) ?(?:week|wk)\b|/ ?w(?:ee)?k\b|\bweekly\b")),
    ("day", re.compile(r"\b(?:a|per) day\b|\bdaily\b")),
)
#: That something held of any one month, or of none.
EVER = re.compile(
    r"\b(?:ever|never)\b.*\b(?:more|less|over|above|beyond|exceed\w*|up to|as much as)\b|\b(?:any|no) (?:single |one )?month\b"
)
TYPICAL = re.compile(r"\b(?:median|typical|normal|usual|most) (?:month|week|months)\b")
IN_ALL = re.compile(r"\bin (?:sum|all|total)\b|\btotal\b|\bover the \w+ (?:years|yrs)\b|\bfrom start to finish\b")
DRAG = {"year": "drag.monthly.annualised", "month": "drag.monthly.mean", "week": "drag.weekly.mean", "day": "drag.daily.mean"}
RETURN = {"year": "annual", "month": "monthly.mean"}
#: Clauses whose number is a threshold, or held against draws, and not stated of the record.
NOT_STATED = re.compile(
    r"\bclassify\b|\bthreshold\b|\bresampled\b|\bhow often\b.*\b(?:reach|attain|more than)\b|\bhedge gain\b"
    r"|\bchance\b|\bsuppose\b"
)
#: Where a number is that of the market, and no figure of the desk.
MARKET = re.compile(r"\b(?:s&p|spx|stock market|stocks|the market|the index|shares)\b[^,;]*$")
#: Before and after a bare number that is stated as a value.
VALUED = re.compile(
    r"(?:\b(?:told|says?|said|is|was|were|be|get|got|about|only|just|like|suspect|counted|than|above|below|over|under"
    r"|at|down|minus|has|of)"
    r"|[=:><,(])\W*$"
)
ENDED = re.compile(
    r"\W*(?:$|[,.;?!)]|(?:right|or so|correct|bare|naked|hedged|unhedged|with|on|in a row|at most|precisely|off|an?"
    r"|per|smells|sounds|needed)\b)"
)
LISTED = re.compile(r"(?:^|\band|\bsays|\banother|[,;]) ?$")
TWO_DIGITS = 10
SMALL_AMOUNT = 20_000.0
RATE, NEED = "{}.win_rate", "{}.break_even_win_rate"

#: Figures that are named outright, by what is measured.
NAMED: tuple[tuple[str, str, str], ...] = (
    ("bare", r"\b(?:stress|crisis|crises|shocks?|vol events?|scares)\b", "episode.count"),
    ("bare", r"\bin a row\b|\bstring of los\w+|\blosing (?:run|streak)\b", "{whose}.losing_run"),
    ("bare", r"\bnights? of (?:\w+ )?(?:condor )?(?:money|income|credit)\b", "premium.in_credits"),
    ("bare", r"\bsharpe\b", "sharpe.monthly.{side}"),
    ("bare", r"\bsortino\b", "sortino.monthly.{side}"),
    ("bare", r"\b(?:pf|profit factor)\b", "{whose}.profit_factor"),
    ("bare", r"\bpayoff ratio\b", "{whose}.payoff_ratio"),
    (
        "bare",
        r"\bt[ -]?(?:=|value|stat\w*|val)\W.*\bcurvature\b|\bcurvature\b.*\bt[ -]?(?:value|stat\w*)",
        "convexity.daily.curvature_t",
    ),
    ("share", r"\bof (?:the )?notional\b", "drag.over.risk"),
    ("share", r"\bof (?:the )?(?:condors?'? )?losses\b|\boffset\b", "episode.offset"),
    ("share", r"\bvolatility of\b|\bannual volatility\b", "volatility.monthly.{side}"),
    ("share", r"\b(?:vrp|variance premium|volatility premium)\b", "implied.premium"),
    ("USD", r"\bworst (?:\w+ )?(?:night|trade|loss)\b", "{whose}.worst"),
    ("USD", r"\bbest (?:\w+ )?(?:night|trade)\b|\bone (?:\w+ )*trade made\b", "{whose}.best"),
    ("USD", r"\bset of calls\b|\bfull hedge\b|\bone set\b", "premium.unit"),
    ("USD", r"\bwent into\b|\bspent on\b", "premium.spent"),
    ("USD", r"\b(?:peak|highest|maximum) margin\b", "margin.peak"),
    ("USD", r"\bminimum\b|\bsmallest account\b|\bmust have\b", "capital.smallest"),
    ("USD", r"\bcapital base\b", "capital.base"),
    ("USD", r"\b(?:a|per) trade\b", "{whose}.expectancy"),
)
PATTERNS = tuple((measure, re.compile(words), key) for measure, words, key in NAMED)
