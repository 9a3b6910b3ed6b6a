"""Dotted acronyms: whether the last full stop is the sentence's as well.

"It was made in the U.S. The factory closed." has one full stop for two things; "U.S.
President" has one for one.
"""

from __future__ import annotations

import re

# Words that begin a sentence far more often than they follow "U.S." inside one. "House",
# "Army", "President" and the like continue it.
SENTENCE_STARTS = frozenset(
    """
    A About Above According After Again Against All Almost Along Already Also Although Among An
    And Another Any Anyone Are As At Because Before Behind Being Below Beside Between Beyond
    Both But By Can Could Despite Did Do Does During Each Earlier Even Eventually Every Everyone
    Few Finally First For From Further Furthermore Had Has Have He Her Here Hers His How However
    I If In Indeed Instead Is It Its Just Last Later Like Many Maybe Meanwhile More Moreover
    Most Much My Neither Nevertheless Next No Nobody None Nor Not Nothing Now Of Often On Once
    One Only Or Other Others Our Over Perhaps Rather Recently Several She Should Similarly
    Since So Some Someone Soon Still Such That The Their Then There Therefore These They This
    Those Though Through Throughout Thus To Today Together Tomorrow Too Two Under Unless Unlike
    Until Up Upon Was We Were What When Where Whether Which While Who Whose Why Will With
    Within Without Would Yesterday Yet You Your
    """.split()
)
# Nouns that begin a sentence after "in the U.S." where a word in small letters follows.
NOUN_STARTS = frozenset(
    """
    Police Officials Prices Experts Critics Analysts Scientists Researchers Investigators
    Authorities Workers People Millions Thousands Hundreds Dozens Most Three Four Five Six Seven
    Eight Nine Ten Prosecutors Lawyers Economists Markets Shares Stocks Sales Exports Imports
    Doctors Protesters Rescuers Firefighters Residents Witnesses Families Relatives Friends
    Students Teachers Farmers Voters Supporters Opponents Organisers Organizers Diplomats
    Negotiators Talks Reporters Journalists Editors Historians Companies Banks Investors Airlines
    Inflation Growth Demand Production Trade Tariffs Sanctions Tickets Flights Trains Temperatures
    Asked Born Speaking Back Soon Ever Never Until Even Just Only Given Based Others Part Work
    """.split()
)
# What "the U.S." goes on with, though it is no more than a word: an arm of the state, a part
# of the country. Other nouns in the plural, and whoever does something, begin a sentence.
PARTS = frozenset(
    """
    Government Army Navy Senate House Congress Treasury Embassy Constitution Capitol Department
    Military Marines Fed Administration Attorney Ambassador President Consulate Mission Open
    Marshals Mint Census Secretary Court Courts Dollar Dollars Economy Team Market Mail Tour Masters
    Amateur Forces Rangers Customs Airways States Attorneys Senators Representatives Veterans Seals
    Steelworkers Treasuries Treasurys Bonds Troops Embassies Midwest South North East West Northeast
    Southeast Northwest Southwest Gulf Pacific Atlantic Coast Cavalry Infantry Artillery Presidency
    Supreme Cabinet Legislature Judiciary Republic Union Flag Anthem Code Delegation Envoy Vice
    Olympics Championships Trials Nationals Citizens Airlines Men Women Marine Soldier Soldiers
    """.split()
)
PLURAL_RE = re.compile(r"[A-Z][a-z]{3,}[^s\W]s\Z")
ACTING_RE = re.compile(r"\s(?:was|were|is|are|has|have|had|said|says)\b")
SIGNED_RE = re.compile(r"\s+(?:Reuters?|AP|AFP|UPI|END|ENDS)\s*(?:\n|\Z)")  # of an agency
NOUN_USE_RE = re.compile(r"\b[Tt]he [A-Z.]{2,10}\Z")
NEXT_NOUN_RE = re.compile(rf"[{re.escape('”’)')}\"]*\s+([A-Z][a-z]+),?\s[a-z]")
# A sentence of its own in brackets: what opens it stands behind the end of another.
BRACKET_RE = re.compile(r"(?:\A|[.!?][\"”’]?\s+|\n|>|[*_•-]\s?|>\s)\((?=[^\W\d_a-z])[^()]*\Z")
# What a person or a country that begins a sentence does; "the U.S. Trump administration".
VERB_RE = re.compile(
    r"['’]s\b|,?\s(?!(?:administration|campaign|government|team|era|policy|plan|tariffs?|border|"
    r"embassy|envoy|allies|aides?|officials?|supporters?|voters?|relations|trade|ties|talks|war|"
    r"deal|presidency|cabinet|visit|hawks|withdrawal|mission|summit|dispute|strategy|desk)\b)"
    r"(?:[a-z]+(?:ed|s)|who|said|will|would|had|met|spoke|told|left|flew|wants?|has|then|also|"
    r"went|came|took|gave|made|did|did\s?n[o'’]t|can|could|may|never|later|sold|won|lost|and\s"
    r"[^\W\d_a-z]\w+\s[a-z]+(?:ed|re|ve))\b"
)
BRACKETED = 300  # characters in which the beginning of a bracket is looked for
MIN_WRAPPED, MAX_WRAPPED = 40, 100  # length of a line in hard-wrapped text
CLOSERS = "\"'”’»)]*_"
# A line that goes on with a small letter or a number was only wrapped.
PARAGRAPH_END_RE = re.compile(
    rf"[{re.escape(CLOSERS)}]*(?:</\w[^<>]*>)*[^\S\n]*(?:\n(?!\s*[a-z0-9])|\Z)"
)
NEXT_WORD_RE = re.compile(rf"[{re.escape(CLOSERS)}]*\s+[\"'“‘«(\[*_]*([^\W\d_]+)")


