"""A trade text in the one form in which concepts are looked for, and its English words.

Small letters, full-width signs made half-width (NFKC), quotation marks of Chinese left out, traditional Han characters written as simplified ones,
no blank between Han and Latin. Positions are those of the text in this form.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from countersight.names.han_text import simplify

MAX_TEXT: Final = 4000
"""Characters that are read; a classification says when there were more."""

_SLIPS: Final = {
    "摄象": "摄像", "摄相": "摄像", "视屏监": "视频监", "监空": "监控", "录象": "录像", "抓怕": "抓拍", "警查": "警察", "半求": "半球", "红处": "红外",
    "网路": "网络", "辨识": "识别", "影象": "影像", "人险": "人脸", "(平安)": "平安", "(雪亮)": "雪亮", "(公共安全)": "公共安全",
    "摄橡": "摄像", "射像头": "摄像头", "射象头": "摄像头", "监挖": "监控", "监孔": "监控", "坚控": "监控", "录相": "录像", "硬盘录向": "硬盘录像", "抓柏": "抓拍", "爪拍": "抓拍", "人连识": "人脸识", "人睑": "人脸", "刷睑": "刷脸",
    "识另": "识别", "实别": "识别", "比队": "比对", "部控": "布控", "布空": "布控", "指文": "指纹", "指闻": "指纹", "掌文": "掌纹", "红膜": "虹膜", "虹莫": "虹膜", "虹摸": "虹膜", "虹模": "虹膜", "步太识": "步态识", "声文": "声纹", "生纹": "声纹",
    "车排": "车牌", "号脾": "号牌", "热成相": "热成像", "热成象": "热成像", "测文": "测温", "纪录仪": "记录仪", "记录义": "记录仪", "舆请": "舆情", "取征": "取证", "取怔": "取证", "探真": "探针", "真听": "侦听", "侦厅": "侦听", "窃厅": "窃听", "切听": "窃听",
    "还源": "还原", "审记": "审计", "流量青洗": "流量清洗", "分吸": "分析", "分折": "分析", "分柝": "分析", "管里": "管理", "平抬": "平台", "采及": "采集", "采级": "采集", "网格化管里": "网格化管理", "雪量": "雪亮", "围拦": "围栏", "审训": "审讯", "讯闻": "讯问",
    "矫证": "矫正", "轿正": "矫正", "脚还": "脚环", "腕代": "腕带", "门紧": "门禁", "考琴": "考勤", "安捡": "安检", "轨际": "轨迹", "轨计": "轨迹", "跟综": "跟踪", "定为器": "定位器", "预惊": "预警", "研叛": "研判", "密马": "密码", "破介": "破解", "木吗": "木马", "无人几": "无人机",
    "拾因": "拾音", "拾声器": "拾音器", "信今": "信令", "话但": "话单", "课常": "课堂", "专住度": "专注度", "情续": "情绪", "微表晴": "微表情", "测慌": "测谎", "基因位店": "基因位点", "同步录音录相": "同步录音录像",
}  # fmt: skip
"""Slips of the input method and words of other Chinese-speaking places, as written on this trade's papers."""
_SLIP: Final = re.compile("|".join(map(re.escape, _SLIPS)))
_QUOTES: Final = "\u201c\u201d\u2018\u2019\u300a\u300b\u300c\u300d\u300e\u300f\u3010\u3011"
_PLAIN: Final = {"\u00df": "ss", "\u00e6": "ae", "\u00f8": "o", "\u0111": "d", "\u0131": "i", "\u0142": "l", "\u0153": "oe"}
"""Latin letters that Unicode takes for no plain letter with a mark."""
_FOLD: Final[dict[int, str | None]] = {
    **dict.fromkeys(map(ord, _QUOTES)),
    **{ord(letter): plain for letter, plain in _PLAIN.items()},
    **{at: base for at in range(0xE0, 0x24F) if "a" <= (base := unicodedata.normalize("NFD", chr(at))[0]) <= "z"},
}
"""Quotation marks left out, and Latin letters without their marks (c\u00e1mara is camara)."""
_SPELLED: Final = (
    ("isation", "ization", 8), ("ising", "izing", 8), ("ised", "ized", 7), ("iser", "izer", 7), ("ise", "ize", 7), ("ysing", "yzing", 8),
    ("our", "or", 6), ("tre", "ter", 5), ("bre", "ber", 5), ("ogue", "og", 7), ("lling", "ling", 9), ("lled", "led", 9), ("ller", "ler", 9),
)  # fmt: skip
"""British endings, American ones, and the letters from which a word has them; in patterns and in texts alike."""
_JOINED: Final = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[a-z0-9])|(?<=[a-z0-9]) +(?=[\u4e00-\u9fff])")
_LONG: Final = 4
"""Letters from which a word may lose its plural."""
_ES: Final = ("xes", "ches", "shes", "sses")
"""Endings that lose two letters: boxes, switches, brushes, glasses."""
_WORD: Final = re.compile(r"[a-z0-9]+")
_SAME: Final = {
    "cam": "camera", "camara": "camera", "surv": "surveillance", "survellance": "surveillance", "recog": "recognition", "licence": "license", "centre": "center",
    "behaviour": "behavior", "colour": "color", "analyser": "analysis", "sys": "system", "veh": "vehicle", "mgmt": "management", "mgt": "management", "svc": "service",
    "maint": "maintenance", "equip": "equipment", "eqpt": "equipment", "w": "with", "incl": "including", "monitoring": "monitor", "analytic": "analysis", "analytics": "analysis", "analyzer": "analysis",
    "detecting": "detection", "detect": "detection", "capturing": "capture", "collecting": "collection", "collect": "collection", "comparing": "comparison", "compare": "comparison",
    "recognizer": "recognition", "recogniser": "recognition", "identifying": "identification", "decrypting": "decryption", "decrypt": "decryption", "extracting": "extraction", "alerting": "alert", "licensing": "license", "matcher": "matching", "rebuild": "reconstruction", "rebuilding": "reconstruction", "neighborhood": "community", "neighbourhood": "community",
    "detector": "detection", "detecter": "detection", "scanner": "scanning", "scan": "scanning", "locator": "locating", "locate": "locating", "harvester": "harvesting", "logger": "logging", "cracker": "cracking", "interceptor": "interception",
    "profiler": "profiling", "eavesdrop": "eavesdropping", "eavesdropper": "eavesdropping", "lorry": "truck", "cops": "police", "constable": "police", "gendarme": "gendarmerie", "jail": "prison", "gaol": "prison",
    "inmate": "prisoner", "detainee": "prisoner", "pupil": "student", "photograph": "photo",
    "camra": "camera", "cemera": "camera", "moniter": "monitor", "survilance": "surveillance", "surveilance": "surveillance", "servillance": "surveillance", "surveillence": "surveillance", "recoder": "recorder", "infared": "infrared", "lisence": "license", "liscense": "license",
    "vidoe": "video", "vedio": "video", "viedo": "video", "vidio": "video", "cameara": "camera", "bulet": "bullet", "turet": "turret", "recoding": "recording", "recordor": "recorder", "recorer": "recorder", "themal": "thermal", "thermel": "thermal", "termal": "thermal",
    "fingre": "finger", "fingger": "finger", "fingar": "finger", "figner": "finger", "fingur": "finger", "fingerpint": "fingerprint", "fingerprnt": "fingerprint", "recognation": "recognition", "recongition": "recognition", "recogniztion": "recognition", "reconition": "recognition", "identifcation": "identification",
    "paket": "packet", "inspeciton": "inspection", "lawfull": "lawful", "intersept": "interception", "intersepter": "interception", "intercepter": "interception", "interseption": "interception", "cather": "catcher", "catchr": "catcher", "ancle": "ankle", "braclet": "bracelet", "bracelt": "bracelet", "bracellet": "bracelet",
    "speeker": "speaker", "voise": "voice", "polise": "police", "plice": "police", "sherrif": "sheriff", "servailance": "surveillance", "survaillance": "surveillance", "survellience": "surveillance", "surveylance": "surveillance", "dron": "drone", "irirs": "iris", "iriss": "iris", "foresnic": "forensic", "forenscis": "forensic", "extration": "extraction", "exctraction": "extraction",
    "licens": "license", "plattes": "plate", "spywear": "spyware", "trojen": "trojan", "pasword": "password", "passwrod": "password", "crackng": "cracking", "traker": "tracker", "tracke": "tracker", "lisening": "listening", "listning": "listening", "emtion": "emotion", "emotoin": "emotion", "polygraf": "polygraph", "classrom": "classroom", "atendance": "attendance", "attendence": "attendance",
    "sentimet": "sentiment", "opinon": "opinion", "moniotr": "monitor", "monitering": "monitor", "montior": "monitor", "monitring": "monitor", "predicitve": "predictive", "predective": "predictive", "croud": "crowd", "gunshoot": "gunshot", "wiretep": "wiretap", "eavesdroping": "eavesdropping", "interogation": "interrogation", "interrogaton": "interrogation", "sofware": "software", "sofwtare": "software", "softwear": "software",
    "ident": "identification", "identif": "identification", "recogn": "recognition", "recov": "recovery", "surveil": "surveillance", "db": "database", "reident": "reidentification", "predict": "prediction", "inspect": "inspection", "enrol": "enrollment", "enroll": "enrollment",
    "authent": "authentication", "auth": "authentication", "forens": "forensic", "analys": "analysis", "count": "counting", "sniff": "sniffing", "loiter": "loitering", "verif": "verification", "attend": "attendance", "biom": "biometrics", "compar": "comparison", "interrog": "interrogation", "acquis": "acquisition",
    "facial": "face", "facail": "face", "facal": "face", "recognizing": "recognition", "biometric": "biometrics", "forensics": "forensic", "netwrk": "network", "ntwk": "network", "wireles": "wireless",
    "cctvs": "cctv", "policing": "policing", "srvr": "server", "svr": "server", "intercept": "interception", "sw": "software", "hw": "hardware",
    "news": "news", "customs": "customs", "identify": "identification", "identified": "identification", "recognized": "recognition", "extracted": "extraction", "detected": "detection", "compared": "comparison", "verified": "verification", "monitored": "monitor", "captured": "capture", "collected": "collection",
    "enf": "enforcement", "enfmt": "enforcement", "intcpt": "interception", "intrcpt": "interception", "rcvr": "receiver", "recvr": "receiver", "xmtr": "transmitter", "xmitter": "transmitter", "trkr": "tracker", "vid": "video", "thrml": "thermal", "ppl": "people", "pwd": "password", "passwd": "password",
    "wkstn": "workstation", "workstn": "workstation", "wrkstn": "workstation", "sftwr": "software", "softw": "software", "mob": "mobile", "fngr": "finger", "fngrprt": "fingerprint", "fngrprnt": "fingerprint", "ptbl": "portable", "mnt": "mount", "mntd": "mounted", "mtd": "mounted", "acq": "acquisition", "sniffr": "sniffing",
    "enrolment": "enrollment", "fibre": "fiber", "programme": "program", "rumour": "rumor", "analyse": "analyze", "recognise": "recognize", "lic": "license", "lens": "lens", "lenses": "lens", "defence": "defense", "offence": "offense", "organisation": "organization",
}  # fmt: skip


