"""The columns of a table of shipments or entries, and every heading under which they may stand.

Headings are the element names of the Electronic Export Information (15 CFR 30.6), of CBP form 7501 and of ACE reports, those
of Chinese trade papers, and our own short names. A heading is compared in small letters with every mark between words as one
space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from countersight.intake import cells
from countersight.intake.cells import Reader


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where its value goes (``matter``, ``line`` or a party's role), under which name, how it is read."""

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


_MATTER: Final = (
    ("id", cells.text, "shipment reference number; shipment id; ship ref; shipment ref; shipment reference; shipment number; order number; po number; entry number; entry summary number; entry no; reference; matter; 报关单号; 合同号; 订单号; 编号"),
    ("date", cells.day, "date of export; export date; entry date; date of exportation; estimated export date; 日期; 出口日期; 进口日期; 报关日期"),
    ("transaction", cells.transaction, "kind of transaction; 贸易方式"),
    ("destination", cells.country, "country of ultimate destination; destination country; ultimate destination; country of destination; 目的国; 运抵国; 最终目的国"),
    ("route", cells.countries, "transit countries; routing; 途经国"),
    ("contract_date", cells.day, "date of contract; order date; 合同日期"),
    ("text", cells.items, "purchase order text; purpose; remarks; end use; statement of end use; 备注; 用途说明"),
    ("license_number", cells.text, "license number; licence number; license no; export license number; license code exemption; 许可证号"),
)
_LINE: Final = (
    ("description", cells.text, "commodity description; description of merchandise; description of goods; goods; item; item description; product; product description; 品名; 商品名称; 货物名称; 货名"),
    ("node", cells.code, "taxonomy node"),
    ("eccn", cells.code, "export control classification number; eccn number"),
    ("hs", cells.code, "schedule b; schedule b number; hts; htsus; htsus number; htsus no; hs code; hs number; hts number; tariff number; schedule b or htsusa number; schedule b hts number; 税号; 海关编码; 商品编码; hs编码"),
    ("brand", cells.text, "brand name; 品牌"),
    ("model", cells.code, "model number; model no; 型号; 规格型号"),
    ("producer", cells.text, "manufacturer of the line; line manufacturer"),
    ("fcc_id", cells.code, "fcc identifier; fcc id number"),
    ("fcc_authorized_on", cells.day, "fcc authorization date; fcc grant date"),
    ("quantity", cells.number, "first quantity; qty; quantity 1; net quantity; 数量"),
    ("value", cells.number, "value usd; value in us dollars; entered value; line value; customs value; total value; 金额; 总价; 货值"),
    ("origin", cells.country, "country of origin; origin country; 原产国; 产地"),
    ("assembled_in", cells.country, "country of assembly"),
    ("use", cells.text, "intended use; 用途"),
    ("place", cells.text, "place of installation; installation address; site; 安装地点; 使用地点"),
    ("functions", cells.items, "item functions"),
)
_ROLES: Final = {
    "exporter": "usppi; us principal party in interest; shipper; 出口商; 发货人",
    "purchaser": "buyer; bill to; sold to; 买方; 采购方; 采购人",
    "intermediate_consignee": "中间收货人",
    "ultimate_consignee": "consignee; ship to; 收货人; 最终收货人",
    "end_user": "end customer; 最终用户; 终端用户",
    "forwarder": "freight forwarder; forwarding agent; authorized agent; 货代; 货运代理",
    "importer": "importer of record; 进口商",
    "producer": "manufacturer; maker; 生产商; 制造商; 生产厂家",
    "seller": "supplier; 卖方; 供应商",
    "brand_owner": "",
    "user": "使用单位",
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
IDENTIFIERS: Final = frozenset({"mid", "uscc", "lei", "registration"})
CLAIMS: Final = frozenset({"government"})


def heading(text: str) -> str:
    """A heading in the form in which headings are compared.

    >>> heading("Country_of Ultimate-Destination ")
    'country of ultimate destination'
    """
    return re.sub(r"[\W_]+", " ", text.lstrip("\ufeff")).strip().casefold()


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _columns() -> tuple[Column, ...]:
    found = [Column("matter", name, read, (heading(name), *_split(more))) for name, read, more in _MATTER]
    found += [Column("line", name, read, (heading(name), *_split(more))) for name, read, more in _LINE]
    for role, more in _ROLES.items():
        words = (heading(role), *_split(more))
        found.append(Column(role, "name", cells.text, tuple(h for w in words for h in (w, f"{w} name"))))
        for name, read, label in _PARTY:
            found.append(Column(role, name, read, tuple(f"{word} {tail}" for word in words for tail in dict.fromkeys((label, heading(name))))))
    return tuple(found)


COLUMNS: Final = _columns()
BY_HEADING: Final = {name: column for column in reversed(COLUMNS) for name in column.headings}
"""Every heading, to its column; where one heading could mean two, the first of the table wins."""


def _party_table() -> tuple[Column, ...]:
    names = "name; company; company name; legal name; entity name; organization; organisation; customer; customer name; vendor; vendor name; supplier; supplier name; partner; institution; 名称; 单位名称; 公司名称; 企业名称; 客户名称; 供应商名称; 机构名称"
    more = {"names": "alias; aliases; local name; 英文名称; 别名", "country": "国家; 国别", "address": "地址; 注册地址", "uscc": "统一社会信用代码", "registration": "registration number; 注册号", "industry": "line of business; 行业"}
    found = [
        Column("matter", "id", cells.text, ("id", *_split("customer id; customer number; vendor id; vendor number; supplier id; account; account number; reference; 编号; 客户编号; 供应商编号"))),
        Column("matter", "date", cells.day, ("date", *_split("as of; onboarding date; 日期"))),
        Column(PARTIES_ROLE, "name", cells.text, _split(names)),
        Column(PARTIES_ROLE, "role", cells.text, ("role", "角色")),
    ]
    return (*found, *(Column(PARTIES_ROLE, name, read, tuple({heading(name): 0, label: 0, **dict.fromkeys(_split(more.get(name, "")))})) for name, read, label in _PARTY))


PARTY_COLUMNS: Final = _party_table()
PARTY_BY_HEADING: Final = {name: column for column in reversed(PARTY_COLUMNS) for name in column.headings}
"""The same for a table in which a row is a party."""


def columns_of(kind: str) -> tuple[Column, ...]:
    """The columns of a table of that kind."""
    return PARTY_COLUMNS if kind == "parties" else COLUMNS


def headings_of(kind: str) -> dict[str, Column]:
    """Every heading of a table of that kind."""
    return PARTY_BY_HEADING if kind == "parties" else BY_HEADING
