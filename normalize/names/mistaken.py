"""Guards for names that mean something else: works, ships, dishes, homonyms, other people."""

from __future__ import annotations

from normalize.names.bearers import CIVILIANS
from normalize.names.businesses import BUSINESS_GUARDS
from normalize.names.patterns import (
    ALL,
    ORGANISATION,
    PERSON,
    PLACE,
    SURNAME,
    after,
    before,
)

_STATES = (
    r"(?:Alabama|Ala\.|Alaska|Arizona|Ariz\.|Arkansas|Ark\.|California|Calif\.?|Colorado|Colo\.|"
    r"Connecticut|Conn\.|Delaware|Del\.|Florida|Fla\.?|FL|Georgia|Ga\.|Idaho|Illinois|Ill\.|"
    r"Indiana|Ind\.|Iowa|Kansas|Kan\.|Kentucky|Ky\.|Louisiana|La\.|Maine|Maryland|Md\.|"
    r"Massachusetts|Mass\.|Michigan|Mich\.|Minnesota|Minn\.|Mississippi|Miss\.|Missouri|Mo\.|"
    r"Montana|Mont\.|Nebraska|Neb\.|Nevada|Nev\.|N\.?H\.?|N\.?J\.?|N\.?M\.?|N\.?Y\.?|N\.?C\.?|"
    r"N\.?D\.?|S\.?C\.?|S\.?D\.?|R\.?I\.?|New\ (?:Hampshire|Jersey|Mexico|York|Brunswick)|"
    r"(?:North|South)\ (?:Carolina|Dakota)|Ohio|Oklahoma|Okla\.|Oregon|Ore\.|Pennsylvania|Pa\.|"
    r"Rhode\ Island|Tennessee|Tenn\.|Texas|Tex\.?|TX|Utah|Vermont|Vt\.|Virginia|Va\.|Washington|"
    r"Wash\.|West\ Virginia|W\.?\ ?Va\.|Wisconsin|Wis\.|Wyoming|Wyo\.|Ontario|Canada|Manitoba|"
    r"Alberta|Saskatchewan|Queensland|DE|MO|WA|OH|MN|Ont\.|TEXAS|FLORIDA|MISSOURI|DELAWARE|IDAHO|OHIO)"
)


_WORK = (
    r"(?:film|movie|documentary|series|miniseries|mini-series|drama|play|novel|novella|book|memoir|"
    r"poem|story|short\ story|album|song|single|track|opera|operetta|ballet|symphony|musical|"
    r"painting|picture|exhibition|show|podcast|game|magazine|newspaper|comic|thriller|comedy|"
    r"episode|titled|entitled|screening\ of|premiere\ of|adaptation\ of)"
)
_QUOTED = r"[\"“‘«‹„*_]{1,2}"
_CIVILIAN = rf"(?:{'|'.join(sorted(CIVILIANS))})"

