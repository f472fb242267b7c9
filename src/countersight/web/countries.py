# ruff: noqa: RUF001 - Han and typographic characters are the names
"""Countries by their ISO 3166-1 code: the number that map shapes carry, and the common name in English and Chinese.

Codes and numbers are those of ISO 3166-1, names those of the Unicode CLDR. A name is what readers look for, and says nothing of a state's standing.
"""

from __future__ import annotations

from typing import Final

_TABLE: Final = """
AD020 Andorra/安道尔|AE784 United Arab Emirates/阿拉伯联合酋长国|AF004 Afghanistan/阿富汗|AG028 Antigua & Barbuda/安提瓜和巴布达
AI660 Anguilla/安圭拉|AL008 Albania/阿尔巴尼亚|AM051 Armenia/亚美尼亚|AO024 Angola/安哥拉|AQ010 Antarctica/南极洲|AR032 Argentina/阿根廷
AS016 American Samoa/美属萨摩亚|AT040 Austria/奥地利|AU036 Australia/澳大利亚|AW533 Aruba/阿鲁巴|AX248 Åland Islands/奥兰群岛
AZ031 Azerbaijan/阿塞拜疆|BA070 Bosnia & Herzegovina/波斯尼亚和黑塞哥维那|BB052 Barbados/巴巴多斯|BD050 Bangladesh/孟加拉国|BE056 Belgium/比利时
BF854 Burkina Faso/布基纳法索|BG100 Bulgaria/保加利亚|BH048 Bahrain/巴林|BI108 Burundi/布隆迪|BJ204 Benin/贝宁
BL652 St. Barthélemy/圣巴泰勒米|BM060 Bermuda/百慕大|BN096 Brunei/文莱|BO068 Bolivia/玻利维亚|BQ535 Caribbean Netherlands/荷属加勒比区
BR076 Brazil/巴西|BS044 Bahamas/巴哈马|BT064 Bhutan/不丹|BV074 Bouvet Island/布韦岛|BW072 Botswana/博茨瓦纳|BY112 Belarus/白俄罗斯
BZ084 Belize/伯利兹|CA124 Canada/加拿大|CC166 Cocos (Keeling) Islands/科科斯（基林）群岛|CD180 Congo - Kinshasa/刚果（金）
CF140 Central African Republic/中非共和国|CG178 Congo - Brazzaville/刚果（布）|CH756 Switzerland/瑞士|CI384 Côte d’Ivoire/科特迪瓦
CK184 Cook Islands/库克群岛|CL152 Chile/智利|CM120 Cameroon/喀麦隆|CN156 China/中国|CO170 Colombia/哥伦比亚|CR188 Costa Rica/哥斯达黎加
CU192 Cuba/古巴|CV132 Cape Verde/佛得角|CW531 Curaçao/库拉索|CX162 Christmas Island/圣诞岛|CY196 Cyprus/塞浦路斯|CZ203 Czechia/捷克
DE276 Germany/德国|DJ262 Djibouti/吉布提|DK208 Denmark/丹麦|DM212 Dominica/多米尼克|DO214 Dominican Republic/多米尼加共和国
DZ012 Algeria/阿尔及利亚|EC218 Ecuador/厄瓜多尔|EE233 Estonia/爱沙尼亚|EG818 Egypt/埃及|EH732 Western Sahara/西撒哈拉|ER232 Eritrea/厄立特里亚
ES724 Spain/西班牙|ET231 Ethiopia/埃塞俄比亚|FI246 Finland/芬兰|FJ242 Fiji/斐济|FK238 Falkland Islands/福克兰群岛|FM583 Micronesia/密克罗尼西亚
FO234 Faroe Islands/法罗群岛|FR250 France/法国|GA266 Gabon/加蓬|GB826 United Kingdom/英国|GD308 Grenada/格林纳达|GE268 Georgia/格鲁吉亚
GF254 French Guiana/法属圭亚那|GG831 Guernsey/根西岛|GH288 Ghana/加纳|GI292 Gibraltar/直布罗陀|GL304 Greenland/格陵兰|GM270 Gambia/冈比亚
GN324 Guinea/几内亚|GP312 Guadeloupe/瓜德罗普|GQ226 Equatorial Guinea/赤道几内亚|GR300 Greece/希腊
GS239 South Georgia & South Sandwich Islands/南乔治亚和南桑威奇群岛|GT320 Guatemala/危地马拉|GU316 Guam/关岛|GW624 Guinea-Bissau/几内亚比绍
GY328 Guyana/圭亚那|HK344 Hong Kong SAR China/中国香港特别行政区|HM334 Heard & McDonald Islands/赫德岛和麦克唐纳群岛|HN340 Honduras/洪都拉斯
HR191 Croatia/克罗地亚|HT332 Haiti/海地|HU348 Hungary/匈牙利|ID360 Indonesia/印度尼西亚|IE372 Ireland/爱尔兰|IL376 Israel/以色列
IM833 Isle of Man/马恩岛|IN356 India/印度|IO086 British Indian Ocean Territory/英属印度洋领地|IQ368 Iraq/伊拉克|IR364 Iran/伊朗
IS352 Iceland/冰岛|IT380 Italy/意大利|JE832 Jersey/泽西岛|JM388 Jamaica/牙买加|JO400 Jordan/约旦|JP392 Japan/日本|KE404 Kenya/肯尼亚
KG417 Kyrgyzstan/吉尔吉斯斯坦|KH116 Cambodia/柬埔寨|KI296 Kiribati/基里巴斯|KM174 Comoros/科摩罗|KN659 St. Kitts & Nevis/圣基茨和尼维斯
KP408 North Korea/朝鲜|KR410 South Korea/韩国|KW414 Kuwait/科威特|KY136 Cayman Islands/开曼群岛|KZ398 Kazakhstan/哈萨克斯坦
LA418 Laos/老挝|LB422 Lebanon/黎巴嫩|LC662 St. Lucia/圣卢西亚|LI438 Liechtenstein/列支敦士登|LK144 Sri Lanka/斯里兰卡|LR430 Liberia/利比里亚
LS426 Lesotho/莱索托|LT440 Lithuania/立陶宛|LU442 Luxembourg/卢森堡|LV428 Latvia/拉脱维亚|LY434 Libya/利比亚|MA504 Morocco/摩洛哥
MC492 Monaco/摩纳哥|MD498 Moldova/摩尔多瓦|ME499 Montenegro/黑山|MF663 St. Martin/法属圣马丁|MG450 Madagascar/马达加斯加
MH584 Marshall Islands/马绍尔群岛|MK807 North Macedonia/北马其顿|ML466 Mali/马里|MM104 Myanmar (Burma)/缅甸|MN496 Mongolia/蒙古
MO446 Macao SAR China/中国澳门特别行政区|MP580 Northern Mariana Islands/北马里亚纳群岛|MQ474 Martinique/马提尼克|MR478 Mauritania/毛里塔尼亚
MS500 Montserrat/蒙特塞拉特|MT470 Malta/马耳他|MU480 Mauritius/毛里求斯|MV462 Maldives/马尔代夫|MW454 Malawi/马拉维|MX484 Mexico/墨西哥
MY458 Malaysia/马来西亚|MZ508 Mozambique/莫桑比克|NA516 Namibia/纳米比亚|NC540 New Caledonia/新喀里多尼亚|NE562 Niger/尼日尔
NF574 Norfolk Island/诺福克岛|NG566 Nigeria/尼日利亚|NI558 Nicaragua/尼加拉瓜|NL528 Netherlands/荷兰|NO578 Norway/挪威|NP524 Nepal/尼泊尔
NR520 Nauru/瑙鲁|NU570 Niue/纽埃|NZ554 New Zealand/新西兰|OM512 Oman/阿曼|PA591 Panama/巴拿马|PE604 Peru/秘鲁
PF258 French Polynesia/法属波利尼西亚|PG598 Papua New Guinea/巴布亚新几内亚|PH608 Philippines/菲律宾|PK586 Pakistan/巴基斯坦|PL616 Poland/波兰
PM666 St. Pierre & Miquelon/圣皮埃尔和密克隆群岛|PN612 Pitcairn Islands/皮特凯恩群岛|PR630 Puerto Rico/波多黎各
PS275 Palestinian Territories/巴勒斯坦领土|PT620 Portugal/葡萄牙|PW585 Palau/帕劳|PY600 Paraguay/巴拉圭|QA634 Qatar/卡塔尔
RE638 Réunion/留尼汪|RO642 Romania/罗马尼亚|RS688 Serbia/塞尔维亚|RU643 Russia/俄罗斯|RW646 Rwanda/卢旺达|SA682 Saudi Arabia/沙特阿拉伯
SB090 Solomon Islands/所罗门群岛|SC690 Seychelles/塞舌尔|SD729 Sudan/苏丹|SE752 Sweden/瑞典|SG702 Singapore/新加坡
SH654 St. Helena/圣赫勒拿|SI705 Slovenia/斯洛文尼亚|SJ744 Svalbard & Jan Mayen/斯瓦尔巴和扬马延|SK703 Slovakia/斯洛伐克
SL694 Sierra Leone/塞拉利昂|SM674 San Marino/圣马力诺|SN686 Senegal/塞内加尔|SO706 Somalia/索马里|SR740 Suriname/苏里南
SS728 South Sudan/南苏丹|ST678 São Tomé & Príncipe/圣多美和普林西比|SV222 El Salvador/萨尔瓦多|SX534 Sint Maarten/荷属圣马丁|SY760 Syria/叙利亚
SZ748 Eswatini/斯威士兰|TC796 Turks & Caicos Islands/特克斯和凯科斯群岛|TD148 Chad/乍得|TF260 French Southern Territories/法属南部领地
TG768 Togo/多哥|TH764 Thailand/泰国|TJ762 Tajikistan/塔吉克斯坦|TK772 Tokelau/托克劳|TL626 Timor-Leste/东帝汶|TM795 Turkmenistan/土库曼斯坦
TN788 Tunisia/突尼斯|TO776 Tonga/汤加|TR792 Türkiye/土耳其|TT780 Trinidad & Tobago/特立尼达和多巴哥|TV798 Tuvalu/图瓦卢|TW158 Taiwan/台湾
TZ834 Tanzania/坦桑尼亚|UA804 Ukraine/乌克兰|UG800 Uganda/乌干达|UM581 U.S. Outlying Islands/美国本土外小岛屿|US840 United States/美国
UY858 Uruguay/乌拉圭|UZ860 Uzbekistan/乌兹别克斯坦|VA336 Vatican City/梵蒂冈|VC670 St. Vincent & Grenadines/圣文森特和格林纳丁斯
VE862 Venezuela/委内瑞拉|VG092 British Virgin Islands/英属维尔京群岛|VI850 U.S. Virgin Islands/美属维尔京群岛|VN704 Vietnam/越南
VU548 Vanuatu/瓦努阿图|WF876 Wallis & Futuna/瓦利斯和富图纳|WS882 Samoa/萨摩亚|XK000 Kosovo/科索沃|YE887 Yemen/也门|YT175 Mayotte/马约特
ZA710 South Africa/南非|ZM894 Zambia/赞比亚|ZW716 Zimbabwe/津巴布韦
"""

_ROWS: Final = [row for line in _TABLE.strip().splitlines() for row in line.split("|")]
NUMBER: Final[dict[str, str]] = {row[:2]: row[2:5] for row in _ROWS if row[2:5] != "000"}
"""Code to the number of ISO 3166-1, as text with its zeros."""
CODE: Final[dict[str, str]] = {number: code for code, number in NUMBER.items()}
_NAMES: Final[dict[str, dict[str, str]]] = {
    "en": {row[:2]: row[6:].partition("/")[0] for row in _ROWS},
    "zh": {row[:2]: row[6:].partition("/")[2] for row in _ROWS},
}


def country(code: str, lang: str = "en") -> str:
    """The name of a country; an unknown code as it is.

    >>> country("EC"), country("EC", "zh"), country("ZZ")
    ('Ecuador', '厄瓜多尔', 'ZZ')
    """
    return _NAMES.get(lang, _NAMES["en"]).get(code, code)
