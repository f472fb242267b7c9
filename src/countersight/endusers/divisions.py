"""China's divisions of the second level, by which a written place shows how high an office stands.

A city (市) may stand at the level of a province, a prefecture or a county; the word does not say which, the list does.
Source: GB/T 2260, as the Ministry of Civil Affairs publishes it (https://dmfw.mca.gov.cn), read 2026-11-23: 293 cities
of prefecture level, the autonomous prefectures, the prefectures (地区). A city that is not here is of county level.
Romanised homonyms (Suzhou, Fuzhou, Yichun) are of one level, so for a level they do not have to be told apart.
"""

from __future__ import annotations

from typing import Final

from countersight.endusers.text import word_set

_CITIES: Final = """
    石家庄=shijiazhuang 唐山=tangshan 秦皇岛=qinhuangdao 邯郸=handan 邢台=xingtai 保定=baoding 张家口=zhangjiakou 承德=chengde 沧州=cangzhou 廊坊=langfang 衡水=hengshui
    太原=taiyuan 大同=datong 阳泉=yangquan 长治=changzhi 晋城=jincheng 朔州=shuozhou 晋中=jinzhong 运城=yuncheng 忻州=xinzhou 临汾=linfen 吕梁=lvliang,luliang
    呼和浩特=huhehaote,hohhot 包头=baotou 乌海=wuhai 赤峰=chifeng 通辽=tongliao 鄂尔多斯=eerduosi,ordos 呼伦贝尔=hulunbeier,hulunbuir 巴彦淖尔=bayannaoer,bayannur
    乌兰察布=wulanchabu,ulanqab 沈阳=shenyang 大连=dalian 鞍山=anshan 抚顺=fushun 本溪=benxi 丹东=dandong 锦州=jinzhou 营口=yingkou 阜新=fuxin 辽阳=liaoyang 盘锦=panjin
    铁岭=tieling 朝阳=chaoyang 葫芦岛=huludao 长春=changchun 吉林=jilin 四平=siping 辽源=liaoyuan 通化=tonghua 白山=baishan 松原=songyuan 白城=baicheng
    哈尔滨=haerbin,harbin 齐齐哈尔=qiqihaer,qiqihar 鸡西=jixi 鹤岗=hegang 双鸭山=shuangyashan 大庆=daqing 伊春=yichun 佳木斯=jiamusi 七台河=qitaihe 牡丹江=mudanjiang
    黑河=heihe 绥化=suihua 南京=nanjing 无锡=wuxi 徐州=xuzhou 常州=changzhou 苏州=suzhou 南通=nantong 连云港=lianyungang 淮安=huaian 盐城=yancheng 扬州=yangzhou
    镇江=zhenjiang 泰州=taizhou 宿迁=suqian 杭州=hangzhou 宁波=ningbo 温州=wenzhou 嘉兴=jiaxing 湖州=huzhou 绍兴=shaoxing 金华=jinhua 衢州=quzhou 舟山=zhoushan
    台州=taizhou 丽水=lishui 合肥=hefei 芜湖=wuhu 蚌埠=bengbu 淮南=huainan 马鞍山=maanshan 淮北=huaibei 铜陵=tongling 安庆=anqing 黄山=huangshan 滁州=chuzhou 阜阳=fuyang
    宿州=suzhou 六安=luan 亳州=bozhou 池州=chizhou 宣城=xuancheng 福州=fuzhou 厦门=xiamen,amoy 莆田=putian 三明=sanming 泉州=quanzhou 漳州=zhangzhou 南平=nanping
    龙岩=longyan 宁德=ningde 南昌=nanchang 景德镇=jingdezhen 萍乡=pingxiang 九江=jiujiang 新余=xinyu 鹰潭=yingtan 赣州=ganzhou 吉安=jian 宜春=yichun 抚州=fuzhou
    上饶=shangrao 济南=jinan 青岛=qingdao,tsingtao 淄博=zibo 枣庄=zaozhuang 东营=dongying 烟台=yantai 潍坊=weifang 济宁=jining 泰安=taian 威海=weihai 日照=rizhao
    临沂=linyi 德州=dezhou 聊城=liaocheng 滨州=binzhou 菏泽=heze 郑州=zhengzhou 开封=kaifeng 洛阳=luoyang 平顶山=pingdingshan 安阳=anyang 鹤壁=hebi 新乡=xinxiang
    焦作=jiaozuo 濮阳=puyang 许昌=xuchang 漯河=luohe 三门峡=sanmenxia 南阳=nanyang 商丘=shangqiu 信阳=xinyang 周口=zhoukou 驻马店=zhumadian 武汉=wuhan 黄石=huangshi
    十堰=shiyan 宜昌=yichang 襄阳=xiangyang 鄂州=ezhou 荆门=jingmen 孝感=xiaogan 荆州=jingzhou 黄冈=huanggang 咸宁=xianning 随州=suizhou 长沙=changsha 株洲=zhuzhou
    湘潭=xiangtan 衡阳=hengyang 邵阳=shaoyang 岳阳=yueyang 常德=changde 张家界=zhangjiajie 益阳=yiyang 郴州=chenzhou 永州=yongzhou 怀化=huaihua 娄底=loudi 广州=guangzhou
    韶关=shaoguan 深圳=shenzhen 珠海=zhuhai 汕头=shantou 佛山=foshan 江门=jiangmen 湛江=zhanjiang 茂名=maoming 肇庆=zhaoqing 惠州=huizhou 梅州=meizhou 汕尾=shanwei
    河源=heyuan 阳江=yangjiang 清远=qingyuan 东莞=dongguan 中山=zhongshan 潮州=chaozhou 揭阳=jieyang 云浮=yunfu 南宁=nanning 柳州=liuzhou 桂林=guilin 梧州=wuzhou
    北海=beihai 防城港=fangchenggang 钦州=qinzhou 贵港=guigang 玉林=yulin 百色=baise 贺州=hezhou 河池=hechi 来宾=laibin 崇左=chongzuo 海口=haikou 三亚=sanya 三沙=sansha
    儋州=danzhou 成都=chengdu 自贡=zigong 攀枝花=panzhihua 泸州=luzhou 德阳=deyang 绵阳=mianyang 广元=guangyuan 遂宁=suining 内江=neijiang 乐山=leshan 南充=nanchong
    眉山=meishan 宜宾=yibin 广安=guangan 达州=dazhou 雅安=yaan 巴中=bazhong 资阳=ziyang 贵阳=guiyang 六盘水=liupanshui 遵义=zunyi 安顺=anshun 毕节=bijie 铜仁=tongren
    昆明=kunming 曲靖=qujing 玉溪=yuxi 保山=baoshan 昭通=zhaotong 丽江=lijiang 普洱=puer 临沧=lincang 拉萨=lasa,lhasa 日喀则=rikaze,shigatse,xigaze
    昌都=changdu,chamdo,qamdo 林芝=linzhi,nyingchi 山南=shannan,lhoka 那曲=naqu,nagqu,nagchu 西安=xian 铜川=tongchuan 宝鸡=baoji 咸阳=xianyang 渭南=weinan
    延安=yanan 汉中=hanzhong 榆林=yulin 安康=ankang 商洛=shangluo 兰州=lanzhou 嘉峪关=jiayuguan 金昌=jinchang 白银=baiyin 天水=tianshui 武威=wuwei 张掖=zhangye
    平凉=pingliang 酒泉=jiuquan 庆阳=qingyang 定西=dingxi 陇南=longnan 西宁=xining 海东=haidong 银川=yinchuan 石嘴山=shizuishan 吴忠=wuzhong 固原=guyuan 中卫=zhongwei
    乌鲁木齐=wulumuqi,urumqi 克拉玛依=kelamayi,karamay,qaramay 吐鲁番=tulufan,turpan,turfan 哈密=hami,kumul
"""

