"""Invented words for made pairs of names: brands, given names, family names, places and trades. None of it names anybody.

Every table is cut in two halves by the hash of its words: one half makes training pairs, the other makes the labelled set that
measures, so that no brand and no family name stands in both.
"""

from __future__ import annotations

import zlib
from typing import Final

ONSETS: Final = "b br c d dr f fl g gr h j k kl l m n p pr qu r s sk st t tr v w z".split()
VOWELS: Final = "a e i o u a e i o ai ea ou".split()
CODAS: Final = ["", "", "", "n", "r", "l", "s", "x", "nd", "rk", "m", "ck"]

PINYIN: Final = """
an bai bao bo chang chen cheng chuan da dong fang fei feng fu gao guang guo hai han hao heng hong hua huan hui jia jian jin jing jun
kai kang lan li lian liang lin long lu mei ming nan ning peng ping qi qiang qing rong rui shan sheng shi song tai tian tong wan wei
wen xian xiang xin xing xu yan yang yi ying yong yu yuan yue yun ze zhan zheng zhi zhong
""".split()

TRADES: Final = """
technology electronics digital|technology optical|instruments network|security information|systems software communications
semiconductor video|technology intelligent|systems precision|machinery aviation shipping logistics trading chemical|industries
biotechnology aerospace|technology cloud|computing data|services engineering surveillance|equipment imaging|solutions energy
import|export microelectronics satellite|communication
""".split()

FORMS: Final = ["Co., Ltd.", "Limited", "Inc.", "Corporation", "LLC", "GmbH", "S.A.", "Pte. Ltd.", "PLC", "JSC", "B.V.", "S.r.l.", "Sdn. Bhd.", "AG"]

PLACES: Final = """
Hangzhou Shenzhen Shanghai Beijing Wuhan Chengdu Nanjing Tianjin Guangzhou Qingdao Xiamen Harbin Dalian Changsha Kunming Jinan Ningbo
Urumqi Lanzhou Zhengzhou Fujian Hunan Sichuan Yunnan Henan Shandong
""".split()

GIVEN: Final = """
Alexander Andrew Anthony Benjamin Catherine Charles Christopher Daniel David Dmitri Edward Elena Elizabeth Emil Fatima Francisco
Frederick Gabriel George Gregory Hassan Henry Ibrahim Irina Isabella James Jennifer Jonathan Joseph Karim Katherine Leonid Lucia
Margaret Maria Matthew Michael Mikhail Mohammed Natalia Nicholas Nikolai Olga Patricia Peter Rafael Rebecca Richard Robert Samuel
Sergei Stephen Svetlana Tatiana Theodore Thomas Victor Viktor Vladimir William Zachary Ivan Pavel Anton Boris Oleg Ahmed Omar
""".split()

SURNAME_HEADS: Final = "Bar Bel Cor Dav Dor Far Gal Gor Hal Kal Kar Kor Kra Lan Lev Mar Mer Mol Nor Or Pal Pel Ros Sal Ser Tor Var Vel Vor Zal".split()
SURNAME_TAILS: Final = "anov enko inski berg dottir escu ovic etti iani mann quist stein strom vale wick worth oglu zadeh pour akis ides ez eira".split()

NICKNAMES: Final = {
    "Alexander": "Alex Sasha Sandy", "Andrew": "Andy Drew", "Anthony": "Tony", "Benjamin": "Ben", "Catherine": "Cathy Kate", "Charles": "Charlie Chuck",
    "Christopher": "Chris", "Daniel": "Dan Danny", "David": "Dave", "Dmitri": "Dima Mitya", "Edward": "Ed Ted", "Elizabeth": "Liz Beth Betty",
    "Frederick": "Fred", "Gregory": "Greg", "Henry": "Harry Hank", "James": "Jim Jimmy", "Jennifer": "Jenny", "Jonathan": "Jon", "Joseph": "Joe",
    "Katherine": "Kate Kathy", "Margaret": "Maggie Peggy", "Matthew": "Matt", "Michael": "Mike Mick", "Mikhail": "Misha", "Nicholas": "Nick",
    "Nikolai": "Kolya", "Patricia": "Pat Trish", "Peter": "Pete", "Rebecca": "Becky", "Richard": "Rick Dick", "Robert": "Bob Rob", "Samuel": "Sam",
    "Stephen": "Steve", "Tatiana": "Tanya", "Theodore": "Ted Theo", "Thomas": "Tom", "Vladimir": "Volodya Vova", "William": "Bill Will", "Zachary": "Zach",
    "Ivan": "Vanya", "Pavel": "Pasha",
}  # fmt: skip
"""Short forms in common use. The matcher has a table of its own (``names/nicknames.py``), so that leaving one out there shows here."""

ABBREVIATIONS: Final = {
    "technology": "TECH TECHNOL TCHNLGY", "technologies": "TECH TECHS", "group": "GRP GP", "services": "SVCS SRVCES SERV", "electronics": "ELEC ELECTRON ELCTRNCS",
    "international": "INTL INT'L INTERNAT", "communications": "COMM COMMS COMMUN", "communication": "COMM COMMUN", "company": "CO", "corporation": "CORP",
    "limited": "LTD", "engineering": "ENG ENGRG ENGG", "systems": "SYS SYST", "industries": "IND INDS", "information": "INFO INF", "security": "SEC SECUR",
    "instruments": "INSTR INSTRS", "equipment": "EQUIP EQPT", "trading": "TRDG TRAD", "logistics": "LOG LOGIS", "machinery": "MACH MACHY", "chemical": "CHEM",
    "intelligent": "INTEL INTELL", "semiconductor": "SEMICON SEMI", "software": "SOFTW SW", "institute": "INST", "university": "UNIV", "research": "RES RSCH",
    "development": "DEV DEVT", "manufacturing": "MFG MANUF", "import": "IMP", "export": "EXP", "aviation": "AVN AVIAT", "aerospace": "AERO AEROSP", "management": "MGMT",
    "department": "DEPT", "shipping": "SHPG", "solutions": "SOL SOLNS", "precision": "PREC", "network": "NETW NW", "energy": "ENGY",
}  # fmt: skip


def half(words: list[str], side: str) -> list[str]:
    """The words of a table that one side may use: ``train`` or ``test``."""
    wanted = 0 if side == "train" else 1
    return [word for word in words if zlib.crc32(word.encode()) % 2 == wanted]
