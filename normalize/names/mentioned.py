"""Guards for names that are mentioned, not used: "formerly spelled Kiev".

The name still says who is meant; its spelling is what the text speaks of.
"""

from __future__ import annotations

import re

from normalize.names.patterns import ALL, PLACE, after, before

_SPELT = (
    r"(?:spel(?:led|t)|written|transliterated|transcribed|romani[sz]ed|rendered|pronounced|"
    r"called|named|known|referred\ to|misspel(?:led|t))"
)
_WHEN = (
    r"(?:formerly|previously|once|originally|also|sometimes|often|usually|still|then|now|"
    r"commonly|variously|alternatively|historically|long|better|or)"
)
_LANGUAGE = (
    r"(?:Russian|Ukrainian|Soviet|German|French|Polish|Turkish|Arabic|English|Yiddish|"
    r"Belarusian|Hebrew|Persian|Chinese)"
)
_OPEN = r"[\s\"'“‘«(*_]*"
SPELLING_GUARDS = (  # the name is mentioned as a spelling: it still says who is meant
    before(
        rf"\b{_WHEN}\ {_SPELT}(?:\ (?:in|as|by|to)\b(?:\ \w+){{0,3}})?[\s,:]*{_OPEN}",
        ALL,
        "a former or other spelling: 'formerly spelled Kiev'",
    ),
    before(
        rf"\b{_SPELT}(?:\ in\ \w+)?\ as{_OPEN}",
        ALL,
        "'known in Russian as Kiev'",
    ),
    before(rf"\b(?:mis)?spel(?:led|t){_OPEN}", ALL, "'spelled Kiev'"),
    before(
        r"\b(?:spellings?|transliterations?|romani[sz]ations?|misspellings?|variants?|versions?|"
        r"words?|forms?|name|term)(?:\ (?:of|as|was|is|like|such\ as))?[\s:,]*[\"'“‘«(*_]+",
        ALL,
        "a quoted spelling: 'the spelling “Kiev”'",
    ),
    before(
        r"\bthe\ (?:\w+\ )?(?:spellings?|transliterations?|romani[sz]ations?|misspellings?)\ ",
        ALL,
        "'the Russian spelling Kiev'",
    ),
    before(
        rf"\b{_LANGUAGE}(?:-language)?\ (?:name|spelling|form|version|variant|"
        r"transliteration|word)s?"
        rf"(?:\ (?:of|for|is|was)(?:\ (?:the|a)?\ ?\w+)?)?[,:]?{_OPEN}",
        ALL,
        "'its Russian name, Kharkov'",
    ),
    before(
        rf"\b(?:name|surname|city|town)\ (?:\w+ly\ )?as{_OPEN}",
        ALL,
        "a correction: 'gave his name as Witkov'",
    ),
    before(
        r"\b(?:mis\w+|incorrectly|wrongly|mistakenly|erroneously|"
        r"(?:gave|printed|listed)\ (?:\w+\ ){1,3}name)\b[^.!?\n]{0,80}\bas" + _OPEN,
        ALL,
        "a correction: 'misspelled the name of Steve Witkoff as Steve Witkov'",
    ),
    before(
        r"\b(?:which|that|what|whom?|they|we|\w+s)\ (?:still\ |then\ )?call(?:ed)?\ (?:it\ )?"
        r"|\b(?:was|were|is|been|once|still|then)\ called\ |\bcalled\ it\ ",
        PLACE,
        "'which Russians call Kiev', 'was called Lugansk'",
    ),
    before(
        r"\b(?:former|old|older|previous|original|Soviet-era|Soviet|tsarist|imperial|historic(?:al)?|"
        rf"colonial|maiden)\ (?:name|spelling|title)s?(?:\ (?:of|was|is))?[,:]?{_OPEN}",
        ALL,
        "'its former name, Kiev'",
    ),
    before(
        rf"\b(?:renamed|rechristened|rebranded)\ (?:itself\ )?(?:from|to|as)?{_OPEN}",
        ALL,
        "'renamed from Lugansk'",
    ),
    before(
        r"\b(?:marked|stamped|inscribed|emblazoned|embroidered|engraved|lettered)\ (?:with\ )?"
        rf"{_OPEN}",
        ALL,
        "letters on a thing: 'jackets marked U.S.A.'",
    ),
    before(rf"\bname\ (?:is|was)\ {_OPEN}", ALL, "'her name is Odessa'"),
    before(
        r"\b(?:sign|banner|placard|screen|board|ticket|map|plate|badge|caption|passport|stone)s?\ "
        rf"(?:still\ )?(?:reads?|said|says?|reading|saying|shows?|showing)\ {_OPEN}",
        ALL,
        "'the sign said Odessa'",
    ),
    before(
        rf"\b(?:not|never|to|always|still|please)\ (?:write|spell|type)\ {_OPEN}",
        ALL,
        "'do not write Odessa'",
    ),
    before(rf"\b(?:hashtag|keyword|query|string|tag|label|slug)\ {_OPEN}", ALL, "'the tag Kiev'"),
    before(
        r"(?:\b(?:IN|VALUES|LIKE|THEN)\ \(?|"
        r"\w=|\w\ =\ |\w\(|[\"']:\s?|[{\[,]\s?)[\"']|\w=|\[\[|\{\{|[$%]|(?:^|\s)/",
        ALL,
        "a string of a program or a record: 'print(\"Kiev\")', 'city=Kiev'",
    ),
    after(r"\]:\s", ALL, "the label of a link"),
    after(r"[\"']\s?(?::|=>|=)\s?[\"'{\[\d]", ALL, "a key of a record: '{\"Kiev\": 3}'"),
    before(rf"\bin\ {_LANGUAGE}[,:]?{_OPEN}", ALL, "'in Russian, Kiev'"),
    before(rf"\b{_LANGUAGE}:{_OPEN}", ALL, "'(Russian: Kiev)'"),
    before(r"\b(?:what|which)\ (?:was|is)\ (?:then|now)\ ", PLACE, "'what was then Leningrad'"),
    before(
        r"\b(?:appear(?:s|ed)|(?:was|were|is|been)\ (?:\w+\ )?(?:given|printed|published|reported|"
        r"identified|listed|entered|quoted|misidentified|rendered|styled)|misidentified|misprinted)"
        rf"(?:\ \w+ly)?\ as{_OPEN}",
        ALL,
        "a correction: 'the name appeared as Witkov'",
    ),
    before(
        r"\b(?:goes|went|go|signed|signs|typed|types|tagged|labell?ed|marked|search(?:ed|es)?\ for|"
        r"replaced?|replacing)\ (?:by\ |as\ )?[\"“‘«]",
        ALL,
        "a quoted string: 'typed “Kiev”'",
    ),
    before(r"\b(?:instead\ of|rather\ than|not)\ [\"“‘«]", ALL, "'write Kyiv, not “Kiev”'"),
    after(
        r"[^.!?\n]{0,40}\b(?:should|ought\ to)\ (?:have\ )?(?:be(?:en)?|read|say|said)\b",
        ALL,
        "a correction: 'Witkov should have read Witkoff'",
    ),
    after(
        r"[\"'”’»*_)]*\s(?:to|with|by|into|→|->|=>)\s[\"'“‘«*_]+[^\W\d_a-z]\w+[\"'”’»*_]",
        ALL,
        "'“Kiev” to “Kyiv”'",
    ),
    after(
        r"[\"'”’»*_)]*,?\s(?:is|was|are|being)\s(?:the\s|a\s|an\s)?(?:\w+\s)?"
        rf"(?:spelling|transliteration|transcription|romani[sz]ation|misspelling|exonym|"
        rf"{_LANGUAGE}\s(?:form|name|version|variant|word))",
        ALL,
        "'Kiev is the Russian spelling'",
    ),
    after(
        rf"[\"'”’»*_)]*,?\sas\s(?:it|he|she|they)\s(?:is|was|were|are)\s(?:\w+\s)?{_SPELT}",
        ALL,
        "'Kiev, as it was then called'",
    ),
    after(r"[\"”’»*_]+\s(?:in|from)\s(?:the\s)?" + _LANGUAGE, ALL, "'“Kiev” in Russian'"),
    after(
        rf",?\sin\s{_LANGUAGE}(?=\s*(?:[.,;:)!?]|\Z)|\s(?:and|but)\b)",
        ALL,
        "'Kiev in Russian, Kyiv in Ukrainian'",
    ),
    after(
        r",?\sas\s(?:the\s)?\w+\s(?:call|spell|write|say|pronounce)s?\s(?:it|him|her|them|the)\b",
        ALL,
        "'Lukashenka, as Belarusians call him'",
    ),
)

META_RE = re.compile(
    r"\b(?:spell|spells|spelled|spelt|spellings?|mis-?spel\w+|transliterat\w+|romani[sz]\w+|"
    r"house style|style ?guide|style ?book|exonyms?|endonyms?|surname|etymolog\w+|"
    r"pronounc\w+|hashtag|Cyrillic|"
    r"old form|the (?:name|word) \w+ (?:means|comes)|short for|as the \w+ (?:have|has|put)) ?\b"
)
ALONE_RE = re.compile(r"[,.]?[\"”»«」‘]")
