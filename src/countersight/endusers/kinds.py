"""The kinds of end user, as one table: what a name has to say to be of a kind, and what the kind means.

The ids are those of the project's law paper on end users; where that paper puts several organs under one id (courts and
procuratorates, say) the id has several rows, and ids of our own stand behind it for organs it does not have. Rows are
tried from the top, the first that matches decides: special before general, parent before part (a police station of a
public security bureau is of the bureau's kind). The words are domain knowledge of Chinese state bodies, checked against
the names on the Entity List (supplement no. 4 to 15 CFR part 744), and not a list from any source.

Phrases are explained in :meth:`countersight.endusers.text.Text.has`; in Han they are parted by spaces, in letters by
``|``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, cast

from countersight.endusers.text import Phrases, phrases, word_set

Gov = Literal["yes", "no", "conditional", "unknown"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One row: an id, the organ in the vocabulary of the labelled cases, what it is to the state, and its words."""

    id: str
    organ: str
    gov: Gov
    phrases: Phrases
    only_in_xinjiang: bool = False


def _kind(head: str, han: str, words: str = "") -> Kind:
    """A row; ``head`` is "ID organ gov", with "xinjiang" behind where the words are ordinary outside Xinjiang."""
    ident, organ, gov, *where = head.split()
    return Kind(ident, organ.strip("-"), cast("Gov", gov), phrases(*han.split(), *filter(None, words.split("|"))), bool(where))


SECURITY: Final[frozenset[str]] = word_set(
    "police police_academy state_security pap prison detention_internment political_legal cyberspace border_immigration"
)
"""Organs of security, policing, censorship or detention. Propaganda departments are left out: they also run museums."""

ARMED: Final[dict[str, bool | None]] = {
    "military": True, "pap": True, "state_security": True,
    "police": None, "police_academy": None, "border_immigration": None, "xpcc": None,
}  # fmt: skip
"""Whether an organ is a military end user in the sense of 15 CFR 744.21(g); an organ that is not here is none.

The paragraph names the national armed services, the national guard, the national police, and government intelligence
organisations. The People's Armed Police has stood under the Central Military Commission alone since 2018-01-01, so it is
an armed service. Whether a police body below the ministry is "national police" no ruling says, nor what the paramilitary
XPCC is: None.
"""

