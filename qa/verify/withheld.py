"""Lines by rule that no model may reword: verdicts, premises, limits, comparisons, disclosures and what a result's status is."""

from __future__ import annotations

import re

from qa.document import SectionKind

#: Sections whose sentences are all of that sort.
SECTIONS: frozenset[SectionKind] = frozenset({"limits", "chart", "claims", "note", "method", "actual", "restated"})
_TOKEN = re.compile(r"\{[^{}]*\}|\[S\d+\]")
_QUOTED = re.compile(r"“[^”]*”")
_WORDS = re.compile(
    r"\b(?:no|not|nor|never|neither|nothing|none|cannot|\w+n['’]t|yes"  # denials and answers
    r"|significan\w+|confirm\w*|ruled?|overlaps?|includ\w+|exclud\w+|lies|outside|within|inside|clear|differs?|contradict\w*"
    r"|above|below|higher|lower|more|less|larger|smaller|deeper|shallower|most|least|fewer|same|better|worse|than"
    r"|part|too|enough|sample|hypothetical|actual|live|real|simulated|backtested|traded|tested|limit\w*|assum\w*|past|education\w*"
    r"|advice|recommend\w*|question|asked|stated?|states|data|covers?|left out|log|record|to tell|would|may|might|could"
    r"|because|since|source:)(?!\w)",
    re.IGNORECASE,
)


def withheld(line: str) -> bool:
    """Whether a line by rule may never be reworded: it judges, compares, limits or denies, or quotes the question."""
    own = _TOKEN.sub(" ", line)
    echoes = bool(_QUOTED.search(own)) and not re.search(r"\[S\d+\]", line)
    return echoes or bool(_WORDS.search(_QUOTED.sub(" ", own)))
