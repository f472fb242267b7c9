"""The columns of a table of shipments or entries, and every heading under which they may stand.

Headings are the element names of the Electronic Export Information (15 CFR 30.6), of CBP form 7501 and of ACE reports, those
of Chinese trade papers, and our own short names. A heading is compared in small letters with every mark between words as one
space.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Final

from countersight.intake import cells
from countersight.intake.cells import Reader


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column: where its value goes (``matter``, ``line`` or a party's role), under which name, how it is read.

    There is one object per column, so that it is the key of a cell without being compared part by part.
    """

    owner: str
    field: str
    read: Reader
    headings: tuple[str, ...]

    @property
    def path(self) -> str:
        """How a mapping names it: ``description``, ``end_user``, ``end_user.country``."""
        if not self.is_party:
            return self.field
        return self.owner if self.field == "name" else f"{self.owner}.{self.field}"

    @property
    def is_party(self) -> bool:
        """True where the value belongs to a party."""
        return self.owner not in {"matter", "line"}


_HAN: Final = re.compile(r"[\u3400-\u9fff]+")
_MATTER: Final = (
    ("id", cells.code, "shipment reference number; shipment id; ship ref; shipment ref; shipment reference; shipment number; order number; po number; entry number; entry summary number; entry no; reference; matter; 报关单号; 合同号; 订单号; 编号; srn; 申报单号; 单证号; 合同协议号; 发票号"),
    ("date", cells.day, "date of export; export date; entry date; date of exportation; estimated export date; 日期; 出口日期; 进口日期; 报关日期; estimated date of export; ship date; shipping date; date of entry; 申报日期; 发货日期; 装运日期"),
    ("transaction", cells.transaction, "kind of transaction; 贸易方式"),
    ("destination", cells.country, "country of ultimate destination; destination country; ultimate destination; country of destination; 目的国; 运抵国; 最终目的国; 运抵国 地区; 最终目的国 地区; 目的地国家; 目的国家"),
    ("route", cells.countries, "transit countries; routing; 途经国"),
    ("contract_date", cells.day, "date of contract; order date; 合同日期"),
    ("text", cells.items, "purchase order text; purpose; remarks; end use; statement of end use; 备注; 用途说明; 项目名称; 最终用途; 采购用途; 合同用途"),
    ("license_number", cells.text, "license number; licence number; license no; export license number; license code exemption; 许可证号; export license number cfr citation kpc number; export license no; 出口许可证号; 许可证编号"),
)
_LINE: Final = (
    ("description", cells.text, "commodity description; description of merchandise; description of goods; goods; item; item description; product; product description; 品名; 商品名称; 货物名称; 货名; commodity; article description; 商品名称 规格型号; 商品描述; 产品名称; 货物描述"),
    ("node", cells.code, "taxonomy node"),
    ("eccn", cells.code, "export control classification number; eccn number; 出口管制编码; 出口管制分类编码"),
    ("hs", cells.code, "schedule b; schedule b number; hts; htsus; htsus number; htsus no; hs code; hs number; hts number; tariff number; schedule b or htsusa number; schedule b hts number; 税号; 海关编码; 商品编码; hs编码; commodity classification number; hts number full; hs; htsus number full; hs code schedule b; 商品编号; hs 编码; 税则号列; 税则号"),
    ("brand", cells.text, "brand name; 品牌; 牌号; 商标"),
    ("model", cells.code, "model number; model no; 型号; 规格型号; model no type; type designation; 规格; 产品型号"),
    ("producer", cells.text, "manufacturer of the line; line manufacturer"),
    ("fcc_id", cells.code, "fcc identifier; fcc id number"),
    ("fcc_authorized_on", cells.day, "fcc authorization date; fcc grant date"),
    ("quantity", cells.number, "first quantity; qty; quantity 1; net quantity; 数量; primary quantity; net quantity in htsus units; 1st quantity; first qty; 法定数量; 成交数量; 申报数量"),
    ("currency", cells.currency, "currency code; 币制; 币种; 货币"),
    ("value", cells.number, "value in us dollars; entered value; line value; customs value; total value; 金额; 总价; 货值; value usd; amount usd; entered value usd; line goods value amount; 总值; 总金额; 申报总价; 美元金额"),
    ("origin", cells.country, "country of origin; origin country; 原产国; 产地; country of origin code; 原产国 地区; 原产地; 原产国家"),
    ("assembled_in", cells.country, "country of assembly"),
    ("use", cells.text, "intended use; 用途; application; 使用用途"),
    ("place", cells.text, "place of installation; installation address; site; 安装地点; 使用地点; place of use; 最终使用地点"),
    ("functions", cells.items, "item functions"),
)
_ROLES: Final = {
    "exporter": "usppi; us principal party in interest; shipper; 出口商; 发货人; 境内发货人; 出口单位; 出口企业",
    "purchaser": "buyer; bill to; sold to; 买方; 采购方; 采购人; purchaser company; 购买方; 购货方; 买受人",
    "intermediate_consignee": "中间收货人; 中间商; 转运收货人",
    "ultimate_consignee": "consignee; ship to; 收货人; 最终收货人; 境外收货人; 境内收货人; 最终收货方; 收货单位; 收货方",
    "end_user": "end customer; 最终用户; 终端用户; enduser; final user; 最终使用单位; 最终使用方; 终端客户",
    "forwarder": "freight forwarder; forwarding agent; authorized agent; 货代; 货运代理; 货运代理人; 运输代理",
    "importer": "importer of record; 进口商; 进口单位; 进口企业",
    "producer": "manufacturer; maker; 生产商; 制造商; 生产厂家; 生产企业; 生产厂商; 制造厂商; 厂家",
    "seller": "supplier; 卖方; 供应商; vendor; 销售方; 出卖人; 境外发货人",
    "brand_owner": "",
    "user": "使用单位; 消费使用单位; 用户单位",
}
PARTIES_ROLE: Final = "customer"
"""The role of a row of a table of parties, where no column says it."""
_PARTY: Final = (
    ("names", cells.items, "other names"),
    ("country", cells.country, "country"),
    ("address", cells.text, "address"),
    ("consignee_type", cells.consignee_type, "type"),
    ("industry", cells.text, "industry"),
    ("is_us_person", cells.flag, "us person"),
    ("government", cells.flag, "government"),
    ("mid", cells.code, "mid"),
    ("uscc", cells.code, "uscc"),
    ("lei", cells.code, "lei"),
    ("registration", cells.code, "registration"),
)
_HAN_TAILS: Final = {"name": ("名称",), "country": ("国家", "国别", "所在国", "国家 地区"), "address": ("地址",), "uscc": ("统一社会信用代码",), "industry": ("行业",), "consignee_type": ("类型",), "registration": ("注册号",), "names": ("其他名称", "英文名称", "别名")}
"""What follows a Chinese word for a party, without a space."""
_MIDS: Final = ("mid", "manufacturer id", "manufacturer identification code", "manufacturer id code", "manufacturer id mid", "manufacturer code")
_NO_ENTRY_DATES: Final = frozenset({"date of export", "export date", "date of exportation", "estimated export date", "estimated date of export", "出口日期", "ship date", "shipping date"})
"""Days that an import entry has beside its own date; the law is read on the day of the entry."""
MANY: Final = frozenset({"producer", "seller", "brand_owner"})
"""Roles that can be several in one shipment or entry: one a line."""
IDENTIFIERS: Final = frozenset({"mid", "uscc", "lei", "registration"})
CLAIMS: Final = frozenset({"government"})


