"""A trade text in the one form in which concepts are looked for, and its English words.

Small letters, full-width signs made half-width (NFKC), quotation marks of Chinese left out, traditional Han characters of this trade written as simplified ones,
no blank between Han and Latin. Positions are those of the text in this form.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

MAX_TEXT: Final = 4000
"""Characters that are read; a classification says when there were more."""

_TRADITIONAL: Final = (
    "監监視视頻频攝摄機机臉脸識识別别門门車车號号紋纹紅红熱热無无電电圖图網网絡络雲云儲储錄录檔档樓楼國国際际偵侦聽听測测釐厘衛卫"
    "蹤踪軌轨跡迹區区鎮镇縣县學学園园獄狱審审訊讯軟软體体設设備备產产品品購购採采標标專专項项擴扩級级維维護护運运術术訓训練练"
    "處处數数據据應应急急揮挥聯联開开發发報报動动態态對对證证實实戶户虛虚擬拟處处聲声語语虹虹膜膜節节點点線线輿舆輯辑"
    "傳传輸输傘伞藝艺寶宝鏡镜頭头夾夹顯显屏屏鍵键盤盘紙纸張张麵面飯饭場场廳厅館馆廠厂課课堂堂醫医療疗藥药劑剂盒盒檢检驗验"
    "鎖锁鑰钥匙匙環环衆众眾众羣群群群預预警警衝冲擊击證证綜综閘闸崗岗誌志與与為为於于從从後后來来會会時时間间長长東东馬马"
    "執执記记錶表現现場场勘勘驅驱離离遙遥載载繫系繩绳農农業业測测繪绘範范圍围裝装衣衣鞋鞋輔辅鐵铁龍龙灣湾雙双彈弹槍枪"
    "製制適适較较強强變变焦焦寬宽單单倉仓燈灯壓压縮缩編编碼码轉转換换器器終终端端隱隐蔽蔽竊窃聞闻拋抛墜坠臺台萬万畫画質质"
)
_SIMPLE: Final = str.maketrans({_TRADITIONAL[at]: _TRADITIONAL[at + 1] for at in range(0, len(_TRADITIONAL), 2)})
_SLIPS: Final = {
    "摄象": "摄像", "摄相": "摄像", "视屏监": "视频监", "监空": "监控", "录象": "录像", "抓怕": "抓拍", "警查": "警察", "半求": "半球", "红处": "红外",
    "网路": "网络", "辨识": "识别", "影象": "影像", "人险": "人脸", "(平安)": "平安", "(雪亮)": "雪亮", "(公共安全)": "公共安全",
}  # fmt: skip
"""Slips of the input method and words of other Chinese-speaking places, as written on this trade's papers."""
_SLIP: Final = re.compile("|".join(map(re.escape, _SLIPS)))
_FOLD: Final = _SIMPLE | dict.fromkeys(map(ord, "\u201c\u201d\u2018\u2019\u300a\u300b\u300c\u300d\u300e\u300f\u3010\u3011"))
_JOINED: Final = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[a-z0-9])|(?<=[a-z0-9]) +(?=[\u4e00-\u9fff])")
_LONG: Final = 4
"""Letters from which a word may lose its plural."""
_WORD: Final = re.compile(r"[a-z0-9]+")
_SAME: Final = {
    "cam": "camera", "camara": "camera", "surv": "surveillance", "survellance": "surveillance", "recog": "recognition", "licence": "license", "centre": "center",
    "behaviour": "behavior", "colour": "color", "analyser": "analyzer", "sys": "system", "veh": "vehicle", "mgmt": "management", "mgt": "management", "svc": "service",
    "maint": "maintenance", "equip": "equipment", "eqpt": "equipment", "w": "with", "incl": "including", "monitoring": "monitor", "analytic": "analytics",
    "facial": "face", "facail": "face", "facal": "face", "recognizing": "recognition", "biometric": "biometrics", "forensics": "forensic", "netwrk": "network", "ntwk": "network", "wireles": "wireless",
    "cctvs": "cctv", "policing": "policing", "srvr": "server", "svr": "server", "intercept": "interception", "sw": "software", "hw": "hardware",
}  # fmt: skip


@lru_cache(maxsize=65536)
def form(word: str) -> str:
    """The common form of an English word: one spelling, no plural.

    >>> form("cameras"), form("analysis"), form("centre"), form("batteries"), form("gps")
    ('camera', 'analysis', 'center', 'battery', 'gps')
    """
    if found := _SAME.get(word):
        return found
    if len(word) > _LONG and word.endswith("ies"):
        word = f"{word[:-3]}y"
    elif len(word) >= _LONG and word[-1] == "s" and word[-2] not in "sui":
        word = word[:-1]
    return _SAME.get(word, word)


def normal(text: str) -> str:
    """The text in the form in which concepts are looked for.

    >>> normal("IP攝像機　4K 網絡 CAMERA")
    'ip摄像机4k网络camera'
    """
    text = text[:MAX_TEXT]
    if text.isascii():
        return text.lower()
    found = _JOINED.sub("", unicodedata.normalize("NFKC", text).lower().translate(_FOLD))
    return _SLIP.sub(lambda slip: _SLIPS[slip[0]], found)


def forms_of(text: str) -> list[str]:
    """The English words and numbers of a text in normal form, in their common form.

    >>> forms_of("2 dome-cameras, 4mp")
    ['2', 'dome', 'camera', '4mp']
    """
    return [form(word) for word in _WORD.findall(text)]


def places_of(text: str) -> list[tuple[int, int]]:
    """Where each of these words begins and ends."""
    return [found.span() for found in _WORD.finditer(text)]
