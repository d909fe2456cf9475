"""Lines: every sentence of a page that is no figure's own, in one place, for whoever edits the words.

What stands in braces is put in by the code that uses the line: tokens of figures, quotations of sources, and other lines.
"""

from __future__ import annotations

from enum import StrEnum


class Line(StrEnum):
    """A sentence or clause of a page, with places for what it speaks of."""

    # the short answer
    NOT_COMPUTED = "{title} can't be computed here: {why}."
    BEYOND = "The question goes beyond the data, which cover {start} to {end}."
    MEDIAN = ", and {verb}{median} in the median {per}"
    MEDIAN_UNCLEAR = "; the median drag was {median}"
    HEDGED_TOO = ", against {hedged} hedged"
    AMOUNT = "That is on a capital base of {base}."
    IN_PROPORTION = "In proportion, on an account large enough, {lead} {qualified}."
    CLAIM_OUTSIDE = "{teller} {quote}{period} [{source}]; the whole interval lies {side} it."
    CLAIM_INSIDE = "{teller} {quote}{period} [{source}]; the whole interval lies within it."
    CLAIM_OPEN = "{teller} {quote}{period} [{source}]; the interval overlaps it, so it is neither confirmed nor ruled out."
    CLAIM_ZERO = "{teller} {quote}{period} [{source}]; the interval overlaps it and includes zero, so neither is ruled out."
    BREAK_EVEN = "The break-even win rate is {even}."
    WIN_RATE = "The win rate is {rate} ({interval})."
    BREAK_EVEN_INSIDE = "The interval of the win rate includes the break-even: no statistically significant difference."
    BREAK_EVEN_BELOW = "The interval of the win rate lies above it."
    BREAK_EVEN_ABOVE = "The interval of the win rate lies below it."
    BASE_RECORD = "{rate} of its {n} trades won, against a break-even win rate of {even}."
    AS_IT_WAS = "In the backtest as it is, {lead}{interval}."
    STATED = "The question states {stated}. That is taken as stated, not as today's market: {where} are counted."
    LIVE_GAP = "Paired with live trades by day and legs, {lead} ({n} pairs)."
    NOT_LIVE = (
        "These results are hypothetical: what it costs “{text}” would take a log of live trades, which is not available here."
    )
    NO_USERS = "We have no record of individual users; this is what the backtest shows."
    SIDE_MISSING = "{title} can't be computed for the other side: {why}."
    PEAK_TROUGH = "The drawdown ran from {peak} (peak) to {trough} (trough)."
    RECOVERED = "The account was back at its peak on {day}."
    NOT_RECOVERED = "The account was not back at its peak by {end}."

    # the figures
    BACKTEST_TRADES = "Backtest: {title}; {trades} {word} on a capital base of {base}."
    BACKTEST_VALUES = "Backtest: {title}; {step} values on a capital base of {base}."
    BACKTEST_INDEX = "Backtest: {title}; {step} index values."
    NO_TIER = "The backtest names no tier, so it may not be the tier that you asked about."
    FULL_PERIOD = "Over the full period, {lead} {qualified}."
    BESIDE = "{lead}{interval}."
    POWER = (
        "To tell a drag of this size from zero would take {needed} {per}s; the smallest that {n} {per}s can tell is"
        " {detectable} a {per}."
    )
    RETURNS = "The account returned {unhedged} {when} unhedged and {hedged} hedged{difference}."
    RETURN_ALONE = "Unhedged, the account returned {unhedged} a {per} on average."
    DRAWDOWNS = "Maximum drawdown was {unhedged} unhedged and {hedged} hedged."
    DRAWDOWN_ALONE = "Maximum drawdown was {unhedged}."
    REDUCED = "The maximum drawdown was {reduction} smaller with the hedge ({interval})."
    DEEPENED = "The maximum drawdown was {reduction} larger with the hedge ({interval})."
    NOT_REDUCED = "The interval of the reduction, {interval}, includes zero: no clear difference."
    TOO_FEW = "With n = {n} {counted}, the sample is too small for a confidence interval or a verdict."
    UNSORTED = "Months without a prior VIX close are left out of the table."
    AT_CLOSE = "Trades count on the day they close: the log has no earlier values."

    # comparisons
    SAME = "{title} is the same {sides}{exactly}."
    HIGHER = "{title} was {word} {first} than {second}."
    HIGHEST = "{title} was {most} {first} and {least} {last}."
    DIFFERENCE_OPEN = (
        "The difference is {apart} (interval {interval}); the interval includes zero, so it is not statistically significant."
    )
    DIFFERENCE_CLEAR = (
        "The difference is {apart} (interval {interval}); the interval excludes zero, so it is statistically significant."
    )
    SMALL_SAMPLE = "The sample is too small for a confidence interval; the difference may not be significant."
    OVERLAP = "The intervals overlap; the difference may not be significant."
    NO_OVERLAP = "The intervals do not overlap."

    # why
    WHY_ADDS = "The account {account} {where}: {base} {lost} and the hedge {hedge}."
    WHY_LINKED = "The account {account} {where}; unhedged it {lost}, and the hedge {hedge} summed over the months."
    WHY_BY_DAY = "{where} the account returned {account}: {base} {lost} and the hedge {hedge}."
    WHY_UNHEDGED = "The account, which holds no hedge, {account} {where}."
    WHY_HEDGE = "{which} {hedge} {where}{summed}; {base} {lost}, and the account {account}."
    WHY_HEDGE_ALONE = "The hedge {hedge} {where}."
    WHY_LAYER = "The {layer} {did} {where}."
    WHY_DOLLARS = "In dollars the hedge {hedge}, on a capital base of {base}."
    WHY_LAYERS = "By layer, {layers}."
    WHY_RISES = "Most of what {base} lost came on days when the index rose."
    WHY_BOTH = "Part of what {base} lost came on days when the index rose."
    WHY_FALLS = "What {base} lost came on days when the index fell."
    WHY_RISES_HEDGE = " On those days the hedge {did}."
    WHY_FALLS_HEDGE = "On the days when the index fell, the hedge {did}."
    WHY_LOSING = "The table sums the days on which {base} lost."
    WHY_ALL_DAYS = "The table sums all days of the period."
    WHY_VIX = "VIX {went} from {before} before the period to {end} at its end; its highest close was {high}."
    WHY_HEDGE_DAYS = "On the days when the index rose the hedge returned {rises} in all, and on the days when it fell {falls}."
    WHY_WORST = "The worst day of {base} was {day}, when the account returned {unhedged} unhedged and {hedged} hedged."
    WHY_MARKET = "Why the market moved is not in the data; this is what the account made of it."

    # premises
    PREMISE_HYPOTHETICAL = "These results are hypothetical, not from real trading."
    PREMISE_ACTUAL = "These are results of actual trades, as the backtest's manifest states."
    PREMISE_COST = "The whole interval of the mean drag, {interval}, is a cost."
    PREMISE_GAIN = "Over the whole interval of the mean drag, {interval}, the hedge earned."
    PREMISE_OPEN = "The interval of the mean drag, {interval}, includes zero."
    PREMISE_MISSING = "The figure for it can't be computed here."
    PREMISE_SAME = "The computed figure is {figure}."
    PREMISE_OTHER = "The computed figure is {figure}, which differs."
    PREMISE_OUTSIDE = "The computed figure is {figure}; the interval, {interval}, excludes it."
    PREMISE_UNDECIDED = "The computed figure is {figure}; the interval, {interval}, neither confirms it nor rules it out."
    PREMISE_DAY = "It was in {start}."
    PREMISE_NO = "No: {said}."
    PREMISE_YES = "Yes: {said}."
    PREMISE_NEITHER = "Neither confirmed nor ruled out: {said}."
    PREMISE_FALSE = "The record differs from what the question states: {said}."
    PREMISE_IS = "{title} is {figure}{where}, as stated"
    PREMISE_IS_NOT = "{title} is {figure}{where}, not {text}"
    PREMISE_MAY_BE = "{title} is {figure}{where}, and the interval, {interval}, does not rule out {text}"
    PREMISE_WHEN = "{title} was in {start}{where}"
    UNREAD = "This part of the question was not taken into account."

    # claims and conflicts
    CLAIM_NO_INTERVAL = "There is no interval to check it against."
    CLAIM_TOO_FEW = "Too few {counted} to say.{base}"
    CLAIM_FAR = "The whole interval, {interval}, lies {side} it.{base}"
    CLAIM_HELD = "The whole interval, {interval}, lies within it.{base}"
    CLAIM_OVERLAP = "The interval, {interval}, overlaps it{zero}.{base}"
    CLAIM_AND_ZERO = " and includes zero"
    CLAIM_BASE = " The passage names no denominator; we assume the account."
    CLAIM_CIRCUMSTANCE = "It applies only to {circumstance}."
    CLAIM_NO_PERIOD = "It states no period; the computed figure has one."
    CLAIM_DENOMINATOR = "It is a percentage of the {denominator}; the computed figure is a percentage of the account."
    CLAIM_NOT_COMPUTED = "The figure it speaks of can't be computed here."
    CLAIM_PERIOD = "It is stated for another period than the computed figure."
    CLAIM_NO_SAMPLE = "There are too few {counted} for an interval to check it against."
    CLAIM_A_MONTH = " Converted to a month it is {low} to {high}."
    CONFLICT = "{first} and {second} contradict each other{converted}{ranking}."
    CONFLICT_CONVERTED = " once converted to the same period"
    CONFLICT_RANKING = "; the first has the higher authority ({higher} over {lower})"

    # what every page must say
    HYPOTHETICAL = (
        "Hypothetical performance, {fees}. It has inherent limitations, was prepared with the benefit of hindsight and does not "
        "show what any account earned."
    )
    ACTUAL = "Actual performance, {fees}. Past performance does not guarantee future results."
    SAMPLE_DATA = "The backtest is sample data, simulated to show how this tool works and not to judge any method."
    SAMPLE_TEXTS = "{which} a sample corpus, written to show how this tool works; they are not the words of any publisher."
    EDUCATION = "For education only. Not investment advice or a recommendation to buy or sell."

    # why a question is answered in part or not at all
    NO_MARKET = "Where markets stand now or where they will go is not in the data."
    NO_BACKTEST_TEXTS = "There is no backtest here, so nothing can be computed; this is what the texts say."
    NO_BACKTEST = "There is no backtest here to compute it from."
    ADVICE = "What to do would be advice, which we don't give; this is what the record shows."
    SEVERAL_READINGS = "The question can be read in more than one way. Which of these do you mean?"
    WHICH = "Which figure do you mean?"
    NOT_ANSWERED = "Not answered"
    CHOICE = "{title}."
    CHOICE_FIGURE = "{title}: {figure}."
    NO_READING = "We can't tell which figure or text would answer this question."
    FOREIGN = "{words} is not in the data or the texts here, so this can't be answered."
    INSTEAD = "You can ask about: {titles}."
    OFF_SUBJECT = "This question is not about what an options hedge costs, how it works or what it does."
    NEAREST = "Part of what the question asks for is not available here; this is the nearest that can be shown."
    NOT_TAKEN = "Not taken into account, as it can't be applied to any figure here: {left}."
    MISSED = "Not in the data or the texts here: {left}."
    READ_AS = "Read as: {title}."
    SILENT = "The texts say nothing on this."
    SILENT_ON = "The texts don't answer this: nothing found in them mentions {words}."
    SILENT_PARTLY = "Nothing found in the texts mentions {words}."
    NOT_IN_TEXTS = "Not in the texts"
    NOT_IN_TEXTS_WORDS = "Not in the texts: {words}"

    # what the texts say
    IN_FULL = "In full: {quote}"
    ANOTHER = "{title} says: {quote}"
    LOWER = "{title}, which has lower authority, says: {quote}"
    TITLE_SECTION = "{title}: {section}"

    # monthly reports
    REPORT_NOTHING = "Nothing can be computed for this month."
    REPORT_ALONE = "In {month} the account returned {unhedged}; it has no hedge."
    REPORT_RETURNS = "In {month} the account returned {hedged} with the hedge and {unhedged} without it."
    REPORT_HEDGE = "The hedge {verb} {drag} of the account in the month."
    REPORT_DRAG = "Since the start, {lead} {qualified}."
    REPORT_MEDIAN = "Over the same period, {lead}."
    REPORT_DRAWDOWNS = "Since the start, maximum drawdown was {unhedged} unhedged and {hedged} hedged."
    REPORT_DRAWDOWN = "Since the start, maximum drawdown was {unhedged} unhedged."
    REPORT_MISSING = "Not everything can be computed: {why}."

    # what a language model did
    PLANNED = "A language model helped to read this question."
    PLANNED_FIGURES = "A language model helped to read this question. It chose: {titles}."
    UNPLANNED = "A language model was asked to plan, but {why}: the rules chose the figures."
    UNTRUSTED = "A language model was asked to plan, but it misread questions whose answer is known: the rules chose the figures."

    # charts
    NO_CHART = "Not shown: {why}."
    CHART_SOURCE = "Source: {title}; {standing}, {fees}; {dates}, n = {n} {counted}."
