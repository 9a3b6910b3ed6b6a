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
        rf"\b{_SPELT}(?:\ (?:in|until|before|till|from|since|to|by)\ [\w ]{{1,24}}?)?\ as{_OPEN}",
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
        r"\b[Tt]he\ (?:words?|terms?|forms?|names?|toponyms?)\ ",
        ALL,
        "'the word Kiev appears twice'",
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
        rf"colonial|maiden)\ (?:name|spelling|title|form|version|variant)s?"
        rf"(?:\ (?:of|was|is))?[,:]?{_OPEN}",
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
    before(rf"\bname\ from{_OPEN}", ALL, "'changed his name from Zelensky to Green'"),
    before(
        r"\blang=[\"']?(?!en)\w[^<>]*>\s*|<(?:code|kbd|samp|tt|var|pre|script|style)(?:\s[^<>]*)?>[^<>]*",
        ALL,
        "marked as code or as another language: '<code>Kiev</code>'",
    ),
    after(
        r"\s(?:until|till|before)\s(?:\w+\s)?(?:1[89]|20)\d\d\)", PLACE, "'(Kirovograd until 2016)'"
    ),
    before(rf"\bname\ (?:is|was)\ {_OPEN}", ALL, "'her name is Odessa'"),
    before(
        r"\b(?:sign|banner|placard|screen|board|ticket|map|plate|badge|caption|passport|stone|shirt|"
        r"jersey|poster|sticker|patch|flag|headline|byline|label)s?\ "
        r"(?:still\ )?(?:reads?|said|says?|reading|saying|shows?|showing|had|has|gives?|gave)\ "
        rf"{_OPEN}",
        ALL,
        "'the sign said Odessa'",
    ),
    before(
        rf"\b(?:not|never|to|always|still|please)\ (?:write|spell|type)\ {_OPEN}",
        ALL,
        "'do not write Odessa'",
    ),
    before(
        r"\b(?:key|value|field|column|variable|constant|parameter|option)s?\ [\"'“‘]",
        ALL,
        "'the key “Kiev”'",
    ),
    before(r"\b(?:typed|types|typing|googled)\ ", PLACE, "'typed Kiev into the search box'"),
    before(
        r"\bwhich\ (?:[\w’'-]+\ ){1,3}calls?\ |\bcalls?\ (?:him|her|it)\ ",
        ALL,
        "'Luhansk, which Moscow calls Lugansk'",
    ),
    before(r"(?:\A|\s)\d+[,;\t]", PLACE, "a row of a table: '12,Kiev'"),
    after(r",(?=\d|[A-Z]{2},)", PLACE, "a row of a table: 'Kiev,UA,50.45'"),
    before(r"\bused\ to\ be\ (?:called\ )?", PLACE, "'what used to be Leningrad'"),
    after(
        rf"\s(?:is|was)\s(?:the\s)?{_LANGUAGE}(?=[,.;]|\sfor\b)",
        ALL,
        "'Chernobyl is Russian, Chornobyl Ukrainian'",
    ),
    after(rf"\s\({_LANGUAGE}:\s[A-Z]", ALL, "'Kiev (Ukrainian: Kyiv)'"),
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
        rf"[\"'”’»*_)]*,?\sas\s(?:it|he|she|they|the\s\w+)\s(?:is|was|were|are)\s(?:\w+\s)?{_SPELT}",
        ALL,
        "'Kiev, as it was then called'",
    ),
    after(r"[\"”’»*_]+\s(?:in|from)\s(?:the\s)?" + _LANGUAGE, ALL, "'“Kiev” in Russian'"),
    after(
        rf",?\sin\s{_LANGUAGE}(?=\s*(?:[.,;:)!?–—]|\Z)|\s(?:and|but)\b)",
        ALL,
        "'Kiev in Russian, Kyiv in Ukrainian'",
        is_bare=True,
    ),
    after(
        r",?\sas\s(?:the\s)?\w+\s(?:call|spell|write|say|pronounce)s?\s(?:it|him|her|them|the)\b",
        ALL,
        "'Lukashenka, as Belarusians call him'",
    ),
)

META_RE = re.compile(
    r"\b(?:spell|spells|spelled|spelt|spellings?|mis-?spel\w+|transliterat\w+|romani[sz]\w+|"
    r"house style|style ?guide|style ?book|exonyms?|endonyms?|surname|etymolog\w+|typos?|"
    r"(?:old|older|Soviet|tsarist|pre-?war)(?:-era)? maps?|pronounc\w+|hashtag|Cyrillic|"
    r"old form|the (?:name|word) \w+ (?:means|comes)|short for|"
    r"(?:still|always|never|now|to) (?:say|write)s? [\"“‘']?[A-Z][\w’'-]+[\"”’']?(?=[,.;!?)])|"
    r"[Ff]or [A-Z]\w+,? (?:please )?read [A-Z]|"
    rf"[Ii]n {_LANGUAGE},? (?:it|the (?:city|town|name|word|capital|region|river))|"
    r"maps? (?:have|has|shows?|says?|uses?|gives?)|"
    r"(?:Reuters|AP|AFP|BBC|FT|CNN|NPR|Times|Post|Guardian|Economist|agency|newspaper|outlets?) "
    r"(?:now |still )?(?:uses?|writes?|spells?) [A-Z]\w+|"
    r"as the \w+ (?:have|has|put)) ?\b"
)
# Direct speech of one word: "“Kiev,” he said"
SPOKEN_RE = re.compile(
    r"[,.?!][\"”»]\s(?:(?:he|she|they|I|we|[A-Z]\w+)\s)?(?:said|says|replied|answered|added|asked|"
    r"wrote|told|shouted)\b"
)
ALONE_RE = re.compile(r"[,.]?[\"”»«」‘]")
