"""Guards for what is called by a name: firms, shops, clubs, works, and people of sports."""

from __future__ import annotations

from normalize.names.patterns import NO_ACRONYM, PERSON, PLACE, SURNAME, after, before

_COMPANY = (  # the last word of a firm, a club or an ensemble
    r"(?:Airways|Airlines|Avia|Foods|Records|Recordings|Pictures|Entertainment|Holdings?|Industries|"
    r"Motors|Cars|Cigars|Brewing|Brewery|Breweries|Distillery|Winery|Vineyards|Chocolates?|"
    r"Confectionery|Bank(?!\s(?:of|for)\b)|Bancorp|Savings|Insurance|Partners|Ventures|Investments|"
    r"Capital(?=[,.]|\s[a-z])|Securities|Properties|Realty|Builders|Consulting|Logistics|"
    r"Trucking|Freight|Tours|Travel|Telecom|Wireless|Networks|Systems|Technologies|Software|Labs|"
    r"Games|Interactive|Pharma|Pharmaceuticals|Cosmetics|Jewell?ers|Jewelry|Fashions|Boutique|"
    r"Apparel|Textiles|Furniture|Optics|Watches|Tobacco|Petroleum|Minerals|Inc|Incorporated|Corp|"
    r"Ltd|Limited|LLC|LLP|PLC|plc|GmbH|Co\.|Works|Media(?:\sGroup)?|Trio|Quartet|Quintet|Ensemble|"
    r"Band|Singers|Sharks|Bears|Lions|Tigers|Eagles|Wolves|Panthers|Hawks|Knights|Giants|Bandits|"
    r"Vikings|Titans|Raiders|Dragons|Devils|Bulls|Rebels|Patriots|Spartans|Barons|Cossacks|Club|Klub|FC|F\.C\.|SC|HC|BC|AFC|United|Rovers|Wanderers)(?!\w)"
)
_SHOP = (
    r"(?:bakery|deli|garage|diner|barbershop|pizzeria|plumbing|bar\s(?:and|&)|grill|tavern|"
    r"Bakery|Deli|Garage|Diner|Bar\b|Grill|Tavern|Pizza|Pizzeria|Restaurant|Steakhouse|Hardware|"
    r"Auto|Plumbing|Pharmacy|Kitchen)"
)
_FILMED = (
    r"(?:film|movie|documentary|series|miniseries|mini-series|drama|play|novel|novella|memoir|poem|"
    r"album|song|opera|operetta|ballet|musical|podcast|thriller|comedy|sitcom|video\ game|ship|"
    r"ferry|cruiser|frigate|aircraft\ carrier|yacht|racehorse|restaurant|nightclub|hotel|cutlet)"
)

