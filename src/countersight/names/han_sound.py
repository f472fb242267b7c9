"""How alike a brand in Han and a coined one in letters are: by sound, and by the English morphemes that brands are coined from.

A character may be spelled (a reading), sounded (the same class of initial, then vowels: 博杰, Bojay) or translated in part (芯,
chip). The best run through both from left to right decides. By itself it makes no two names one.
"""

from __future__ import annotations

import math
from functools import lru_cache
from random import Random
from typing import Final

from countersight.names.han_text import mandarin, spellings

_MORPHEMES: Final[dict[str, tuple[str, ...]]] = {
    char: tuple(words.split(","))
    for char, words in (
        item.split("=")
        for item in """
        金=gold,golden,kin,king 银=silver 铜=copper 铁=iron 钢=steel 光=light,bright,photo,opto,lumi,optic 阳=sun,sunny 太=sun,tai 日=sun 月=moon,luna 星=star,stellar 海=sea,ocean,marine,hi 天=sky,heaven,tian 云=cloud 龙=dragon,loong,long
        马=horse,ma 石=stone,rock 泰=thai,tai 华=sino,china,wah,hwa 中=sino,china,chung 国=china,nation 新=new,neo,nova,sin 远=far 电=elec,electro,tron,tronic 网=net,web,cyber 通=com,link,tone,tech 联=union,link,united,lian,uni 芯=chip,core,semi,ic 智=intelli,smart,wise,wisdom
        微=micro 生=bio,life,sen 药=pharm,pharma,drug 医=med,medi 能=energy,power,ener 达=reach,tech,dar 科=tech,sci,ko,co 德=tech,tek,der,ted,de 特=tech,tek,te,t 斯=s,ss,th 克=k,ck,c,ke,que 尔=r,l,er,al,ll,ir,or 力=ly,li,ry,power,force,lic 讯=com,soft,info 信=trust,info,sin,shin,synch
        安=safe,secure,ann,an,on 美=beauty,america,may,me 优=best,superior,u,yo,uni 视=vision,view,vis,video 声=sound,sonic,voice,tone 水=water,aqua,hydro 火=fire 木=wood 红=red 绿=green,eco 蓝=blue 白=white 黑=black 大=big,great,mega,grand,da 高=high,gao,go,gold 长=long,ever,great 春=spring
        花=flower,flora 树=tree 森=forest,sen,sun,son 山=mount,mountain,hill,san,sun 江=river 河=river 湖=lake 岛=island 桥=bridge 港=port 城=city,great,wall 车=auto,car,motor 船=ship 飞=fly,flying,phi,fe 航=aero,avi,air 宇=cosmos,universe,yu 环=ring,circle,eco 球=ball,globe 世=world,sh,se 界=world 王=king,wang,won
        皇=king,royal,crown 帝=emperor,king,di 友=friend,yo,you,u 爱=love,i,ai,ea,e 乐=happy,joy,lo,ler,le 福=fortune,lucky,fu,for,fo 宝=treasure,bao,po,bo 珠=pearl 玉=jade 晶=crystal,jing,king 数=digi,data,digital,num 软=soft 博=bo,po,bro,pro,brau 思=think,mind,si,s,ce,se,sy 威=vi,wei,we,way,v,wi 维=vi,ve,way,v,wi,dimension
        科=tech,sci,ko 蒂=ty,ti,dy,ted 迪=di,ty,de,d,dy 莱=la,le,li,ly,lai,lie 拉=la,ra,ro,l 沃=wo,wave,wall,vo,wa,war,wor 罗=ro,lo,row,law,ra 洛=lo,ro,law 伦=ron,lun,ren,ran,len,run 兰=lan,ran,land,lam,orchid 森=sen,son,sun,sum 顿=ton,don,dun 文=wen,win,ven,van,man 丹=dan,den,dam 凯=kai,ky,cai,ki,ca,ka,key,tri 凡=van,fan
        雅=ya,a,ar,elegant 瑞=re,ri,ray,ray,rui,rich,swiss,r 锐=ray,re,ri,sharp,r 睿=ray,re,ri,r 尼=ni,ne,ny 诺=no,nor,nova,nord,ro 普=pu,pro,po,per,p 派=pi,pa,py,pie 佩=pe,pay 帕=pa,par 弗=f,fr,fer,ph 福=for,ford,fu 费=fe,phi 奥=o,au,ao,all,or,aux 欧=o,eu,ou,euro 赛=sai,si,se,cy,cell,sci,sy,psy 索=so,sol,sou,sor 塞=se,ce 萨=sa,za
        贝=be,ba,by,bay,bei 比=bi,be,by 必=bi,be 邦=bon,bond,bang,ban,bo 豪=how,ho,hao,hor,how,hero 浩=hao,ho,how,grand 宏=hong,grand,macro,hon,horn 鸿=hong,hon 弘=hong,honor 恒=heng,ever,hen,hon,eternal 恩=en,n 因=in,en 英=in,ying,eng,en,yin,e,intel,hero 艾=ai,i,e,a,ea,al 伊=e,i,y,yi,ea 依=e,y,i 易=easy,e,yi,i 亿=e,yi,billion
        捷=jet,j,jay,jie,ge,fast,quick 杰=jay,j,jet,ger,gi,je 佳=ga,ja,good,jia,best,gia 嘉=ga,ja,ca,jia,car 加=ca,ga,ja,plus,jia 吉=gi,ge,ji,lucky,jet,gee 基=ki,key,gi,ki,base,ge 奇=chi,che,key,qi,ki,magic,wonder,miracle 琪=key,chi 启=key,chi,open,ki,kai 齐=chi,qi 琦=chi,ki 可=co,ke,ko,coo,k,ca 柯=ko,co 卡=ca,ka,car,card,k 康=con,kang,com,health,cam,can,kon,care,corn 坤=kun,quin,quen
        康=con,kang,com,health,care 昆=kun,quin 固=solid,gu,good,goo 谷=gu,goo,go,valley 古=gu,goo,go 格=g,ge,grid,gri,gre,gr,gle 歌=go,ga,song 戈=go 哥=go 凌=lin,ling,rin,lead,ley 领=lead,link,ling 灵=lin,ling,link,smart 林=lin,lyn,forest,rin,lynn 霖=lin,ling 利=li,ly,ri,re,lee,ley,profit 丽=ly,li,ry,re,beauty 莉=ly,ri,lee 立=li,ly,lee,re 里=ry,ri,li,lee 理=li,ri
        曼=man,men 迈=my,mi,mai,mind,mad,mag 麦=ma,mac,my,mi,mag,mar,wheat 玛=ma,mar 明=ming,bright,min,light 敏=min,agile,sensi 铭=ming,mi 鸣=ming 梦=dream,meng,mon 盟=alliance,meng,league 墨=mo,ink 摩=mo,mor 莫=mo,mor 默=mo,mer,merc 姆=m,me,um 木=mu,wood 穆=mu,moo 纳=na,nano,nar 奈=na,ne 南=nan,south,non 能=energy,power 尼=ni,ny
        盛=sun,shen,sheng,shine,sen,prosper,syn 圣=saint,holy,sun,san,shen,sheng,saint 胜=win,victory,sun,sheng,win,shine,syn 晟=sun,sheng,sen 生=bio,life,shen,sheng 升=rise,sun,sheng,sen 尚=shang,sun,sun,sean 上=up,sun,son,shang 双=twin,double,dual,shuang,two 三=tri,three,san,sun,sam 四=four,si 七=seven 八=eight 九=nine,jiu,joy,nine 一=one,uni,first,yi 百=hundred,bai,best,by,pak 千=thousand,chan,qian 万=wan,ten,van,one,one,vanke,multi
        同=tong,tone,syn,tom 东=east,dong,ton,orient,don 西=west,si,sea,ci,see,xi 北=north,bei,bay 先=pioneer,first,sean,sen,xian 前=front,qian 未=future 超=super,ultra,hyper,chao,trans 强=strong,power,chang,john,qiang 正=zheng,true,right,gen,jin,chen 真=true,real,zhen,jen 诚=cheng,honest,trust,chen,sincere,integrity 成=cheng,chen,chan,success 创=create,innovation,chuang,creat,inno,tron,trans 造=make,build,zao 传=trans,chuan 承=cheng,chen
        方=square,found,fang,fun,foun,cube 圆=round,circle,yuan 园=garden,yuan,park 源=source,yuan,yon,origin,resource 元=yuan,yon,prime,meta,one 缘=yuan 原=origin,yuan,plain 兴=xing,shine,sin,hing,sing,prosper,rising,hin 欣=xin,shine,sin,sun,sing,happy,joy 鑫=xin,sin,gold,shine,sing,kin 旭=sun,xu,rising,shu,sunrise 曦=sun,xi,dawn 晨=dawn,morning,chen,sun 晓=dawn,xiao,show 夏=summer,xia 秋=autumn,qiu 冬=winter 雪=snow,xue 冰=ice,bing 雨=rain,yu 风=wind,feng,phon,fun 雷=thunder,ray,lei,re,ra 电=elec,tron
        虎=tiger,hu 牛=bull,ox,niu,new 鹰=eagle,hawk 凤=phoenix,feng 鹏=peng,pon,own,roc 鸟=bird 鱼=fish,yu 狮=lion 象=elephant 熊=bear 狼=wolf 豹=leopard,panther 猫=cat 狗=dog 鹿=deer,luck,lu 麒=kirin,chi 麟=kirin,lin
        """.split()
    )
}
"""Characters with the English morphemes and sounds that coined brands use for them: general knowledge of transliteration."""