def is_wrapped(text: str, end: int) -> bool:
    """Tell whether the line that ends here was only broken to fit a page.

    Its length tells: a paragraph of scraped text is longer, a heading shorter.
    """
    line_end = text.find("\n", end, end + MAX_WRAPPED)
    if line_end < 0 or text[line_end + 1 : line_end + 2] in ("", "\n", "\r"):
        return False
    line_start = text.rfind("\n", max(0, line_end - MAX_WRAPPED - 1), line_end) + 1
    is_longer = line_start == 0 and line_end > MAX_WRAPPED
    return not is_longer and MIN_WRAPPED <= line_end - line_start <= MAX_WRAPPED


def ends_sentence(text: str, end: int) -> bool:
    """Tell whether a dotted acronym that ends at `end` also ends its sentence.

    >>> ends_sentence("in the U.S. The talks", 11), ends_sentence("U.S. President", 4)
    (True, False)
    >>> ends_sentence("(It never left the U.S.) Police", 23)
    True
    """
    if text.startswith("..", end):
        return True  # an ellipsis needs its three
    if text.startswith(")", end):
        return BRACKET_RE.search(text, max(0, end - BRACKETED), end) is not None
    if PARAGRAPH_END_RE.match(text, end) and not is_wrapped(text, end):
        return True
    match = NEXT_WORD_RE.match(text, end)
    if match is None:
        return False
    if match.group(1) in SENTENCE_STARTS:
        return True
    if SIGNED_RE.match(text, end):
        return True
    word = match.group(1)
    if word in PARTS or not (word in NOUN_STARTS or PLURAL_RE.match(word)):
        if word in PARTS or not word.istitle() or not ACTING_RE.match(text, match.end()):
            return False
    elif not NEXT_NOUN_RE.match(text, end):
        return False
    return NOUN_USE_RE.search(text, max(0, end - 16), end) is not None


def begins_sentence(text: str, end: int, start: int, name_end: int) -> bool:
    """Tell whether a name right behind a dotted acronym begins the next sentence.

    >>> text = "He left the U.S. Witkoff is expected in Geneva."
    >>> begins_sentence(text, 16, 17, 24)
    True
    """
    return text[end:start].isspace() and VERB_RE.match(text, name_end) is not None