def heading(text: str) -> str:
    """A heading in the form in which headings are compared.

    >>> heading("Country_of Ultimate-Destination ")
    'country of ultimate destination'
    """
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text).lstrip("\ufeff")).strip().casefold()


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _tails(words: list[str], field: str) -> list[str]:
    return [f"{word}{tail}" for word in words for tail in _HAN_TAILS.get(field, ())]


def _columns() -> tuple[Column, ...]:
    found = [Column("matter", name, read, (heading(name), *_split(more))) for name, read, more in _MATTER]
    found += [Column("line", name, read, (heading(name), *_split(more))) for name, read, more in _LINE]
    for role, more in _ROLES.items():
        words = (heading(role), *_split(more))
        han = [word for word in words if not word.isascii()]
        latin = [word for word in words if word.isascii()]
        names = (h for w in words for h in ((w, f"{w} name", f"{w} name and address") if w in latin else (w, *_tails([w], "name"))))
        found.append(Column(role, "name", cells.text, tuple(names)))
        for name, read, label in _PARTY:
            told = [f"{word} {tail}" for word in latin for tail in dict.fromkeys((label, heading(name)))]
            mids = _MIDS if (role, name) == ("producer", "mid") else ()
            found.append(Column(role, name, read, tuple(dict.fromkeys((*told, *mids, *_tails(han, name))))))
    return tuple(found)