CITIES: Final[frozenset[str]] = frozenset(row.partition("=")[0] for row in _CITIES.split())
"""Cities of prefecture level, in simplified Han, without 市."""

CITIES_LATIN: Final[frozenset[str]] = frozenset(name for row in _CITIES.split() for name in row.partition("=")[2].split(","))
"""The same in letters, one folded word each: pinyin, and other names in use (Urumqi, Lhasa, Hohhot)."""

MUNICIPALITIES: Final[frozenset[str]] = frozenset(("北京", "上海", "天津", "重庆"))
"""Cities that are provinces."""

MUNICIPALITIES_LATIN: Final[frozenset[str]] = frozenset(("beijing", "peking", "shanghai", "tianjin", "chongqing"))

AUTONOMOUS_PREFECTURES: Final[frozenset[str]] = word_set(
    """延边 恩施 湘西 阿坝 甘孜 凉山 黔西南 黔东南 黔南 楚雄 红河 文山 西双版纳 大理 德宏 怒江 迪庆 临夏 甘南 海北 黄南 果洛 玉树 海西 昌吉 博尔塔拉 巴音郭楞 克孜勒苏 伊犁"""
)
"""Short names of autonomous prefectures that offices use with 州 alone (恩施州公安局). 海南州 is left out: it is short for a
prefecture in Qinghai, and the first two characters are a province."""

PREFECTURES: Final[frozenset[str]] = frozenset(("阿克苏", "喀什", "和田", "塔城", "阿勒泰", "大兴安岭"))
"""Prefectures (地区) by their bare names. Ali in Tibet is left out: 阿里 alone is rather the company."""

PREFECTURES_LATIN: Final[frozenset[str]] = word_set(
    "aksu aqsu akesu kashgar kashi kaxgar hotan hetian khotan tacheng tarbagatay altay aletai ngari ali daxinganling turpan turfan hami kumul"
)
"""Prefectures (地区), today's and those of Xinjiang until 2016: English texts, the Entity List among them, call them "District"."""