_CLASS: Final = {
    "b": "P", "p": "P", "m": "M", "f": "F", "d": "T", "t": "T", "n": "N", "l": "L", "r": "L", "g": "K", "k": "K", "q": "S", "h": "H", "j": "S", "x": "S",
    "z": "S", "c": "S", "s": "S", "w": "W", "v": "W", "y": "Y",
}  # fmt: skip
_VOWELS: Final = frozenset("aeiouyw")
_MAX_HAN: Final = 8
_MAX_LATIN: Final = 18


@lru_cache(maxsize=4096)
def _units(char: str) -> tuple[tuple[str, float], ...]:
    """What a character may stand for letter by letter, with the worth of a letter."""
    found = dict.fromkeys(spellings(char), 1.0)
    for one in _MORPHEMES.get(char, ()):
        found[one] = max(found.get(one, 0.0), 1.0 if len(one) > 3 else 0.9 if len(one) > 1 else 0.6)  # noqa: PLR2004 - a longer word is no accident
    return tuple(found.items())


@lru_cache(maxsize=4096)
def _classes(char: str) -> tuple[frozenset[str], bool]:
    """The classes of a character's initials, and whether a reading ends in a nasal."""
    read = mandarin(char)[:2]
    return frozenset(_CLASS.get(one[0], "V") for one in read), any(one.endswith(("n", "g")) for one in read)