KINDS: Final[tuple[Kind, ...]] = (
    # --- Hong Kong, Macau
    _kind("HK-POL police yes", "香港警务处 香港警察 香港辅助警察 国家安全处", "hong kong police|hong kong auxiliary police"),
    _kind("HK-POL prison yes", "惩教署", "correctional services department"),
    _kind("HK-POL border_immigration yes", "入境事务处 香港入境", "immigration department&hong kong"),
    _kind("MACAO-POL police yes", "治安警察局 司法警察局 澳门警察", "judiciary police|public security police force|unitary police service"),
    _kind("MACAO-POL customs yes", "澳门海关", "macao customs|macau customs"),
    # --- police
    _kind("XPCC-PSB police yes", "兵团&公安局 兵团&公安分局 兵团&派出所", "production and construction corps&public security|xpcc&public security|bingtuan&public security"),
    _kind(
        "MPS-INST police yes",
        "公安部&研究所 公安部&研究院 公安部&研究中心 公安部&鉴定中心 公安部&检测中心 公安部&实验室",
        "ministry of public security&institute|ministry of public securitys&institute|ministry of public security&laboratory|mps&institute|mps&research",
    ),
    _kind("POLICE-EDU police_academy yes", "公安海警学院", "maritime police academy"),
    _kind("PAP pap yes", "武警 武装警察 海警", "armed police|china coast guard|chinese coast guard"),
    _kind(
        "POLICE-EDU police_academy yes",
        "公安大学 警察学院 警察大学 警官学院 警官大学 公安学院 警官职业 警察职业 警察学校 警官学校 公安高等 公安专科 公安干部 公安管理干部 警校$ 警官高等",
        "police academy|police college|police university|police school|police institute|police officer academy|police officers academy|"
        "police officer college|police officers college|police vocational|criminal police university|public security university|public security college|public security academy",
    ),
    _kind("RAIL-POL police yes", "铁路公安 机场公安 港航公安 地铁公安 民航公安 航运公安 森林公安 轨道&公安分局", "railway police|railway public security|airport police|transit police|port police|airport public security|forest public security"),
    _kind("PSD-PROV police yes", "公安厅", "public security department|department of public security"),
    _kind("PSB police yes", "公安部门 公安机关"),
    _kind("MPS police yes", "公安部", "ministry of public security|ministry for public security"),
    _kind(
        "PSB police yes",
        "公安局 公安分局 公安处$ 公安总局",
        "public security bureau|bureau of public security|public security sub bureau|public security branch bureau|municipal police bureau|gong an ju|gonganju|"
        "china&psb|chinese&psb|xinjiang&psb|public security organ|public security organs",
    ),
    _kind("CYBERPOL police yes", "网络安全保卫 网安总队 网安支队 网安大队 网安中队 网警", "cyber police|cyberpolice|cyber security police|cybersecurity police|network security protection&police|network security protection&bureau|network security protection&detachment|network security protection&corps|network security protection&brigade"),
    _kind(
        "POLICE-UNIT police yes",
        "派出所 交警 刑警 特警 巡警 治安总队 治安支队 治安大队 治安中队 技侦 禁毒总队 禁毒支队 禁毒大队 禁毒中队 经侦总队 经侦支队 经侦大队 经侦中队 国保总队 国保支队 国保大队 国保中队 "
        "情报总队 情报支队 情报大队 情报中队 科信总队 科信支队 科信大队 科信中队 技术侦察总队 技术侦察支队 技术侦察大队 "
        "巡特警 刑侦 警务处 警察局 警察厅 警务局 反恐支队 反恐总队 反恐大队 交巡警",
        "technical investigation&police|technical investigation&detachment|technical investigation&corps|technical investigation&brigade|technical reconnaissance&police|traffic police|criminal police|special police|patrol police|special weapons and tactics",
    ),
    _kind("POLICE-CHECK police yes", "便民警务站 公安检查站 警务室 警务站 公安卡点 治安卡点 检查卡点 查缉卡点", "convenience police|public security checkpoint|police checkpoint|police check point"),
    # --- the armed forces
    _kind(
        "PLA military yes",
        "解放军 战区$ 军区$ 军分区 警备区$ 国防科技大学 国防大学 军事科学院 军医大学 人民武装部 人武部 部队 战略支援 海军&学院 空军&学院 陆军&学院 火箭军 海军&大学 空军&大学 陆军&大学 "
        "海军&医院 空军&医院 海军&基地 空军&基地 海军工程 国防部 中央军委 中央军事委员会 集团军 装甲兵 炮兵 军委",
        "peoples liberation army|people s liberation army|liberation army hospital|hospital of pla|pla hospital|hospital pla|chinas liberation army|^pla&hospital|^pla&academy|^pla&university|^pla&institute|^pla&college|pla unit|pla navy|pla air force|pla army|pla rocket force|pla strategic support force|pla ground force|pla general hospital|pla university|"
        "pla academy|academy of military medical|pla information engineering university|chinese pla|pla china|theater command|theatre command|military region|military district|military sub district|military subdistrict|"
        "peoples armed forces department|armed forces department|national university of defense technology|national defense university|academy of military science|academy of military sciences|"
        "army medical university|naval medical university|air force medical university|central military commission|joint staff department",
    ),
    _kind(
        "ARMED-FORCES military yes",
        "",
        "ministry of defense|ministry of national defense|department of defense|rocket force|strategic support force|national guard|department of the army|department of the navy|department of the air force|armed forces$|air force$|navy$|ground forces$|coast guard|military academy|military university|military medical|military hospital|military general hospital|military command|military engineering|military transportation|military technical college|naval academy|naval university|naval medical|naval aviation university|naval aeronautical|naval engineering university|air force medical|air force engineering|air force university|air force academy|air force aviation|air force command|air force institute of aviation medicine|army engineering university|army service academy|army academy|army command college|army infantry|army aviation academy|defense university|defense studies|national defense academy|university of defense|defense academy|war college|royal military college",
    ),
    # --- detention, before justice and the XPCC
    _kind(
        "VTC detention_internment yes",
        "职业技能教育培训中心 职业技能教育培训服务 教育转化 法制教育培训 去极端化 收容教育",
        "vocational skills education and training|vocational skills education training|"
        "re education|reeducation|transformation through education|de extremification|deextremification",
    ),
    _kind("VTC detention_internment yes xinjiang", "集中教育培训中心 职业技能培训中心 法制教育中心", "vocational education and training center|vocational education training center|vocational education and training bureau|vocational education training bureau|vocational training center|vocational education center"),
    _kind(
        "PRISON prison yes",
        "监狱管理 监狱 看守所 拘留所 戒毒所 强制隔离戒毒 戒毒管理 犯管教所 少管所 劳教所 劳动教养 收教所 拘役所 留置中心 留置场所",
        "prison$|prison of|prison administration|prison bureau|prison service|prison authority|prison management|bureau of prisons|prisons department|prison department|"
        "detention center|detention house|detention facility|penitentiary|county jail|city jail|correctional facility|correctional institution|correctional center|"
        "department of corrections|compulsory isolation|compulsory drug rehabilitation|drug rehabilitation bureau|drug rehabilitation administration|reform through labor|juvenile reformatory",
    ),
    # --- state security, political-legal work, censorship, borders
    _kind(
        "SS state_security yes",
        "国家安全部 国家安全厅 国家安全局 国安局$ 国安厅$ 国安分局",
        "ministry of state security|mss&bureau|state security bureau|state security department|department of state security|bureau of state security|national security agency|"
        "central intelligence agency|intelligence agency$|intelligence service$|security service of ukraine|national intelligence",
    ),
    _kind(
        "PLC political_legal yes",
        "政法委 政法工作 综治中心 综治办 综治委 社会治安综合治理 平安&领导小组 平安办$ 社会工作&综治",
        "political and legal affairs|politics and law commission|political and legal commission|politics and legal affairs|comprehensive governance center|comprehensive management of public security|comprehensive governance office|comprehensive management center|comprehensive management office",
    ),
    _kind("PETITION political_legal yes", "维稳 防范办 610办公室 防范和处理邪教 反邪教", "stability maintenance|610 office|610 办公室"),
    _kind("PETITION gov_general yes", "信访局 信访办", "petition bureau|petitions bureau|petition office|petitions office|petitioning bureau|petitioning office|public complaints and proposals"),
    _kind(
        "CAC cyberspace yes",
        "网信办 网信委 网络安全和信息化 互联网信息办公室 网络与信息安全管理中心 舆情中心 舆情办 网络舆情 网络应急技术处理",
        "cyberspace administration|cncert|cncert cc|cyberspace affairs|internet information office|internet information administration|network emergency response technical team",
    ),
    _kind(
        "CAC propaganda yes",
        "宣传部 广播电视总局 广播电视局 广电局 新闻出版 电影局 文明办 外宣办 新闻办公室 国务院新闻办",
        "propaganda department|publicity department|radio and television administration|press and publication|state council information office",
    ),
    _kind(
        "BORDER border_immigration yes",
        "移民管理 边境管理支队 边境管理大队 边境管理总队 边境管理局 边境派出所 边境检查站 出入境 边检站 边检总站 边防检查 边防总队 边防支队 边防大队 边防派出所",
        "immigration administration|exit entry administration|exit and entry|frontier inspection|frontier defense|border defense|border control|border inspection|border guard|border guards|border police|border patrol|"
        "customs and border protection|immigration and customs enforcement|immigration department|immigration service$|immigration bureau",
    ),
    _kind("CUSTOMS police yes", "缉私局 缉私分局 缉私警察", "anti smuggling"),
    _kind("CUSTOMS customs yes", "海关$ 海关总署 海关&办事处 海关关区 海关缉 海关监管", "general administration of customs|customs district|customs house|customs service|customs bureau|customs administration|customs department|customs office|customs$"),
    # --- police bodies in words that no Chinese body has to itself
    _kind(
        "POLICE-OTHER police yes",
        "内政部 警务部 министерство&внутренних&дел полиция$ национальная&полиция департамент&полиции управление&полиции وزارة&الداخلية",
        "policia nacional|policia federal|policia civil|policia militar|policia judiciaria|policia municipal|guardia civil|bundespolizei|landespolizei|bundeskriminalamt|landeskriminalamt|polizeiprasidium|"
        "police nationale|gendarmerie nationale|ministere de linterieur|ministerio del interior|ministerio do interior|ministero dellinterno|polizia di stato|polizia penitenziaria|ministerstvo vnutrennikh del|bo cong an|cong an tinh|cong an thanh pho|"
        "police department|police bureau|police force|police service|police commission|police headquarters|police station|police unit|police corps|police brigade|police detachment|police directorate|police administration|police agency|directorate of police|police command|state police|national police|"
        "federal police|metropolitan police|royal police|police$|^police|sheriff|sheriffs|sheriffs office|state troopers|highway patrol|constabulary|gendarmerie|carabinieri|marshals service|department of public safety|"
        "federal bureau of investigation|homeland security|secret service|ministry of interior|ministry of the interior|ministry of internal affairs|ministry of home affairs|interior ministry",
    ),
    # --- law and supervision
    _kind("JUSTICE gov_general yes", "司法局 司法厅 司法部 司法所$ 社区矫正", "justice bureau|bureau of justice|ministry of justice|department of justice|justice department|community correction|community corrections"),
    _kind(
        "COURT-PROC court yes",
        "人民法院 中级法院 高级法院 法院$ 法庭$",
        "peoples court|supreme court|intermediate court|high court|district court|court of appeals|superior court|municipal court",
    ),
    _kind("COURT-PROC procuratorate yes", "检察院 检察分院", "procuratorate|prosecutors office|district attorney|attorney general"),
    _kind(
        "COURT-PROC discipline yes",
        "纪律检查 纪委 监察委 监委$ 监察局 监察厅 监察部 巡视 巡察",
        "supervisory commission|supervision commission|discipline inspection|commission of supervision",
    ),
    # --- other organs of state
    _kind(
        "UFWD united_front_religious yes",
        "统战部 统一战线 民族宗教 民族事务 宗教事务 民宗局 民宗委 民委$ 伊斯兰教协会 佛教协会 道教协会 天主教&爱国会 三自爱国 基督教协会",
        "united front|xinjiang&islamic association|xinjiang&buddhist association|tibet&buddhist association|tibet&islamic association|china islamic association|china buddhist association|ethnic and religious affairs|ethnic affairs|religious affairs|islamic association of|buddhist association of|patriotic catholic association",
    ),
    _kind(
        "CHENGGUAN urban_mgmt yes",
        "城管 城市管理 综合行政执法 综合执法 行政执法局",
        "urban management|urban administration|city administration and law|city administration law|city management bureau|comprehensive law enforcement",
    ),
    _kind(
        "NPC-CPPCC npc_cppcc yes",
        "人大常委会 人民代表大会 人大$ 人大办公室 政协 人民政治协商",
        "peoples congress|peoples political consultative conference|political consultative conference|cppcc|national peoples congress",
    ),
    _kind("SASAC sasac yes", "国有资产监督管理 国资委", "state owned assets supervision|sasac"),
    _kind("BANK gov_general yes", "人民银行 证券监督管理 银行保险监督 金融监督管理 银保监", "peoples bank of china|securities regulatory commission|financial regulatory"),
    _kind(
        "EMERGENCY emergency yes",
        "消防 应急管理 应急救援 应急指挥 防汛 地震局 人民防空 人防办",
        "fire department|fire and rescue|fire rescue|fire brigade|fire service|emergency management|emergency services department|civil defense|emergency operations center",
    ),
    _kind(
        "BIGDATA data_bureau yes",
        "大数据&局$ 大数据管理局 大数据发展 大数据中心 大数据管理中心 数据资源管理 数据局 政务数据 政务服务数据 数据管理局 城运中心 城市运行管理中心",
        "big data bureau|big data administration|big data center|big data development|data resources|data administration|data bureau|government data",
    ),
    _kind(
        "DEVZONE devzone yes",
        "开发区$ 高新区$ 经开区$ 自贸区$ 自由贸易试验区$ 保税区$ 示范区$ 园区$ 工业园$ 产业园$ 片区$ 管委会 区管理委员会 园管理委员会 党工委",
        "development zone administration|development zone administrative committee|zone administrative committee|zone management committee|development zone$|free trade zone$|bonded zone$|industrial park administration",
    ),
    _kind("BIGDATA data_bureau conditional", "城市大脑 智慧城市研究院 智慧城市运营", "city brain|smart city operation"),
    # --- bodies of the XPCC, behind every organ that it has of its own
    _kind(
        "XPCC xpcc yes",
        "生产建设兵团 建设兵团 兵团第 ^兵团",
        "production and construction corps|production and construction corp|xpcc|bingtuan",
    ),
    # --- health, schools, research: a tie to the state depends on the deal
    _kind("HEALTH hospital conditional", "医院 卫生院 疾控中心 疾病预防控制中心 血液中心 中心血站 急救中心 妇幼保健", "hospital|medical center|centers for disease control|center for disease control|cdc$"),
    _kind("HEALTH health_bureau yes", "卫生健康委 卫健委 卫生健康局 卫健局 卫生局 卫生厅 中医药管理局 医疗保障局 药品监督", "health commission|health bureau|ministry of health|health department|department of health|drug administration"),
    _kind("EDU edu_bureau yes", "教育局 教育厅 教育部$ 教育委员会 教体局 教育和体育局 教育体育局", "education bureau|bureau of education|ministry of education|education department|education commission|school district|department of education"),
    _kind("PARTY-SCHOOL gov_general yes", "党校 行政学院 社会主义学院", "party school|school of administration"),
    _kind("RESEARCH research_inst conditional", "科学院&所 科学院$ 科学院&中心 研究院$ 研究所$ 工程院$"),
    _kind("EDU university_school conditional", "大学 学院 学校 小学 中学 幼儿园 专科学校 高中$ 附中$", "university|college|school|kindergarten|polytechnic|institute of technology|universite|universitat|universidad"),
    _kind(
        "RESEARCH research_inst conditional",
        "研究所 研究院 科学院 工程院 实验室$ 研究中心 设计院 规划院 勘察院",
        "research institute|academy of sciences|academy of science|academy of social sciences|academy of engineering|institute of|research center|national laboratory|^institute|research academy",
    ),
    # --- transport, housing, banks
    _kind("TRANSPORT transport_bureau yes", "交通运输局 交通运输厅 交通运输部 交通运输委 交通局 交通厅 铁路局$ 民用航空局 民航局 公路局 路政 运输管理 海事局",
          "transport bureau|transportation bureau|department of transportation|ministry of transport|transit authority|transportation authority|transport authority|port authority|airport authority|"
          "railway administration|civil aviation administration|highway administration|highway authority|metropolitan transportation"),
    _kind("RAIL-POL transport_bureau conditional", "轨道交通 地铁", "metro operation|subway operation|railway bureau"),
    _kind("TRANSPORT transport_bureau conditional", "高速公路管理 停车管理 机场$ 火车站$ 汽车站$ 客运站$ 港务", "expressway management|parking management|airport$|railway station"),
    _kind("HOUSING gov_general yes", "住房和城乡建设 住建局 住建厅 自然资源 国土资源 规划局", "housing and construction|housing and urban rural|natural resources bureau|housing authority"),
    _kind("BANK bank_fin conditional", "银行 国开行 农发行 信用社 信用合作 分行$ 支行$", "bank|credit union"),
    # --- neighbourhoods, zones, general organs
    _kind("GRID gov_general conditional", "居民委员会 居委会 村民委员会 村委会 村委$ 村民委会 村委员会 社区委员会 业主委员会", "neighborhood committee|neighbourhood committee|residents committee|village committee|villagers committee|villager committee"),
    _kind("GRID gov_general yes", "街道办 镇政府 乡政府 镇人民政府 乡人民政府 苏木 网格中心 网格化", "subdistrict office|sub district office|street office|grid management|grid center"),
    _kind("HOUSING company conditional", "物业$ 物业服务", "property management"),
    _kind("FUNDER gov_general yes", "自然科学基金委员会 国家社会科学基金", "national science foundation|national natural science foundation"),
    _kind("MASS-ORG gov_general yes", "妇女联合会 妇联 总工会 共青团 工商业联合会 工商联 残疾人联合会 残联 文联 科学技术协会 科协 红十字会 归侨 台办 侨联", "womens federation|communist youth league|federation of trade unions"),
    _kind(
        "GOV-GEN gov_general yes",
        "人民政府 政府$ 政府办 县委 市委 省委 区委 旗委 州委 自治区党委 中国共产党 中共 办公厅 机关事务 组织部 国务院 行署$ 专员公署 外交部 财政部 商务部 科技部 科学技术部 工业和信息化部 发展和改革 中华人民共和国 "
        "税务局 财政局 公署 事务局 管理局 监督局 促进局 统计局 农业农村 水利局 民政 人力资源 档案局 审计 市场监督",
        "peoples government|municipal government|provincial government|county government|city government|district government|government of|^city of|^county of|^state of|^republic of|^ministry of|^department of|"
        "state council|party committee|committee of the communist party|central committee|general office of|general administration of|national development and reform commission|government office|^government|government$|"
        "embassy|consulate|city hall|city council|county council|authority$|federal bureau|federal agency",
    ),
    # --- places of worship are no government, and never ordinary
    _kind("RELIGIOUS-SITE - no", "清真寺 寺院 喇嘛寺 教堂 道观 寺$ 寺庙", "mosque|monastery|temple|church|cathedral|synagogue"),
)

