"""Words that carry little identity: legal forms, trade words, levels of administration, and spellings to bring together.

Every table here errs on one side and says which. Legal forms are only ever removed at the *end* of a name; trade words
are never removed, they only do not count as distinctive. Later: ISO 20275 legal forms and a real gazetteer.
"""

from __future__ import annotations

from typing import Final

LEGAL_FORMS: Final[dict[str, str]] = {
    "co": "Company, in East Asian and Commonwealth names",
    "company": "Company, written out",
    "corp": "Corporation",
    "corporation": "Corporation, written out",
    "inc": "Incorporated, United States and Canada",
    "incorporated": "Incorporated, written out",
    "ltd": "Limited, Commonwealth and East Asia",
    "limited": "Limited, written out",
    "llc": "limited liability company, United States and the Gulf",
    "l l c": "LLC with points",
    "lc": "limited company, some states of the United States",
    "llp": "limited liability partnership",
    "lp": "limited partnership",
    "plc": "public limited company, United Kingdom and Ireland",
    "pte": "private, Singapore",
    "pty": "proprietary, Australia and South Africa",
    "pvt": "private, South Asia",
    "private": "private limited, South Asia, written out (only before a further legal form, or at the end)",
    "bhd": "Berhad, Malaysia",
    "sdn": "Sendirian, Malaysia (before Bhd)",
    "gmbh": "Gesellschaft mit beschränkter Haftung, Germany, Austria",
    "ag": "Aktiengesellschaft, Germany, Austria, Switzerland",
    "kg": "Kommanditgesellschaft",
    "se": "Societas Europaea",
    "sa": "société anonyme, sociedad anónima",
    "s a": "SA with points",
    "sas": "société par actions simplifiée",
    "sarl": "société à responsabilité limitée",
    "srl": "società a responsabilità limitata",
    "spa": "società per azioni",
    "s p a": "SpA with points",
    "sl": "sociedad limitada",
    "bv": "besloten vennootschap, Netherlands",
    "b v": "BV with points",
    "nv": "naamloze vennootschap, Netherlands, Belgium",
    "n v": "NV with points",
    "ab": "aktiebolag, Sweden",
    "oy": "osakeyhtiö, Finland",
    "oyj": "public osakeyhtiö, Finland",
    "as": "aksjeselskap, Norway; aktsiaselts, Estonia",
    "aps": "anpartsselskab, Denmark",
    "a s": "A/S, Denmark; a.s., Czechia",
    "sro": "společnost s ručením omezeným",
    "s r o": "s.r.o. with points",
    "sp z o o": "spółka z ograniczoną odpowiedzialnością",
    "kft": "korlátolt felelősségű társaság, Hungary",
    "jsc": "joint stock company",
    "ojsc": "open joint stock company",
    "cjsc": "closed joint stock company",
    "pjsc": "public joint stock company",
    "ooo": "limited liability company, Russia, transliterated",
    "oao": "open joint stock company, Russia, transliterated",
    "zao": "closed joint stock company, Russia, transliterated",
    "pao": "public joint stock company, Russia, transliterated",
    "ao": "joint stock company, Russia, transliterated",
    "fze": "free zone establishment, Gulf",
    "fzco": "free zone company, Gulf",
    "fzc": "free zone company, Gulf",
    "fz llc": "free zone LLC, Gulf",
    "kk": "kabushiki kaisha, Japan",
    "de cv": "de capital variable, Mexico",
    "de c v": "de C.V. with points, Mexico",
    "joint stock company": "JSC, written out",
    "joint stock": "the same, cut short",
    "limited liability": "the same of an LLC",
    "public joint stock": "the same of a PJSC",
    "public joint stock company": "PJSC, written out",
    "open joint stock company": "OJSC, written out",
    "closed joint stock company": "CJSC, written out",
    "limited liability company": "LLC, written out",
    "limited liability partnership": "LLP, written out",
    "public limited company": "PLC, written out",
    "aktsionernoe obshchestvo": "AO, written out",
    "uab": "uždaroji akcinė bendrovė, Lithuania",
    "sia": "sabiedrība ar ierobežotu atbildību, Latvia",
    "too": "limited liability company, Kazakhstan, transliterated",
    "tov": "limited liability company, Ukraine, transliterated",
    "prjsc": "private joint stock company, Ukraine",
    "doo": "limited liability company, former Yugoslavia",
    "d o o": "d.o.o. with points",
    "ood": "limited liability company, Bulgaria",
    "eood": "limited liability company of one owner, Bulgaria",
    "ead": "joint stock company of one owner, Bulgaria",
    "eurl": "entreprise unipersonnelle à responsabilité limitée, France, Algeria",
    "sal": "société anonyme libanaise, Lebanon",
    "ltd sti": "limited şirketi, Turkey",
    "limited sirketi": "limited şirketi, Turkey, written out",
    "anonim sirketi": "anonim şirketi, Turkey: shares",
    "adr": "American depositary receipt: a security of the company, not another company",
    "股份有限公司": "company limited by shares",
    "有限责任公司": "limited liability company",
    "有限公司": "limited company",
    "集团": "group, only at the end: inside a name it can be the name",
    "公司": "company",
}
"""Legal form (folded) to what it stands for. Longest forms are tried first; the Han ones have no spaces before them."""

