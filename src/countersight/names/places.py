"""A small gazetteer: places that names carry, as codes, so that Kashgar and Kashi are one place and Hotan is another.

A code is a path from the whole to the part (``cn.xinjiang.hotan``): Zhejiang and Hangzhou agree, Zhejiang and Hunan do
not. It holds China's provinces, the Xinjiang divisions, the larger cities, and countries; a full gazetteer comes later.
Romanised homonyms (Suzhou in Jiangsu and in Anhui) are kept out or carry the better-known place in Han only.
"""

from __future__ import annotations

from typing import Final

_TABLE: Final = """
cn.beijing beijing peking 北京
cn.shanghai shanghai 上海
cn.tianjin tianjin 天津
cn.chongqing chongqing 重庆
cn.hebei hebei 河北
cn.hebei.shijiazhuang shijiazhuang 石家庄
cn.hebei.tangshan tangshan 唐山
cn.hebei.baoding baoding 保定
cn.shanxi shanxi 山西
cn.shanxi.taiyuan taiyuan 太原
cn.inner_mongolia neimenggu 内蒙古
cn.inner_mongolia.hohhot hohhot huhehaote 呼和浩特
cn.inner_mongolia.baotou baotou 包头
cn.liaoning liaoning 辽宁
cn.liaoning.shenyang shenyang 沈阳
cn.liaoning.dalian dalian 大连
cn.jilin jilin 吉林
cn.jilin.changchun changchun 长春
cn.heilongjiang heilongjiang 黑龙江
cn.heilongjiang.harbin harbin haerbin 哈尔滨
cn.jiangsu jiangsu 江苏
cn.jiangsu.nanjing nanjing 南京
cn.jiangsu.wuxi wuxi 无锡
cn.jiangsu.changzhou changzhou 常州
cn.jiangsu.nantong nantong 南通
cn.jiangsu.suzhou 苏州
cn.zhejiang zhejiang 浙江
cn.zhejiang.hangzhou hangzhou 杭州
cn.zhejiang.ningbo ningbo 宁波
cn.zhejiang.wenzhou wenzhou 温州
cn.zhejiang.jiaxing jiaxing 嘉兴
cn.zhejiang.shaoxing shaoxing 绍兴
cn.zhejiang.jinhua jinhua 金华
cn.anhui anhui 安徽
cn.anhui.hefei hefei 合肥
cn.anhui.wuhu wuhu 芜湖
cn.anhui.suzhou 宿州
cn.fujian fujian 福建
cn.fujian.xiamen xiamen amoy 厦门
cn.fujian.quanzhou quanzhou 泉州
cn.jiangxi jiangxi 江西
cn.jiangxi.nanchang nanchang 南昌
cn.shandong shandong 山东
cn.shandong.jinan jinan 济南
cn.shandong.qingdao qingdao tsingtao 青岛
cn.shandong.yantai yantai 烟台
cn.shandong.weifang weifang 潍坊
cn.henan henan 河南
cn.henan.zhengzhou zhengzhou 郑州
cn.henan.luoyang luoyang 洛阳
cn.hubei hubei 湖北
cn.hubei.wuhan wuhan 武汉
cn.hubei.yichang yichang 宜昌
cn.hunan hunan 湖南
cn.hunan.changsha changsha 长沙
cn.hunan.hengyang hengyang 衡阳
cn.hunan.zhuzhou zhuzhou 株洲
cn.guangdong guangdong kwangtung 广东
cn.guangdong.guangzhou guangzhou canton 广州
cn.guangdong.shenzhen shenzhen 深圳
cn.guangdong.dongguan dongguan 东莞
cn.guangdong.foshan foshan 佛山
cn.guangdong.zhuhai zhuhai 珠海
cn.guangdong.zhongshan 中山
cn.guangdong.huizhou huizhou 惠州
cn.guangxi guangxi 广西
cn.guangxi.nanning nanning 南宁
cn.guangxi.guilin guilin 桂林
cn.hainan hainan 海南
cn.hainan.haikou haikou 海口
cn.sichuan sichuan szechuan 四川
cn.sichuan.chengdu chengdu 成都
cn.sichuan.mianyang mianyang 绵阳
cn.guizhou guizhou 贵州
cn.guizhou.guiyang guiyang 贵阳
cn.yunnan yunnan 云南
cn.yunnan.kunming kunming 昆明
cn.tibet tibet xizang 西藏
cn.tibet.lhasa lhasa lasa 拉萨
cn.tibet.chamdo chamdo qamdo changdu 昌都
cn.tibet.nyingchi nyingchi linzhi 林芝
cn.tibet.shigatse shigatse xigaze rikaze 日喀则
cn.shaanxi shaanxi 陕西
cn.shaanxi.xian xian 西安
cn.gansu gansu 甘肃
cn.gansu.lanzhou lanzhou 兰州
cn.qinghai qinghai 青海
cn.qinghai.xining xining 西宁
cn.ningxia ningxia 宁夏
cn.ningxia.yinchuan yinchuan 银川
cn.xinjiang xinjiang 新疆
cn.xinjiang.urumqi urumqi wulumuqi 乌鲁木齐
cn.xinjiang.karamay karamay kelamayi qaramay 克拉玛依
cn.xinjiang.turpan turpan turfan tulufan 吐鲁番
cn.xinjiang.hami hami kumul qumul 哈密
cn.xinjiang.changji changji 昌吉
cn.xinjiang.bortala bortala boertala 博尔塔拉
cn.xinjiang.bortala.bole bole 博乐
cn.xinjiang.bayingolin bayingolin bayingol bayinguoleng 巴音郭楞
cn.xinjiang.bayingolin.korla korla kuerle 库尔勒
cn.xinjiang.aksu aksu aqsu akesu 阿克苏
cn.xinjiang.kizilsu kizilsu kezilesu kezilsu 克孜勒苏
cn.xinjiang.kizilsu.artux artux atushi 阿图什
cn.xinjiang.kashgar kashgar kashi kaxgar 喀什
cn.xinjiang.hotan hotan hetian khotan 和田
cn.xinjiang.ili ili yili 伊犁
cn.xinjiang.ili.yining yining ghulja gulja 伊宁
cn.xinjiang.tacheng tacheng tarbagatay 塔城
cn.xinjiang.altay altay aletai 阿勒泰
cn.xinjiang.shihezi shihezi 石河子
cn.xinjiang.aral alaer aral 阿拉尔
cn.xinjiang.tumxuk tumxuk tumushuke tumushuk 图木舒克
cn.xinjiang.wujiaqu wujiaqu 五家渠
cn.xinjiang.yutian keriya 于田
cn.hebei.yutian 玉田
cn.hongkong hongkong 香港
cn.macau macau macao 澳门
tw taiwan 台湾
tw.taipei taipei 台北
us usa america
de germany deutschland
fr france
gb uk britain england
it italy italia
es spain espana
nl netherlands nederland
be belgium
pl poland polska
cz czech
hu hungary
se sweden
ru russia rossiya
ru.moscow moscow
ua ukraine
tr turkey turkiye
in india
pk pakistan
bd bangladesh
lk lanka
th thailand
vn vietnam
my malaysia
sg singapore
id indonesia
ph philippines
jp japan nippon
kr korea
au australia
nz zealand
ca canada
mx mexico
br brazil brasil
ar argentina
cl chile
pe peru
co colombia
ec ecuador
ve venezuela
za africa
ke kenya
ng nigeria
eg egypt
ae uae dubai
sa saudi
qa qatar
il israel
ir iran
iq iraq
kz kazakhstan
kg kyrgyzstan
uz uzbekistan
tj tajikistan
"""

LATIN: Final[dict[str, str]] = {}
"""One folded token to a place code."""
HAN: Final[dict[str, str]] = {}
"""A place name in simplified Han to its code, without the word for its level."""

for _line in _TABLE.split("\n"):
    _code, *_names = _line.split() or [""]
    for _name in _names:
        (LATIN if _name.isascii() else HAN)[_name] = _code


def agree(left: str, right: str) -> bool:
    """True when one place contains the other, or they are the same.

    >>> agree("cn.zhejiang", "cn.zhejiang.hangzhou"), agree("cn.zhejiang", "cn.hunan")
    (True, False)
    """
    return f"{left}.".startswith(f"{right}.") or f"{right}.".startswith(f"{left}.")


def compatible(left: frozenset[str], right: frozenset[str]) -> bool:
    """True when nothing conflicts: one side names no place, or every place of the shorter side agrees with the other."""
    if not left or not right:
        return True
    few, many = sorted((left, right), key=len)
    return all(any(agree(place, other) for other in many) for place in few)