def alike(han: str, latin: str) -> float:
    """How much of both is met, 0 to 1.

    >>> alike("博杰", "bojay") > 0.7 > alike("博杰", "sunward")
    True
    """
    han, latin = han[:_MAX_HAN], latin[:_MAX_LATIN]
    if not han or not latin:
        return 0.0
    states: dict[int, tuple[float, float]] = {0: (0.0, 0.0)}
    for char in han:
        following = dict(states)
        classes, nasal = _classes(char)
        units = _units(char)
        for pos, (letters, chars) in states.items():
            for skip in range(3):
                at = pos + skip
                if at >= len(latin):
                    break
                for unit, worth in units:
                    if latin.startswith(unit, at):
                        _keep(following, at + len(unit), letters + worth * len(unit), chars + worth)
                if skip < 2:  # noqa: PLR2004 - a sound is looked for nearby only
                    end, worth = _sound(latin, at, classes, nasal=nasal)
                    if end > at:
                        _keep(following, end, letters + worth * (end - at), chars + worth)
        states = following
    return max(math.sqrt(letters / len(latin) * chars / len(han)) for letters, chars in states.values())


def _keep(states: dict[int, tuple[float, float]], at: int, letters: float, chars: float) -> None:
    held = states.get(at)
    if held is None or letters * (chars + 0.1) > held[0] * (held[1] + 0.1):
        states[at] = (letters, chars)


def _sound(latin: str, at: int, classes: frozenset[str], *, nasal: bool) -> tuple[int, float]:
    """A syllable that begins with a sound of the same class: where it ends, and the worth of a letter."""
    letter = latin[at]
    own = "V" if letter in "aeiou" else _CLASS.get(letter, "")
    hard = letter == "c" and "K" in classes
    soft = letter == "g" and "S" in classes
    if own not in classes and not hard and not soft:
        return at, 0.0
    end = at + 1
    if latin[at : at + 2] in {"sh", "ch", "zh", "th", "ph", "ck"}:
        end += 1
    start = end
    while end < len(latin) and latin[end] in _VOWELS and end - start < 3:  # noqa: PLR2004 - vowels of one syllable
        end += 1
    if own != "V" and end == start and end < len(latin):
        return end, 0.35
    if nasal and end < len(latin) and latin[end] in "nm":
        end += 1
        if end < len(latin) and latin[end] == "g":
            end += 1
    return end, 0.6


def coined(han: str, draw: Random) -> str:
    """A name in letters that somebody might coin from a brand: morphemes, sounds and readings, drawn at random. For training only."""
    out = []
    for char in han:
        choices = _MORPHEMES.get(char, ())
        read = next(iter(mandarin(char)), "")
        if choices and draw.random() < 0.5:  # noqa: PLR2004 - half and half
            out.append(draw.choice(choices))
        elif draw.random() < 0.5:  # noqa: PLR2004
            out.append(read)
        else:
            out.append(draw.choice((read.rstrip("ng"), read.replace("j", "g").replace("x", "s").replace("q", "ch"), read[:1] + draw.choice(("a", "o", "e", "i")) + draw.choice(("", "n", "r", "l")))))
    return "".join(out)[: draw.choice((5, 6, 7, 8, 9, 12))]