BUSINESS_GUARDS = (
    after(
        rf"(?:\s[^\W\d_a-z][\w’'-]*|\s&){{0,2}}?\s{_COMPANY}",
        NO_ACRONYM,
        "a firm, a club, an ensemble: 'Kiev Foods', 'Odessa String Quartet'",
    ),
    after(
        rf"['’]s(?:,\s(?:an?|the)\s(?:[\w-]+\s){{0,2}}|\s){_SHOP}",
        PERSON,
        "somebody else's shop: 'Zelensky's, the deli on Oak Street'",
    ),
    after(
        rf"(?:\s[^\W\d_a-z][\w’'-]*){{0,3}},\s(?:an?|the|[^\W\d_a-z]\w+['’]s)\s"
        rf"(?:(?!of\b|in\b|from\b|where\b|on\b)[\w’'-]+\s){{0,4}}?{_FILMED}\b",
        PLACE,
        "a work, a ship, a house: 'Chernobyl, the HBO series'",
    ),
    after(r"['’]s\s(?:grand\s)?(?:princes?|khans?)\b", PLACE, "a ruler: 'Kiev's princes'"),
    before(r"\bOperation\ ", PLACE, "an operation of war: 'Operation Kharkov'"),
    before(
        rf"\b{_FILMED}[,:]\ (?:[^\W\d_a-z][\w'’]*\ ){{1,4}}",
        PLACE,
        "the title of a work: 'her memoir, Leaving Lvov'",
    ),
    after(r"-(?:ro|gil|dong|gu)\b", PLACE, "a Korean street: 'Teheran-ro'"),
    before(
        r"\b(?:creators?|showrunner|makers|fans|viewers|finale|episodes?|soundtrack)\ of\ "
        r"(?:HBO['’]s\ )?",
        PLACE,
        "a work: 'the creator of Chernobyl'",
    ),
    after(
        r"\sStory\b|:\s(?:An?|The)\s(?:[^\W\d_a-z]\w+\s)?(?:Biography|Life|Memoir|Portrait|History|Novel|"
        r"Love\sStory|Story|Tragedy|Reader|Guide)\b",
        NO_ACRONYM,
        "the title of a work: 'Zelensky: A Biography'",
    ),
    after(
        r",\s(?:[A-Z]\.\s?){1,3}(?=[,(&;]|and\b|\()|\s[A-Z]\.(?:[A-Z]\.)?[,;]|,?\set\sal\b|"
        r"(?:\s(?:and|&)\s[A-Z]\w+)?,?\s\((?:19|20)\d\d[a-z]?\)|"
        r",?\s(?:19|20)\d\d[a-z]?[);]",
        SURNAME,
        "an author who is cited: 'Zelensky, M. (2014)'",
    ),
    before(
        r"\b(?:Lake|Mount|Mt\.?|Fort|Camp|Glen|Little)\ ",
        NO_ACRONYM,
        "'Little Odessa', 'Lake Kiev'",
    ),
    after(
        r"\s(?:Township|County|High\sSchool|Elementary|Middle\sSchool|Creek|Falls|Heights|Springs)\b",
        NO_ACRONYM,
        "an American place: 'Odessa Township'",
    ),
    after(
        r"(?:,\s(?:an?|the)\s(?:[\w-]+\s){0,3}?|\sthe\s)(?:husky|dog|cat|horse|mare|puppy|kitten|parrot|"
        r"terrier|spaniel|collie|labrador|retriever|stallion|gelding|foal|tiger|bear)\b",
        NO_ACRONYM,
        "an animal: 'Kiev, a husky'",
    ),
    before(
        r"\b(?:boy|girl|dog|cat|horse|baby|puppy)\ (?:named|called)\ ", NO_ACRONYM, "a name given"
    ),
    after(
        r"\s(?:equation|theorem|syndrome|disease|lemma|algebra|inequality|conjecture|polynomial|"
        r"transform|rearrangement|sheep|carpets?|rugs?|shawls?|[Bb]eers?(?!\s(?:festival|hall|garden)))\b",
        NO_ACRONYM,
        "a term, a breed, a ware: 'the Umarov theorem', 'Lvov beer'",
    ),
    before(r"\bv\.\ ", PERSON, "a case: 'Smith v. Zelensky'"),
    after(r"\sv\.\s[A-Z]", PERSON, "a case: 'Zelensky v. Nebraska'"),
    before(r"\bnamesake,?\ ", PERSON, "somebody else: 'his namesake Dmitri Peskov'"),
    after(
        r"\s(?:(?:&|[Aa]nd)\s(?:Sons?|Co|Partners|Brothers|Associates)|brothers|sisters|Cup|Prospekt|"
        r"Memorial)\b",
        PERSON,
        "a firm, a family, a cup: 'Zelensky & Sons'",
    ),
    before(r"\bTimes\ of\ ", PLACE, "a newspaper: 'the Times of Swaziland'"),
    after(
        r"\s\((?:\d{2,3}\s?kg|(?!UKR|USA|RUS)[A-Z]{3})\)",
        PERSON,
        "somebody of sports: 'Rustam Umarov (UZB)'",
    ),
    after(
        r"\s(?:runs|owns|manages|opened)\s(?:an?|the|his|her)\s(?:[\w-]+\s){0,2}?(?:store|shop|garage|"
        r"bakery|farm|restaurant|bar|diner|dealership|pharmacy|clinic|gym|salon|caf[eé])\b",
        PERSON,
        "somebody else: 'Steve Witkov runs a hardware store'",
    ),
    after(
        r",?\s(?:an?|the|then\ an?)\s(?:[\w’'-]+\s){0,3}?(?:(?:left|right|full|centre|center)"
        r"[ -]?(?:back|half|forward)|(?:hockey|volleyball|basketball|football|tennis|handball|"
        r"rugby|baseball|bandy|soccer|judo|wrestling|boxing)\s(?:coach|player|trainer|referee|star)|biathlete|"
        r"goalie|point\sguard|linebacker)\b",
        PERSON,
        "somebody of sports: 'Sergey Ryabkov, a left back'",
    ),
    before(
        r"\b(?:painting|poem|song|novel|novella|short\ story|canvas|ballad|aria)(?:,|:)?\ "
        r"(?:[^\W\d_a-z][\w'’]*\ ){1,4}(?:in|at|on|over|near|for|and|before|after)\ ",
        PLACE,
        "the title of a work: 'the painting Sunrise in Lvov'",
    ),
)