COLUMNS: Final = _columns()
BY_HEADING: Final = {name: column for column in reversed(COLUMNS) for name in column.headings}
"""Every heading, to its column; where one heading could mean two, the first of the table wins."""


def _party_table() -> tuple[Column, ...]:
    names = "name; company; company name; legal name; entity name; organization; organisation; customer; customer name; vendor; vendor name; supplier; supplier name; partner; institution; 名称; 单位名称; 公司名称; 企业名称; 客户名称; 供应商名称; 机构名称"
    more = {"names": "alias; aliases; local name; 英文名称; 别名", "country": "国家; 国别", "address": "地址; 注册地址", "uscc": "统一社会信用代码", "registration": "registration number; 注册号", "industry": "line of business; 行业"}
    found = [
        Column("matter", "id", cells.code, ("id", *_split("customer id; customer number; vendor id; vendor number; supplier id; account; account number; reference; 编号; 客户编号; 供应商编号"))),
        Column("matter", "date", cells.day, ("date", *_split("as of; onboarding date; 日期"))),
        Column(PARTIES_ROLE, "name", cells.text, _split(names)),
        Column(PARTIES_ROLE, "role", cells.party_role, ("role", "relation", "relationship", "partner type", "角色", "类别")),
    ]
    return (*found, *(Column(PARTIES_ROLE, name, read, tuple({heading(name): 0, label: 0, **dict.fromkeys(_split(more.get(name, "")))})) for name, read, label in _PARTY))


PARTY_COLUMNS: Final = _party_table()
PARTY_BY_HEADING: Final = {name: column for column in reversed(PARTY_COLUMNS) for name in column.headings}
"""The same for a table in which a row is a party."""


def _entry_table() -> tuple[Column, ...]:
    return tuple(replace(one, headings=tuple(name for name in one.headings if name not in _NO_ENTRY_DATES)) if one.path == "date" else one for one in COLUMNS)


ENTRY_COLUMNS: Final = _entry_table()
ENTRY_BY_HEADING: Final = {name: column for column in reversed(ENTRY_COLUMNS) for name in column.headings}


def columns_of(kind: str) -> tuple[Column, ...]:
    """The columns of a table of that kind."""
    return {"parties": PARTY_COLUMNS, "entry": ENTRY_COLUMNS}.get(kind, COLUMNS)


def headings_of(kind: str) -> dict[str, Column]:
    """Every heading of a table of that kind."""
    return {"parties": PARTY_BY_HEADING, "entry": ENTRY_BY_HEADING}.get(kind, BY_HEADING)


def column_of(text: str, known: dict[str, Column]) -> Column | None:
    """The column of a heading; one in two languages (``收货人 Consignee``) must say the same in both.

    >>> column_of("收货人 / Consignee", BY_HEADING).path, column_of("收货人 Consignee Country", BY_HEADING)
    ('ultimate_consignee', None)
    """
    plain = heading(text)
    if found := known.get(plain):
        return found
    one, other = (known.get(part) for part in in_two_languages(plain))
    return one if one is not None and one == other else None


def in_two_languages(plain: str) -> tuple[str, str]:
    """The Chinese and the other half of a heading in compared form."""
    han = " ".join(_HAN.findall(plain))
    rest = " ".join(_HAN.sub(" ", plain).split())
    return han, rest