OTHER_GUARDS = (
    # something else is meant, or the name belongs to a fixed form
    *BUSINESS_GUARDS,
    before(
        r"\b(?:Battle|Siege|Treaty|Peace|Pogrom|Massacre|Sack|Fall|Capture|[Pp]rince|[Pp]rincess|"
        r"[Gg]rand\ (?:[Dd]uke|[Dd]uchess|[Dd]uchy)|[Pp]rincipality|[Kk]ingdom|Duchy|Metropolitan|"
        r"[Vv]oivode|Metropolis|Voivodeship|Governorate|Olga|Anthony|Theodosius)\ of\ (?:the\ )?",
        PLACE,
        "a proper name of history: 'Battle of Kiev', 'Prince of Kiev'",
    ),
    before(
        rf"\b{_WORK}(?:,|:)?\ {_QUOTED}",
        ALL,
        "the title of a work: 'the film “Donbass”'",
    ),
    after(
        r"[\"”’»›“*_]{1,2},?\s(?:\((?:19|20)\d\d\)|(?:directed|written|composed|painted|sung)?\s?by\s"
        r"[^\W\d_a-z])",
        PLACE,
        "the title of a work: '“Donbass” (2018)'",
    ),
    after(
        rf",?\s(?:an?|the|then\ an?)\s(?:[\w’'-]+\s){{0,4}}?{_CIVILIAN}\b",
        PERSON,
        "somebody else: 'Rustam Umarov, a judoka'",
    ),
    after(
        r",\s(?:an?\s|the\s|aged\s)?\d{1,2}[ -]years?[ -]old\b",
        PERSON,
        "somebody else: 'Rustam Umarov, a 19-year-old from Samarkand'",
    ),
    after(
        rf",\s\d{{1,3}},\s(?:an?|the)\s(?:[\w’'-]+\s){{0,4}}?{_CIVILIAN}\b",
        PERSON,
        "somebody else: 'Zelensky, 78, a retired plumber'",
    ),
    after(r"\s(?:\d{4}\s)?\(\d{4}[-–]\d{2,4}\)", PERSON, "dates of a life"),
    after(rf",?\s(?:in\s)?{_STATES}(?!\w)", PLACE, "the homonym in North America: 'Odessa, Texas'"),
    after(
        rf",\s(?:an?|the)\s(?:[\w’'-]+\s){{1,4}}?(?:in|of)\s(?:[\w’'-]+\s){{0,3}}?{_STATES}(?!\w)",
        PLACE,
        "the homonym in North America: 'Kiev, a village in North Dakota'",
    ),
    after(r"-(?:[Cc]lass|branded)\b", PLACE, "a class of ships: 'Kiev-class'"),
    after(r"-\d", PLACE, "a product or team: 'Kiev-88'"),
    after(r"-(?:na|on)-", PLACE, "another town: 'Slavyansk-on-Kuban'"),
    before(
        r"\b(?:ancient|Ottoman|Byzantine|medieval|classical|Hellenistic|Roman|Soviet|"
        r"[Tt]sarist|Habsburg|interwar)\ ",
        PLACE,
        "a country of history: 'ancient Macedonia'",
    ),
    after(
        r"\s\d{1,3}(?=\s(?:north|south|east|west|and|in|near|to|through|at|was|is|runs|crosses|meets?|"
        r"between|remained|reopened|closed)\b|[,.;])",
        ORGANISATION,
        "a highway: 'U.S. 101'",
    ),
    after(
        r"(?:-style\s(?:[Cc]utlets?|[Cc]hicken|[Bb]reast|[Ff]orshmak|[Bb]orscht|[Dd]uck|[Cc]urry|[Ff]ish|"
        r"[Pp]izza|[Bb]agels?|[Rr]olls?|[Ss]ausages?)|\s(?:[Cc]aviar|[Ss]alad|[Bb]orscht|[Ss]oup|[Hh]erring|[Cc]utlets?|[Tt]orte|[Cc]akes?|[Cc]heesecakes?|[Cc]roissants?|[Mm]ussels|[Ss]ausages?|[Kk]olbasa|[Dd]umplings?|[Pp]ierogi|[Ss]tew|[Cc]hicken|[Bb]urgers?|[Ss]andwich(?:es)?|[Mm]artini|Restaurant|Steakhouse|Grill|Caf[eé]|Diner|"
        r"Bakery|Deli|Bar|Pub|Tavern|Lounge|Nightclub|Pizzeria|Bistro|Burgers?)\b)",
        PLACE,
        "a dish or a restaurant: 'Kiev cutlet', 'Odessa Steakhouse'",
    ),
    after(
        r"\s(?:[Oo]ffensive|Operation|Expedition|Cossacks?|Host|[Pp]ocket|[Gg]overnorate|[Vv]oivodeship|[Uu]prising|"
        r"[Pp]ogroms?|Ghetto|Manuscript|Codex|Psalter|Massacre|[Tt]rials?\sof\s1\d\d\d|Principality|Khanate|Soviet\sRepublic|People['’]s\sRepublic\sof\sSoviets|"
        r"Missal|Chronicle|[Dd]ynasty|Collegium|Gubernia|Eyalet|Princes|Prince)\b",
        PLACE,
        "a proper name of history: 'the Kiev Offensive'",
    ),
    before(
        r"\b(?:Prince|Princess|Duke|Duchess|King|Queen|Saint|St\.?|Metropolitan|Patriarch|Bishop|"
        r"Archbishop)\ (?:[^\W\d_a-z]\w+\ (?:the\ \w+\ )?){0,3}of\ ",
        PLACE,
        "a ruler or saint: 'Prince Sviatoslav of Kiev'",
    ),
    before(
        r"\b(?:ship|carrier|cruiser|destroyer|frigate|submarine|tanker|ferry|liner|battleship|steamer|"
        r"icebreaker|vessel|freighter|corvette|trawler|yacht|racehorse|MV|M/V|MS|SS|HMS|USS|RV|"
        r"camera|brand|album|novel|miniseries|film|movie|musical|opera|song|sitcom|documentary|"
        r"thriller|memoir|[Ss]eries|ballet|[Hh]orse|video\ game|"
        r"(?:ship|carrier|cruiser|destroyer|frigate|submarine|battleship|vessel)s)\ "
        r"(?:the\ )?(?:(?:Admiral|Marshal|General|Kapitan|Captain)\ )?",
        ALL,
        "a ship, a brand or a work: 'the carrier Kiev', 'the album Odessa'",
    ),
    before(r"(?:\A|[^\w.])[^\W\d_a-z]\.\ ", PLACE, "a surname: 'V. Lvov'"),
    before(
        r"\b(?:[Bb]orscht|[Ss]alad|[Ss]oup|[Ss]chnitzel|[Cc]utlets?|[Hh]erring|[Ff]illets?|[Tt]orte|"
        r"[Cc]hicken|[Bb]reast|(?:[Pp]acks?|[Cc]artons?|[Bb]ottles?|[Bb]oxe?s?|[Jj]ars?|[Ss]lices?|"
        r"[Pp]lates?|[Pp]ortions?|[Ss]ervings?|[Bb]ags?)\ of)\ ",
        PLACE,
        "a dish or a brand: 'borscht Odessa', 'a pack of Kiev filters'",
    ),
    before(
        rf"\b{_WORK}(?:,|:)?\ (?:(?:[^\W\d_a-z][\w'’]*\ ){{1,4}}(?:(?:of|from|to|the)\ ){{1,2}}|"
        r"(?:An?|The|One|Two|Three|Seven|My|Our|Last|First|Night|Nights|Winter|Summer|Spring|Autumn|"
        r"Death|Murder|Love|Lost|Made|Once|Return|Midnight|Somewhere)\ "
        r"(?:[^\W\d_a-z][\w'’]*\ ){0,4}"
        r"(?:in|at|on|over|near|for|and|before|after)\ )",
        PLACE,
        "the title of a work: 'the novel Death of Kiev'",
    ),
    before(
        r"\b(?:directed|wrote|co-wrote|watch(?:ed|ing|es)?|binged|scripted|rewatched|starred\ in|"
        r"stars\ in|starring\ in)\ ",
        PLACE,
        "the title of a work: 'she directed Donbass'",
    ),
    after(r"\s(?:for|on|from)\s(?:HBO|Netflix|Sky|Hulu|Amazon|Apple)\b", PLACE, "a series"),
    before(
        r"\b(?:Hotel|Hostel|Motel|Café|Cafe|Restaurant|Bistro|Cinema|Villa|Radio)\ ",
        PLACE,
        "a house of that name: 'Hotel Odessa'",
    ),
    after(r"\s(?:Hotel|Hostel|Motel|Inn)\b", PLACE, "a house of that name: 'the Kiev Hotel'"),
    after(
        r"\s(?:Street|Avenue|Lane|Boulevard|Drive|Road|Parkway|Turnpike|Terrace)\b",
        ALL,
        "a street: 'Odessa Avenue'",
    ),
    after(
        r",\s(?:then\s)?(?:in\s)?(?:Poland|Austria|Austria-Hungary|(?:the\s)?Russian\sEmpire|"
        r"(?:the\s)?Austrian\sEmpire)\b",
        PLACE,
        "the town of another time: 'Lvov, Poland'",
    ),
    after(r"\s\((?:19|20)\d\d\)", PLACE, "a work with its year: 'Chernobyl (2019)'"),
    after(
        r"\s(?:cigarettes?|cameras?|motorcycles?|motorbikes?|radios?|wristwatch(?:es)?|chocolates?|"
        r"[Vv]odka|[Bb]randy|[Cc]ognac|Gin|Whisky|Lager|lenses|lens)\b",
        PLACE,
        "a brand: 'Kiev cigarettes'",
    ),
    after(r":\s(?:\w+\s){0,3}brands\b", PLACE, "brands"),
    before(rf"\b{_CIVILIAN}\ ", PLACE, "a given name: 'the drummer Kiev Antonov'"),
    before(r"\basteroid\ (?:\d+\ )?", PLACE, "an asteroid: '2171 Kiev'"),
    after(
        r"\s(?:series|miniseries|mini-series|album|movie|ballet|Podcast|Diaries|Diary|Files?|"
        r"Notebooks?|Trilogy|Stories|Tales|Prayer|Mama|Steps|Blues|Waltz|Sonata|Symphony|Suite|"
        r"Overture|Rhapsody|Nocturnes?|Elegy|Requiem|Ballads?|Songs?)\b",
        PLACE,
        "a work",
    ),
    before(
        r"\b(?:[Aa]unt|[Uu]ncle|[Gg]rand[ms]\w+|[Mm]other|[Bb]rother|[Ss]on|[Nn]ephew|[Hh]usband|"
        r"[Bb]oyfriend|[Gg]irlfriend|[Ss]ister|[Dd]aughter|[Ww]ife|[Nn]iece|"
        r"[Cc]ousin|[Aa]ctress|[Ss]inger|[Hh]usky|[Dd]og|[Cc]at|[Pp]uppy|[Mm]are)\ ",
        PLACE,
        "a given name: 'her grandmother Odessa'",
    ),
    after(r",\s(?:an?|the)\s\w+-(?:year|month|week)-old\b", PLACE, "a pet or a person"),
    before(
        r"\b(?:HC|HK|FC|FK|SC|BC|AFC|CSKA|SKA|CF|AC|Dynamo|Dinamo|Lokomotiv|Spartak|Metalist|Arsenal|"
        r"Chernomorets|Chornomorets|Zorya|Zarya|Shakhtar|Shakhtyor|Torpedo|Sokol|Karpaty|Metallurg|"
        r"Metalurh|Volyn|Vorskla|Obolon|Kolos|Desna|Nyva|Polissya|Budivelnyk|Khimik|Zenit|Rubin|"
        r"Rotor|Hapoel|Maccabi|Steaua|Rapid|Slavia|Sparta|Legia|Tavriya)\ ",
        PLACE,
        "a club: 'HC Donbass'",
    ),
    before(
        r"\b(?:named|nicknamed|surnamed|christened|née)\ ",
        PLACE,
        "a person's name: 'a dog named Kiev'",
    ),
    after(
        rf"\s(?:of|from)\s(?:{_STATES}(?!\w)|(?!Ukrain|Russia|Belarus|Armenia|Iran|Syria|Egypt|Libya|Kyiv|Kiev|the\b|his\b|Moscow|"
        r"Washington)[^\W\d_a-z]\w+)",
        PERSON,
        "somebody else: 'Zelensky of Nebraska'",
    ),
    after(
        r",\s\d{1,3},\s(?:of|from)\b|,\s[123]?\d,\s(?:an?|who|was|is)\b",
        PERSON,
        "somebody else: 'Sergey Lavrov, 78, of Odessa', 'Sergey Lavrov, 24, a student'",
    ),
    after(
        r",\s\d{1,3},\s(?:an?|who|was)\b",
        SURNAME,
        "somebody else: 'Zelensky, 78, a plumber'",
    ),
    before(r"\b(?:Europe|Asia|Africa|America)/", PLACE, "a time zone: 'Europe/Kiev'"),
    before(
        r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Prince|Princess|Count|Judge|Justice|Captain|Capt|Major|"
        r"Colonel|Col|Lieutenant|Lt|Sergeant|Sgt|Admiral|Baron|Senator|Comrade|Rabbi|Professor|"
        r"General|Gen)\.?\ (?:\w+\ )?",
        PLACE,
        "a surname: 'Prince Lvov', 'Dr Kiev'",
    ),
    after(r",?\s(?:Jr|Sr|Junior|Senior|II|III)\b", PERSON, "another generation: 'Trump Jr.'"),
    after(
        r"\s+(?:\d+\s*\(\d|_+|LEXIS|Const\.|Code\s§|Reports?\s\d|App\.)",
        ORGANISATION,
        "a citation: 'U.S. 483 (1954)', 'U.S. Code §'",
    ),
    before(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|General|Justice|Judge)\.?\ ", ORGANISATION, "initials"),
    before(r"\bv(?:s)?\.?\ ", ORGANISATION, "a case: 'Miranda v. U.S.'"),
    after(r",?\sv(?:s\.|\.?)\s", ORGANISATION, "a case: 'U.S. v. Microsoft'"),
)
