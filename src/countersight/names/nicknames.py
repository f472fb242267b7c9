"""Short forms of given names, titles, particles and patronymics: what parts the written forms of one person.

Common knowledge of several languages, restated by hand. A short form may stand for several names (Kate), never for a family name.
"""

from __future__ import annotations

import re
from typing import Final

_GROUPS: Final = """
alexander alex alec sasha sandy aleksandr alexandre alejandro aleksander oleksandr iskander al
alexandra alexa sandra sasha
alexei aleksey alexey alyosha oleksii
anastasia nastya stacy
andrew andy drew andrei andrey andres andre andreas andrzej
anthony tony anton antonio antoine
anna ann anne annie anya hanna hannah ania
barbara barb babs
benjamin ben benny binyamin
boris borya
catherine cathy kate katie cate katherine kathryn kathy katya ekaterina yekaterina catalina katarina kat
charles charlie chuck carlos karl carl carlo
christopher chris kris christoph cristobal topher
daniel dan danny daniil danil
david dave davy dawid daud dawood
deborah deb debbie
dmitri dmitry dmitriy dima mitya dimitri dmytro
donald don donny
dorothy dot dolly
edward ed eddie ted teddy eduard eduardo ned
elizabeth liz lizzie beth betty eliza elisabeth lisa elizaveta libby bess
emil emilio emile
eugene gene evgeny yevgeny evgeni yevgeni zhenya eugenio
francis frank francisco paco pancho francesco franz francois fran
frederick fred freddy fritz friedrich federico frederic
gabriel gabe gabi
george georgy georgi jorge georg yuri yury iouri jurij georges jorgen
gerald gerry jerry
gregory greg grigory grigori grisha gregor
hassan hasan hassane
henry harry hank henri heinrich enrique hal
hussein husain hussain husayn hossein
ibrahim abraham abe avraham ebrahim
ignatius ignacio nacho
igor ihor
irina ira irene iryna
isabella bella isabel izzy isabelle
ivan vanya ioann john jack johnny jon juan johann johannes jean giovanni hans jan yahya jonny
jacob jake yakov jakob jacques yakub
james jim jimmy jamie jaime jimmie
jennifer jenny jen jenn
jonathan jon jonny
joseph joe joey jose yusuf josef giuseppe yosef pepe yousef youssef iosif
karim kareem abdelkarim
kenneth ken kenny
lawrence larry laurence lorenzo
leonid lyonya leo
leonard leo len lenny
lucia lucy luz lucie
margaret maggie peggy meg marge greta margarita marguerite rita
maria mary masha mariya marie mariam maryam miriam
matthew matt mateo matthias matvei mathieu
michael mike mick mickey mikhail misha miguel michel mikael mikhael mychailo michal micky
mohammed muhammad mohamed mohammad muhammed mehmet mohamad muhamad mamadou mohd md
natalia natasha nataliya natalya nathalie
nicholas nick nicky nikolai kolya nikolay nicolas nikolas nicola mykola niko nico klaus
oleg oleh
olga olya olha
omar umar omer
pamela pam
patricia pat trish patty tricia
patrick pat paddy patricio
paul pavel pablo pasha pavlo paolo pavlik
peter pete pyotr petr pedro pierre piotr petya petro pietro
philip phil felipe philippe filip
rafael raphael rafa rafi
raymond ray
rebecca becky becca rebekah rivka
richard rick dick ricardo richie rich ricky
robert bob rob bobby roberto robbie bert
ronald ron ronny
samuel sam sammy shmuel samy
sarah sara sally sadie
sergei sergey serge sergio seryozha serhii sergij
stephen steve steven stefan esteban stepan stephan etienne stevie stephane
susan sue susie suzanne
svetlana sveta svitlana lana
tatiana tanya tatyana tania
terence terry
theodore ted theo teddy fyodor fedor teodor feodor
thomas tom tommy tomas foma tomasz
timothy tim timmy timofei
valentina valya
victor viktor vitya vic viktar
vladimir volodya vova volodymyr vladimyr wladimir vlad
william bill will billy liam wilhelm guillermo willy willie guillaume
yuri yury iurii george
zachary zach zack zachariah zakaria
ahmed ahmad ahmet achmed
ali aly
abdullah abdallah abdulla abd
fatima fatma fatimah
khalid khaled halid
mahmoud mahmud mehmud
mustafa mostafa moustapha
osama usama
said saeed sayed sayid
tariq tarek tarik
"""

GIVEN: Final[dict[str, frozenset[int]]] = {}
"""A given name to the groups of forms that it stands in."""
_held: dict[str, set[int]] = {}
for _number, _line in enumerate(_GROUPS.strip().split("\n")):
    for _word in _line.split():
        _held.setdefault(_word, set()).add(_number)
GIVEN.update({word: frozenset(groups) for word, groups in _held.items()})

TITLES: Final = frozenset(
    "mr mrs ms miss dr prof professor sir madam gen general col colonel maj major capt captain lt lieutenant sgt adm admiral hon rev "
    "sheikh shaikh hajji haji mullah mawlawi maulana comrade jr sr ii iii iv phd md esq eng ing dipl mba sayyid".split()
)
"""Words around a person's name that are no part of it."""

PARTICLES: Final = frozenset("al el ul bin ibn bint ben de la le du da dos das del della di van von der den ter ten zu zum af ap o abu abd ould bou e y i st".split())
"""Words that belong to a family name and are written, joined or left out."""

_PATRONYMIC: Final = re.compile(r"[a-z]{2,}(?:ov|ev|ich|yev)(?:ich|ych|na|vna|vich)|[a-z]{3,}(?:ovich|evich|ovna|evna|ich|inichna|ichna|oglu|qizi|kyzy)")


def same_given(left: str, right: str) -> bool:
    """True when two given names are forms of one.

    >>> same_given("bill", "william"), same_given("bob", "bill")
    (True, False)
    """
    return bool(GIVEN.get(left, frozenset()) & GIVEN.get(right, frozenset()))


def is_patronymic(word: str) -> bool:
    """True for a father's name in the East Slavic or Turkic manner.

    >>> is_patronymic("petrovich"), is_patronymic("ivanovna"), is_patronymic("karelsky")
    (True, True, False)
    """
    return _PATRONYMIC.fullmatch(word) is not None