GENERIC: Final[frozenset[str]] = frozenset(
    """
    adviser advisers advisor advisors advisory
    a and at by der des di du for from in la le les of on the to und van von y
    academy administration advanced aerospace agency agricultural agriculture air aluminium aluminum applied appliance
    appliances army asia asian association authority auto automation automobile automotive aviation bank bearing bio
    biological biotech biotechnology board branch bureau business capital cargo center central centre chemical chemicals
    china chinese city clothing cloud college commerce commercial commission committee communication communications
    component components computer computers computing construction consultancy consultants consulting consumer control
    controls council county customs data defence defense delivery department design detention development device devices
    digital directorate distribution district division east eastern education electric electrical electro electron
    electronic electronics energy engineering enterprise enterprises environmental equipment establishment europe
    european exchange export exports express factory federal federation fiber fibre film finance financial first food foreign forensic
    forwarding foundation freight fund garment general geological global government greater group groups guard hardware health
    heavy high highly hitech hi tech holding holdings home house import imports industrial industries industry
    information infrastructure innovation institute institution instrument instruments insurance integrated intelligence
    intelligent international internet investment investments iron it joint laboratories laboratory labs laser life
    light lighting line lines logistics machine machinery machines main management manufacture manufacturer
    manufacturers manufacturing marine maritime market marketing material materials measurement media medical metal
    metals military mining ministry mobile modern motor motors municipal municipality national navigation network
    networks new north northern office offshore oil online operation optical optics optoelectronics optronics
    organization parts people peoples petrochemical petroleum pharmaceutical pharmaceuticals photonics plant plastic
    plastics plaza police power precision prefecture printing processing product production products project projects property
    province provincial public quality railway real estate region regional republic research resource resources
    retail safety sales satellite school science sciences scientific second secretariat security semiconductor
    semiconductors sensor sensors service services ship shipbuilding shipping shipyard smart software solution
    solutions source south southern space special standard state station steel store stores strategic subsidiary supplies supply surveillance
    system systems tech technical technique technological technologies technology telecom telecommunication
    telecommunications test testing textile textiles third tool tools town toys trade traders trading training transport
    transportation travel union united universal university usa venture vessel video village vision visual west western
    wholesale wireless wood works world worldwide zone consultant american america americas pacific co company corp
    corporation inc limited ltd llc gmbh jv sub affiliate affiliates
    """.split()
)
"""Trade words and function words. A name made of these alone identifies nobody; when in doubt a word is left out."""

CARRIERS: Final[frozenset[str]] = frozenset(
    """
    and business china cloud communication communications company consumer data device devices digital electronic
    electronics enterprise enterprises equipment europe european global group groups holding holdings industrial industries industry
    information intelligence intelligent international internet investment investments manufacturing mobile network networks
    online research sales security service services smart software solution solutions surveillance system systems tech technical
    technological technologies technology telecom telecommunication telecommunications trading usa video vision
    """.split()
)
"""The trade words that may follow a one-word alias without changing who is meant: "Hikvision Digital Technology" is
Hikvision, "Hikvision Textile" may be somebody else. A subset of :data:`GENERIC`."""

SAYING_NOTHING: Final = frozenset("and company enterprise enterprises group groups holding holdings".split())
"""Carriers that say not even a trade: Amber Group is Amber, Amber Technology may be another Amber."""

LEVELS: Final[dict[str, str]] = {
    "province": "province", "provincial": "province", "region": "province",
    "prefecture": "prefecture",
    "city": "city", "municipality": "city", "municipal": "city",
    "county": "county", "banner": "county",
    "district": "district",
    "township": "town", "town": "town", "village": "village",
}  # fmt: skip
"""Words for a level of administration: Hotan Prefecture is not Hotan County."""

SPELLINGS: Final[dict[str, str]] = {
    "uighur": "uyghur", "uygur": "uyghur", "uigur": "uyghur", "uighurs": "uyghur", "uyghurs": "uyghur",
    "uygurs": "uyghur", "sinkiang": "xinjiang", "hsinchiang": "xinjiang",
    "kazak": "kazakh", "kirgiz": "kyrgyz", "kirghiz": "kyrgyz", "mongol": "mongolian",
    "defence": "defense", "centre": "center", "laboratories": "laboratory", "aluminium": "aluminum",
}  # fmt: skip
"""Spellings of one word, folded together wherever they stand."""

HAN_TRADES: Final[tuple[str, ...]] = (
    "数字技术", "信息技术", "科学技术", "网络科技", "信息科技", "电子科技", "智能科技", "进出口", "研究所", "研究院", "股份", "集团",
    "控股", "技术", "科技", "电子", "信息", "数字", "网络", "通信", "通讯", "智能", "软件", "系统", "设备", "实业", "工业", "产业", "贸易",
    "投资", "发展", "工程", "安防", "服务", "国际", "数码", "数据",
)  # fmt: skip
"""Han trade words that may be cut from the end of a name to reach the brand. Hospital, school and textile mill are left
out on purpose: cutting them would make a hospital look like a camera maker of the same brand."""


SIMPLIFIED: Final[dict[int, int]] = str.maketrans(
    "視數術電訊業發華團實國際廣東雲網軟機維碼達聯億龍龙動資設備統鐵車銀樂興責股導儀環測圖書館醫學園區縣廳處務總會議員辦監獄門見長飛馬麗豐寶濟寧蘭遼雙萬與"
    "產貿開關線創識臉聲語係係體級經營銷運輸歐亞灣飾紡織製藥",
    "视数术电讯业发华团实国际广东云网软机维码达联亿龙龙动资设备统铁车银乐兴责股导仪环测图书馆医学园区县厅处务总会议员办监狱门见长飞马丽丰宝济宁兰辽双万与"
    "产贸开关线创识脸声语系系体级经营销运输欧亚湾饰纺织制药",
)
"""Traditional to simplified for the characters that company and office names use most. Not a full conversion."""
