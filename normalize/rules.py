"""Every rule: its code, its step, what it repairs and what it leaves alone.

A code names the defect and is public: renaming one is a breaking change. `normalize rule`
and the table in README.md are printed from here; tests run each example.
"""

from __future__ import annotations

from typing import NamedTuple


class Rule(NamedTuple):
    """Describe one kind of edit or finding.

    `before` and `after` are a document and what it becomes (equal for rules that only
    report). A rule that is not `default` runs only where the settings name it.
    """

    code: str
    step: str
    summary: str
    leaves_alone: str
    before: str
    after: str
    default: bool = True


_ALL = (
    # --- characters -------------------------------------------------------------------
    Rule(
        "mojibake",
        "characters",
        "Text that was decoded with the wrong encoding.",
        "text that is only unusual; anything whose repair is not certain (ftfy's own caution)",
        "The envoyâ€™s visit to MÃ¼nchen",
        "The envoy’s visit to München",
    ),
    Rule(
        "html-entity",
        "characters",
        "An HTML entity that was never decoded.",
        "lines with markup tags, where the entity belongs to the markup; what would be a tag when "
        "decoded; entities that the text speaks of; code; bare ampersands",
        "Johnson &amp; Sons &#8211; since 1890",
        "Johnson & Sons – since 1890",
    ),
    Rule(
        "object-replacement",
        "characters",
        "An object-replacement character left where a picture stood.",
        "the replacement character U+FFFD, which stands for lost text",
        "\N{OBJECT REPLACEMENT CHARACTER}The talks went on.",
        "The talks went on.",
    ),
    Rule(
        "zero-width-space",
        "characters",
        "An invisible space, joiner, word joiner or byte-order mark inside text.",
        "joiners that emoji, Arabic, Persian and Indic scripts need; spaces between CJK or Thai",
        "nego\N{ZERO WIDTH SPACE}tiations",
        "negotiations",
    ),
    Rule(
        "soft-hyphen",
        "characters",
        "A soft hyphen inside a word.",
        "a soft hyphen that stands alone between spaces",
        "nego\N{SOFT HYPHEN}tiations",
        "negotiations",
    ),
    Rule(
        "control-character",
        "characters",
        "A control character that has no place in text, or a terminal colour code.",
        "tab, line feed, carriage return, form feed and their like",
        "peace\x07 talks",
        "peace talks",
    ),
    Rule(
        "lone-surrogate",
        "characters",
        "Half of a surrogate pair, or a pair that was never joined.",
        "characters beyond the basic plane that are whole",
        "\ud83d\ude00 fine",
        "😀 fine",
    ),
    Rule(
        "split-ligature",
        "characters",
        "A Latin ligature such as ﬁ in place of its letters.",
        "æ, œ and ĳ, which are letters; a ligature that touches no letter",
        "the ﬁnal oﬀer",
        "the final offer",
    ),
    Rule(
        "stray-space",
        "characters",
        "A no-break space between English words, doubled spaces inside a line of prose.",
        "indentation, tables, code; no-break spaces before French punctuation and beside digits; "
        "two spaces after a full stop; spaces at a line's end (only `--level all` deletes them)",
        "The talks went on\N{NO-BREAK SPACE}for the  rest of a quiet  week in Geneva.",
        "The talks went on for the rest of a quiet week in Geneva.",
    ),
    Rule(
        "denormalised-letter",
        "characters",
        "A letter and its accent written as two characters (normal form C).",
        "compatibility characters such as ² and ™; sequences without a single form",
        "Jose\N{COMBINING ACUTE ACCENT} resigned",
        "José resigned",
    ),
    Rule(
        "hidden-character",
        "characters",
        "A tag character outside a flag, or a variation selector that selects nothing.",
        "flags; selectors after emoji, ideographs, symbols and in keycaps",
        "The plan\N{VARIATION SELECTOR-16} is\U000e0061\U000e0062 ready",
        "The plan is ready",
    ),
    Rule(
        "curly-quote",
        "characters",
        "A curly quote in place of a straight one.",
        "guillemets and primes",
        "“It’s late,” she said.",
        '"It\'s late," she said.',
        default=False,
    ),
    Rule(
        "full-width-character",
        "characters",
        "Full-width Latin or half-width kana in place of its ordinary width.",
        "nothing: Chinese and Japanese punctuation becomes ASCII, too",
        "ＬＯＵＤ　ﾉｲｽﾞ",
        "LOUD ノイズ",
        default=False,
    ),
    Rule(
        "stray-line-break",
        "characters",
        "A line break other than a line feed: CR LF, CR, NEL, the line and paragraph separators.",
        "form feeds and vertical tabs, which break pages",
        "First line\r\nsecond line\u2028third line",
        "First line\nsecond line\nthird line",
        default=False,
    ),
    Rule(
        "compatibility-character",
        "characters",
        "A compatibility character such as ², ™ or ㎏ in place of its plain form (form KC).",
        "nothing that Unicode calls compatible, where it makes a difference, too: 10² becomes 102",
        "5 ㎏ of Ⅳ",
        "5 kg of IV",
        default=False,
    ),
    Rule(
        "lost-character",
        "characters",
        "A replacement character: text was lost before it came in (reported only).",
        "nothing is changed, since nobody knows what stood there",
        "The caf\N{REPLACEMENT CHARACTER} was shut.",
        "The caf\N{REPLACEMENT CHARACTER} was shut.",
    ),
    Rule(
        "wrong-decoding",
        "characters",
        "Text that looks decoded with the wrong encoding and has no safe repair (reported only).",
        "nothing is changed",
        "It says ÄãºÃ£¬ and no more.",
        "It says ÄãºÃ£¬ and no more.",
    ),
    Rule(
        "mixed-script-word",
        "characters",
        "A word in which letters of one script pass for those of another (reported only).",
        "words whose letters could not be mistaken, such as formulas and USB-кабель",
        "The talks in \N{CYRILLIC CAPITAL LETTER KA}iev went on.",
        "The talks in \N{CYRILLIC CAPITAL LETTER KA}iev went on.",
    ),
    Rule(
        "bidi-control",
        "characters",
        "An invisible control that changes the order in which text is shown (reported only).",
        "the marks U+200E and U+200F; nothing is changed",
        "access = \N{RIGHT-TO-LEFT OVERRIDE}nimda\N{POP DIRECTIONAL FORMATTING}",
        "access = \N{RIGHT-TO-LEFT OVERRIDE}nimda\N{POP DIRECTIONAL FORMATTING}",
    ),
    # --- layout -----------------------------------------------------------------------
    Rule(
        "page-furniture",
        "layout",
        "A line that belongs to the web page, not to the article, or a part of one.",
        "sentences that merely mention subscribing, sharing or reading more; headings of the "
        "article with prose below them; what it quotes or shows; by-lines and dates; notices of "
        "licences",
        "The vote passed by a wide margin.\n\nRead Entire Article\n",
        "The vote passed by a wide margin.\n",
    ),
    Rule(
        "repeated-paragraph",
        "layout",
        "A paragraph, headline or sentence in a box of its own that the document gives again.",
        "refrains, speech, questions, list items, table rows, quoted lines and code; another "
        "number, date or name; manuals, contracts and plays, where much comes again",
        "The minister declined to comment on the plan, which had been agreed on Monday.\n"
        "Rain fell.\n"
        "The minister declined to comment on the plan, which had been agreed on Monday.\n",
        "The minister declined to comment on the plan, which had been agreed on Monday.\n"
        "Rain fell.\n",
    ),
    Rule(
        "repeated-caption",
        "layout",
        "A caption that stands twice, glued to itself or right after; the fuller wording stays.",
        "two different captions on one line",
        "A tanker burns after a strike on the port of Odesa, Wednesday. (AP Photo/Ann Lee)A "
        "tanker burns after a strike on the port of Odesa, on Wednesday [Ann Lee/AP]\n",
        "A tanker burns after a strike on the port of Odesa, on Wednesday\n",
    ),
    Rule(
        "glued-words",
        "layout",
        "Words or sentences joined where markup was stripped.",
        "brands and camel-case names, surnames, identifiers, URLs, file names, abbreviations; "
        "German nouns",
        "The administrationThe plan was needed.Thanks to both.",
        "The administration The plan was needed. Thanks to both.",
    ),
    Rule(
        "spaced-letters",
        "layout",
        "A word or a year with spaces between its letters.",
        "initials, lists of letters and of numbers, tables; letters that make no known word",
        "N o t h i n g of it was left by 1 9 8 8, the keeper said.",
        "Nothing of it was left by 1988, the keeper said.",
    ),
    Rule(
        "space-before-mark",
        "layout",
        "A space before a comma, a full stop or another mark.",
        "`.5`, `...`, file names; code and tables; French, which sets marks off; texts that are "
        "set so throughout; a mark after a word such as `in`, where a link is lost",
        "The lamp went out , the keeper said, and that was the end of it.",
        "The lamp went out, the keeper said, and that was the end of it.",
    ),
    Rule(
        "space-inside-brackets",
        "layout",
        "A space after an opening bracket or quotation mark, or before a closing one.",
        "brackets without their other half, boxes to tick, code; texts that are set so more than "
        "three times; quotation marks of other languages than English",
        "The keeper (who had asked for a lamp ) was told to wait.",
        "The keeper (who had asked for a lamp) was told to wait.",
    ),
    Rule(
        "doubled-space",
        "layout",
        "Two spaces between sentences of a scraped page that sets one.",
        "texts without page furniture; texts with more than three; tables, numbered items, code",
        "The lamp went out.  The oil was gone. Nobody knew. Nobody asked. Nobody went.\n"
        "Read more\nShare this article\nAdvertisement\n",
        "The lamp went out. The oil was gone. Nobody knew. Nobody asked. Nobody went.\n",
    ),
    Rule(
        "split-word",
        "layout",
        "A drop capital apart from its word; a space inside a word of a scraped page.",
        "two words (`a part`), prefixes (`semi final`), names; letters that stand for something "
        "(`H is the height`); but for drop capitals, texts without page furniture",
        "The coun cil said that nobody had asked.\nRead more\nShare this article\nAdvertisement\n",
        "The council said that nobody had asked.\n",
    ),
    Rule(
        "hyphenated-line-break",
        "layout",
        "A word broken over the end of a line.",
        "words that neither a dictionary nor the document has; the hyphen of a compound, of which "
        "only the line break goes, and that only in text from pages",
        "The administra-\ntion of the pilot service passed to the town in July.\n",
        "The administration of the pilot service passed to the town in July.\n",
    ),
    Rule(
        "hard-wrapped-line",
        "layout",
        "A line break inside a paragraph that was set to a page's width.",
        "wrapped text without a sign of pages or scraping (`--level all` unwraps it); poems, "
        "lists, tables, addresses, headings, quoted mail, code, lines shorter than the others",
        "The harbour was open to ships of all nations until the gov-\n"
        "ernment of the day closed it, and has not been open since then\nfor a day.\n",
        "The harbour was open to ships of all nations until the government of the day closed it, "
        "and has not been open since then for a day.\n",
    ),
    Rule(
        "page-break",
        "layout",
        "A page number, running head or form feed between two pages.",
        "numbered chapters, verses and lists; a number that stands alone; form feeds that cut no "
        "sentence and have no running head",
        "The Commission thanks the neighbours and in particular the\n\nPage 1 of 2\n\n"
        "pupils of the harbour school, who counted the barges.\n\nPage 2 of 2\n",
        "The Commission thanks the neighbours and in particular the pupils of the harbour school, "
        "who counted the barges.\n",
    ),
    Rule(
        "date-line",
        "layout",
        "A machine’s time stamp at the head or tail of the page; it becomes the fact `date`.",
        "dates inside sentences; date lines meant for readers, which become facts and stay",
        "The talks resume on Monday in Geneva.\n2025-11-26 21:04:00\n",
        "The talks resume on Monday in Geneva.\n",
    ),
    Rule(
        "unbalanced-quote",
        "layout",
        "A quotation mark whose other half is missing; reported only.",
        "quotations over several paragraphs; inches; apostrophes; code",
        "“We are tired, said the pilot.\nNobody answered.\n",
        "“We are tired, said the pilot.\nNobody answered.\n",
    ),
    Rule(
        "unbalanced-bracket",
        "layout",
        "A bracket whose other half is missing; reported only.",
        "labels of items such as “a)”, emoticons, intervals, code",
        "The stile stayed where it was (subject to the insurers.\n",
        "The stile stayed where it was (subject to the insurers.\n",
    ),
    Rule(
        "cut-off-sentence",
        "layout",
        "A text that stops in the middle of a sentence; reported only.",
        "headings, signatures and list items at the end",
        "The officials in the capital have meanwhile begun to draw up a list of\n",
        "The officials in the capital have meanwhile begun to draw up a list of\n",
    ),
    Rule(
        "truncated-word",
        "layout",
        "A text that stops in the middle of a word; reported only.",
        "names and rare words; texts in other languages than English",
        "The organisers expect dry roads, but on Thursday they had also expec\n",
        "The organisers expect dry roads, but on Thursday they had also expec\n",
    ),
    Rule(
        "elided-text",
        "layout",
        "The “[…]” at which a teaser or an excerpt ends; reported only.",
        "“[…]” within a paragraph, which is the author’s",
        "The oldest loan is a guide to beekeeping, and the borrower would like to [...]\n",
        "The oldest loan is a guide to beekeeping, and the borrower would like to [...]\n",
    ),
    # --- unspin -----------------------------------------------------------------------
    Rule(
        "spun-word",
        "unspin",
        "A word that an article spinner put in the author's place.",
        "documents that read as written; names; capitals and words beside punctuation, but where a "
        "spinner is known to touch them",
        "The minister said connected Monday that helium volition beryllium successful the "
        "capital adjacent week, and that determination is nary crushed to wait.",
        "The minister said on Monday that he will be in the capital next week, and that there "
        "is no reason to wait.",
    ),
    Rule(
        "spun-phrase",
        "unspin",
        "A phrase, a name or a number that a known family of spinners garbled.",
        "phrases that are English as well, but in a document with others that are not",
        "They met in arrange to settle it, and for the to begin with time both sides agreed.",
        "They met in order to settle it, and for the first time both sides agreed.",
    ),
    Rule(
        "tortured-phrase",
        "unspin",
        "A term of art whose words a spinner replaced (counterfeit consciousness).",
        "phrases that are English as well, but in a document with one that is not; phrases that a "
        "text quotes, or explains by the term itself",
        "A survey of counterfeit consciousness in medicine",
        "A survey of artificial intelligence in medicine",
    ),
    Rule(
        "spun-text",
        "unspin",
        "A document by a spinner whose work cannot be wholly undone; only reported.",
        "documents that read as written",
        "The sequel is set within the cities of the close to future, and the crew is quite small.",
        "The sequel is set within the cities of the close to future, and the crew is quite small.",
    ),
    # --- names ------------------------------------------------------------------------
    Rule(
        "person-variant",
        "names",
        "A person's name in another spelling than the house style's.",
        "people who merely share a surname; mentions of a spelling; protected spans",
        "Steve Witkov met Kirill Dmítriev in Moscow.",
        "Steve Witkoff met Kirill Dmitriev in Moscow.",
    ),
    Rule(
        "place-variant",
        "names",
        "A place name in another spelling than the house style's.",
        "dishes, titles, clubs and brands (chicken Kiev, The Odessa File), homonyms",
        "The Kiev-based company denied it.",
        "The Kyiv-based company denied it.",
    ),
    Rule(
        "renamed-country",
        "names",
        "A country by the name it had before it asked for another (Turkey, Swaziland).",
        "the bird, the town in Texas, dishes and brands; off unless selected",
        "Diplomats left Turkey for Geneva on Monday.",
        "Diplomats left Türkiye for Geneva on Monday.",
        default=False,
    ),
    Rule(
        "renamed-place",
        "names",
        "A city, region or river by a former or English name (Bombay, Saigon, Dnieper).",
        "titles, dishes and brands; off unless selected",
        "The flight to Bombay was late by an hour.",
        "The flight to Mumbai was late by an hour.",
        default=False,
    ),
    Rule(
        "missing-accent",
        "names",
        "A name of a person or a place written without its accents (Erdogan, Gdansk).",
        "surnames alone, where the document does not name their bearer; off unless selected",
        "The minister met Viktor Orban in Brussels.",
        "The minister met Viktor Orbán in Brussels.",
        default=False,
    ),
    Rule(
        "organisation-variant",
        "names",
        "An organisation's name or acronym in another spelling than the house style's.",
        "the full stop that also ends a sentence; legal citations",
        "The U.S. position has not changed.",
        "The US position has not changed.",
    ),
    Rule(
        "surname-variant",
        "names",
        "A surname respelled, where the document itself gives the full name.",
        "surnames that two people in the document could bear; dictionary words; known surnames",
        "Marta Kovalenko spoke first. Later Kovalenkko left.",
        "Marta Kovalenko spoke first. Later Kovalenko left.",
    ),
    Rule(
        "original-script",
        "names",
        "A known name in its own script; reported with whom or what it names, not replaced.",
        "texts in other languages than English; words that only contain a name",
        "The sign at the station says Київ.",
        "The sign at the station says Київ.",
    ),
)

RULES: dict[str, Rule] = {rule.code: rule for rule in _ALL}