COMPANIES: Final[tuple[Kind, ...]] = (
    _kind("SOE-XPCC soe_xpcc conditional", "兵团", "production and construction corps|xpcc|bingtuan|xinjian group"),
    _kind("TELCO soe conditional", "中国移动 中国电信 中国联通 中国联合网络 中国铁塔 铁塔股份 中国广电", "china mobile|china telecom|china unicom|china tower|china telecommunications|china united network|china broadcasting network"),
    _kind(
        "SOE-INT soe conditional",
        "电子科技集团 中国电科 中电海康 中电科 电子信息产业集团 航天科工 航天科技集团 航空工业 兵器工业 兵器装备 船舶集团 船舶工业 船舶重工 核工业集团 中国核 城投 交投 文旅投 水投 国投 城市建设投资 交通投资 建设投资 "
        "国有资产 国有资本 国资 国控 国有 国营 中国石油 中国石化 石油化工集团 中国海洋石油 国家电网 南方电网 中国铁路 铁路局 中国铁建 中国中铁 中国建筑 中国交通建设 中国普天 中国华能 中国华电 中国大唐 国家能源 国家电投 "
        "中国邮政 中国烟草 烟草公司 中国中车 中国航空 中粮集团 中国华录 中国信科 中国信息通信科技 大唐电信 监狱企业 监狱&企业 监狱&实业 监狱&厂$ 看守所&厂$ 看守所&公司 戒毒所&厂$ 戒毒所&公司 劳改 劳教所&厂$ 劳动教养&厂$",
        "china electronics technology|cetc|cetc international|china electronics corporation|casic|casc|norinco|china aerospace|aviation industry corporation|china state shipbuilding|china shipbuilding|china north industries|"
        "china south industries|urban construction investment|urban investment|state owned|state asset|state assets|china national|china railway|state grid|southern power grid|sinopec|petrochina|china state construction|"
        "china communications construction|china post|china putian|datang telecom|prison enterprise|prison enterprises|prison industries|prison factory|detention center factory|reform through labor|reform through labour|reeducation through labor",
    ),
    _kind("STATE-RUN soe conditional", "公安部 公安厅 公安局 国家安全局 人民政府 解放军 中共", "ministry of public security|peoples government|peoples liberation army"),
    _kind("SECSVC soe conditional", "保安服务 保安&公司 押运", "security service company|security service corporation|security guard service|security escort"),
    _kind("BIGDATA soe conditional", "城市大脑 智慧城市运营 大数据集团 数字城市运营", "city brain|smart city operation"),
    _kind("RAIL-POL soe conditional", "轨道交通 地铁 城际铁路", "metro operation|metro group|subway operation|rail transit"),
    _kind("TRANSPORT soe conditional", "机场集团 机场&公司 高速公路&公司 公交集团 公共交通 港口集团 港务集团", "airport group|expressway|public transport|port group"),
    _kind("BANK bank_fin conditional", "银行", "bank of china|industrial and commercial bank|china construction bank|agricultural bank|china development bank|export import bank"),
    _kind(
        "INTEGRATOR company no",
        "科技 信息 电子 网络 安防 智能 技术 数据 软件 通信",
        "technology|technologies|information|electronic|electronics|intelligent|security|network|networks|software|digital|data|systems|system",
    ),
    _kind("COMPANY company no", "公司 集团$ 厂$ 商店$ 超市$ 酒店$ 宾馆$ 饭店$ 商行$ 事务所$ 经营部$ 店$"),
)
"""Rows for names with the form of a company, which beats every organ that such a name may also hold."""

STATE_NAMES: Final = 3
"""So many of the first rows of :data:`COMPANIES` are names of state groups, which count without a legal form too."""

ASSOCIATION: Final = _kind(
    "ASSOCIATION association no",
    "协会$ 学会$ 研究会$ 基金会$ 商会$ 联谊会$ 俱乐部$ 校友会$ 促进会$ 同乡会$ 联盟$ 公会$",
    "association$|society$|foundation$|league$|club$|alliance$|museum$|federation$|^association of|^association for|^society of|^society for|^federation of|^friends of|credit union$|charity$|chamber of commerce$|salvation army|order of police$|police federation|benevolent fund$",
)

SPECIAL: Final[frozenset[str]] = frozenset(("UFWD", "MASS-ORG", "FUNDER"))
"""Kinds that are called association, federation or foundation and belong to the state all the same."""

ORGANS: Final[dict[str, tuple[str, ...]]] = {
    ident: tuple(dict.fromkeys(row.organ for row in (*KINDS, *COMPANIES, ASSOCIATION) if row.id == ident))
    for ident in dict.fromkeys(row.id for row in (*KINDS, *COMPANIES, ASSOCIATION))
}
"""Each type that :func:`countersight.endusers.classify.classify_body` answers, to the organ labels it may carry."""