@lru_cache(maxsize=65536)
def form(word: str) -> str:
    """The common form of an English word: one spelling, no plural.

    >>> form("cameras"), form("analysis"), form("centre"), form("batteries"), form("gps")
    ('camera', 'analysis', 'center', 'battery', 'gps')
    >>> form("boxes"), form("switches"), form("houses")
    ('box', 'switch', 'house')
    >>> form("anonymisation"), form("armoured"), form("calibre"), form("signalling"), form("filling")
    ('anonymization', 'armoured', 'caliber', 'signaling', 'filling')
    """
    if found := _SAME.get(word):
        return found
    if len(word) > _LONG and word.endswith("ies"):
        word = f"{word[:-3]}y"
    elif len(word) > _LONG and word.endswith(_ES):
        word = word[:-2]
    elif len(word) >= _LONG and word[-1] == "s" and word[-2] not in "sui":
        word = word[:-1]
    for british, american, least in _SPELLED:
        if word.endswith(british) and len(word) >= least:
            word = word[: -len(british)] + american
            break
    return _SAME.get(word, word)


def normal(text: str) -> str:
    """The text in the form in which concepts are looked for.

    >>> normal("IP攝像機　4K 網絡 CAMERA")
    'ip摄像机4k网络camera'
    """
    text = text[:MAX_TEXT]
    if text.isascii():
        return text.lower()
    found = _JOINED.sub("", simplify(unicodedata.normalize("NFKC", text).lower().translate(_FOLD)))
    return _SLIP.sub(lambda slip: _SLIPS[slip[0]], found)


def forms_of(text: str) -> list[str]:
    """The English words and numbers of a text in normal form, in their common form.

    >>> forms_of("2 dome-cameras, 4mp")
    ['2', 'dome', 'camera', '4mp']
    """
    return list(map(form, _WORD.findall(text)))


def words_of(text: str) -> list[str]:
    """The same words as they are written."""
    return _WORD.findall(text)


def places_of(text: str) -> list[tuple[int, int]]:
    """Where each of these words begins and ends."""
    return [found.span() for found in _WORD.finditer(text)]
