"""The fact schema: every fact that a page of law may ask about, with its type and the question that would settle it.

Scope says what a fact belongs to: the matter, one party, one line, one holder, or (``own``) the ownership question
that a page itself poses. Types: ``bool``, ``int``, ``share`` (1e-8), ``money`` (cents), ``string``, ``date``,
``list<string>``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from countersight.model.fact_schema_research import RESEARCH
from countersight.model.lists import LISTS

Scope = Literal["matter", "party", "line", "holder", "own"]


@dataclass(frozen=True, slots=True)
class FactSpec:
    """One fact: path, type, what it says, and the question to ask where it is unknown."""

    path: str
    type: str
    says: str
    ask: str

    @property
    def scope(self) -> Scope:
        """What the fact belongs to, from the first word of its path."""
        head = self.path.split(".", 1)[0]
        return head if head in {"party", "line", "holder", "own"} else "matter"  # type: ignore[return-value]


_MATTER = (
    ("tx.kind", "string", "what is done: export, reexport, transfer, service, entry or possession", "What is done with the goods: exported, entered, held, or is it a service?"),
    ("tx.date", "date", "day of the event", "On which day does this happen?"),
    ("tx.contract_date", "date", "day of the written contract", "When was the contract signed?"),
    ("tx.us_person", "bool", "the exporter, reexporter or importer is a US person", "Is the exporter or importer a US person?"),
    ("tx.license_on_file", "bool", "a licence number is on file for this transaction", "Is a licence on file?"),
    ("tx.programs", "list<string>", "surveillance programmes named in the papers of the transaction", "Do the order, the tender or the contract name a programme such as Skynet, Safe City or Sharp Eyes?"),
    ("tx.places", "list<string>", "kinds of sensitive place named for delivery or installation", "Where exactly will the goods be installed?"),
    ("tx.end_user_named", "bool", "the papers name who will use the goods", "Who will use the goods in the end?"),
    ("dest.country", "string", "country of ultimate destination (ISO 3166-1 alpha-2)", "What is the country of ultimate destination?"),
    ("route.countries", "list<string>", "countries on the route", "Through which countries do the goods travel?"),
    ("contract.federal", "bool", "the user holds or seeks a US federal contract that carries FAR 52.204-25", "Does the user hold a federal contract with FAR 52.204-25?"),
    ("tx.purpose_stated", "bool", "the papers or the lines say what the goods are for", "What are the goods for?"),
    ("tx.purpose_contradicts", "bool", "the purpose stated is plainly private, of goods that have hardly any civil use", "Does the purpose stated fit what the goods can do?"),
    ("tx.names_security_body", "bool", "the papers name a body of security, policing, censorship or detention, whoever the parties are", "Do the order, the tender or the contract name a police, security, censorship or detention body?"),
    ("tx.asks_targeting", "bool", "the papers ask for recognition of groups or emotions, watch lists, or covert use", "Do the papers ask for recognition of groups or emotions, for watch lists, or for covert use?"),
    ("tx.kit_split", "bool", "cameras come with what records their pictures, and not all of it under the cameras' heading", "Do cameras and recorders of the entry belong together, and how is each declared?"),
    ("tx.exclusion_order", "bool", "the papers name an exclusion order of the Trade Commission", "Does an exclusion order under section 337 name the goods?"),
    ("tx.value", "money", "the stated values of the lines together, in dollars", "What is the value of the shipment, in dollars?"),
    ("tx.mid_near_listed", "bool", "a manufacturer ID of the entry is, or is near, that of a listed maker whom the papers do not name", "Whose is the manufacturer ID, and is it near that of a listed maker?"),
    ("tx.origin_shifted", "bool", "like goods of a listed producer carried another origin before its listing, which is recent", "Did goods of this producer carry another origin before it was listed?"),
    ("tx.buyer_replaced", "bool", "a buyer that earlier deals do not know takes like goods to the address of a listed buyer whose orders stopped", "Which deals did the same books hold before this one: dates, buyers, addresses, goods?"),
    ("tx.isf_gaps", "bool", "an element of the importer security filing that a matter can hold is missing", "Who sells, who buys, who made the goods, where, and under which tariff number?"),
    ("tx.act_waiver", "bool", "a national-interest waiver under the proposed Act is on file", "Is a national-interest waiver under the Act on file, with its day, authority and scope?"),
    ("tax.foreign_tax", "bool", "creditable foreign tax was paid or accrued in the year, or deemed paid", "Was creditable foreign tax paid or accrued in the year?"),
    ("tax.controlled", "bool", "the taxpayer holds controlled foreign corporations", "Does the taxpayer hold controlled foreign corporations?"),
    ("tax.translated", "bool", "a foreign tax is stated in a foreign currency", "In which currency was the tax paid, at which rate?"),
    ("tax.countries", "list<string>", "countries to which foreign tax was paid, directly or by a controlled corporation", "To which countries was tax paid?"),
    ("tax.carried", "bool", "excess credits of other years are carried into the year", "Which excess credits of other years are carried into the year?"),
    ("tax.subpart_f", "bool", "a controlled corporation has subpart F income", "Do the controlled corporations have subpart F income?"),
    ("tax.on_included", "bool", "tax falls on earnings that were already included under section 951A", "Does a tax fall on earnings that were already included under section 951A?"),
    ("tax.individual", "bool", "the taxpayer is a natural person", "Is the taxpayer a corporation or an individual?"),
    ("tax.prc_tax", "bool", "tax of the PRC is among it", "Is tax of the PRC among it?"),
    ("tax.participant", "bool", "the taxpayer's group takes part in building or operating the surveillance system in the year", "Does the group take part in building or operating the system, from when to when?"),
    ("tax.boycott", "bool", "the taxpayer reports operations in or with a boycotting country (Form 5713)", "Are there boycott operations to report on Form 5713?"),
    ("tx.dod_contract", "bool", "the matter is a contract with the Department of Defense", "Is it a contract with the Department of Defense?"),
    ("position.us_person", "bool", "whoever holds, buys or sells is a US person", "Is the holder or investor a US person?"),
    ("position.instrument", "string", "listed_equity, adr, bond, fund_unit, derivative, direct_equity or lp_interest", "What is the instrument: a share, a receipt, a bond, a unit of a fund, a derivative, a direct stake, an interest in a partnership?"),
    ("position.public", "bool", "the security is publicly traded, or derives from one that is, or is a unit of a fund", "Is the security publicly traded?"),
    ("position.action", "string", "buy, sell, hold or reinvest", "What is done: bought, sold, held, or a dividend reinvested?"),
    ("position.trade_date", "date", "day of the trade", "On which day is the trade?"),
    ("position.acquired_on", "date", "day on which the position was acquired", "When was the position acquired?"),
    ("position.lp_excepted", "bool", "the interest in a pooled fund is excepted by its size or by a contractual assurance, and no rights beyond standard minority protections are stated", "How much is committed across the fund's vehicles, is there a contractual assurance, and are the rights no more than standard minority protections?"),
    ("position.ai_end_use", "string", "what the target's AI system is designed for: exclusive (military, intelligence or mass surveillance alone, or intended for it), designed (that among others), other (a notifiable use besides) or none", "Does the target develop an AI system, for which end use is it designed, and is it for that use alone?"),
    ("position.fund_exposure", "bool", "the fund holds a company on the list of EO 14032, directly or through another fund", "Which listed companies does the fund hold, and with which weights?"),
    ("position.reached_barred_from", "date", "day from which trades in the listed company that the fund reaches are barred", "When was the company listed that the fund reaches?"),
    ("position.reached_divest_before", "date", "day before which a sale may divest of the listed company that the fund reaches", "When was the company listed that the fund reaches?"),
    ("issuer.exchange", "string", "exchange on which the securities are listed", "On which exchange are the securities listed?"),
    ("issuer.trading_suspended", "bool", "trading is suspended by the Commission on the day", "Has the Commission suspended trading, from when to when?"),
    ("issuer.registration_revoked", "bool", "the registration of the security is revoked or suspended on the day", "Has the Commission revoked or suspended the registration?"),
    ("issuer.form25_filed", "bool", "a filing of Form 25 is stated", "Was Form 25 filed, and when?"),
    ("issuer.uninspected_years", "int", "fiscal years in a row for which the issuer was conclusively identified as having an auditor that cannot be inspected", "For which fiscal years was the issuer conclusively identified, and when?"),
    ("issuer.relapse", "bool", "the issuer was identified again after a prohibition was lifted", "Was an earlier prohibition lifted, and was the issuer identified again?"),
    ("issuer.surveillance", "bool", "the issuer is a Chinese surveillance company", "Does the issuer make or operate surveillance products?"),
    ("issuer.listed_elsewhere", "bool", "the exchange that is stated is none of the United States; where none is stated, the question is taken to be of an exchange of the United States", "On which exchange are the securities listed?"),
    ("issuer.recognised", "bool", "the issuer is a body of the atlas by a code of its security, or by name and country, and not by its name alone", "Which security is it: CIK, ISIN, LEI, or ticker with its exchange?"),
    ("issuer.stake", "share", "largest share that the issuer holds of a Chinese surveillance company", "Which shares does the issuer hold of surveillance companies?"),
    ("issuer.stake_lower", "share", "largest share that the issuer is known to hold of a Chinese surveillance company", "Which shares does the issuer hold of surveillance companies?"),
    ("issuer.stake_upper", "share", "largest share that the issuer may hold of a Chinese surveillance company", "Which shares does the issuer hold of surveillance companies?"),
    ("contract.waiver_on_file", "bool", "a waiver under section 889(d) is on file", "Is a waiver under section 889(d) on file?"),
)
_PARTY = (
    ("party.name", "string", "the party's name as written", "What is the party's name?"),
    ("party.country", "string", "the party's country (ISO 3166-1 alpha-2)", "In which country is the party?"),
    ("party.consignee_type", "string", "AES ultimate consignee type: direct_consumer, government, reseller or other", "Which ultimate consignee type was declared?"),
    ("party.us_person", "bool", "the party is a US person", "Is the party a US person?"),
    ("party.identified", "bool", "the party is a body of the atlas (true), certainly none of them (false), or possibly one", "Is this the listed body of a similar name?"),
    ("party.listed", "bool", "the party itself stands on an official list that restricts, in force on the date", "Is the party on an official list that restricts dealings?"),
    ("party.similar_to_listed", "bool", "the name is near that of a listed body, and nobody has yet decided whether it is the same", "Is this the listed body of a similar name?"),
    ("party.ofac_programs", "list<string>", "OFAC programmes under which the party is listed on the date", "Under which OFAC programmes is the party listed?"),
    ("party.government", "bool", "the party is a government body by its own name, kind or declared type", "Is the party a government body?"),
    ("party.state_link", "bool", "the party is government, acts for government, or has a state owner behind it", "Is the party owned by, or does it act for, a government body?"),
    ("party.security_organ", "bool", "the party is a security, policing, censorship or detention body", "Is the party a police, security, censorship or detention body?"),
    ("party.military_end_user", "bool", "the party is a military end user in the sense of 15 CFR 744.21(g)", "Is the party a military end user (armed forces, national guard, national police, military intelligence)?"),
    ("party.surveillance_company", "bool", "the party is a Chinese surveillance company", "Does the party make or operate surveillance products?"),
    ("party.programs", "list<string>", "surveillance programmes that the party builds or operates", "Does the party build or operate a surveillance programme?"),
    ("party.cmic_barred_from", "date", "day from which trades in the party's securities are barred: 60 days after its listing under EO 14032", "When was the party listed under EO 14032?"),
    ("party.cmic_divest_before", "date", "day before which a sale may divest: 365 days after the party's listing under EO 14032", "When was the party listed under EO 14032?"),
    ("party.fdp_footnote", "bool", "the party's entry of the Entity List bears a footnote that a foreign-direct-product rule names", "Does the party's entry of the Entity List bear a footnote?"),
    ("party.military_intelligence", "bool", "the party is a military-intelligence end user by its names or the records", "Is the party a military-intelligence end user (15 CFR 744.22(f))?"),
    ("party.hk_police", "bool", "the party is the Hong Kong Police Force or its auxiliary", "Is the party the Hong Kong police?"),
    ("party.logistics", "bool", "the party forwards, stores or carries goods for others", "Does the party forward, store or carry goods for others?"),
    ("party.misuse_reports", "bool", "a record, tender or report ties the party to a surveillance programme", "Is there a credible report of misuse by this party?"),
    ("party.abuse_findings", "bool", "an official finding documents abuse by this body", "Is there an official finding of abuse about this body?"),
    *(
        (f"party.{entry.fact}", "bool", f"the party is on the {entry.title} on the date", f"Is the party on the {entry.title} on the date of the event?")
        for entry in LISTS
    ),
)
_LINE = (
    ("line.node", "string", "taxonomy node of the item", "What is the item (taxonomy node)?"),
    ("line.class", "string", "standing of the node in the proposed Act: core, context, enabling or none", "Is the item a surveillance product?"),
    ("line.image_chip", "bool", "the item is an image-processing chip usable in cameras", "Is the item an image-processing chip for cameras?"),
    ("line.state_list", "bool", "the item's capability is on the State Department's 2019 draft list", "Does the item have a capability on the State Department's list?"),
    ("line.eccn", "string", "ECCN at the level of the entry (3A991), or EAR99", "What is the item's ECCN?"),
    ("line.eccn_paragraph", "string", "ECCN with its paragraph (3A991.a.1)", "Which paragraph of the ECCN applies?"),
    ("line.hs", "string", "HTSUS or Schedule B digits, without dots", "What is the item's HTSUS or Schedule B number?"),
    ("line.subject_to_ear", "bool", "the item is subject to the EAR (15 CFR 734.3)", "Is the item subject to the EAR (made in the US, de minimis content, foreign direct product)?"),
    ("line.de_minimis_exceeded", "bool", "controlled US content is above the de minimis share for the destination (15 CFR 734.4)", "How much controlled US content does the item hold?"),
    ("line.origin", "string", "country of origin", "What is the country of origin?"),
    ("line.assembled_in", "string", "country of last assembly", "Where was it assembled?"),
    ("line.biometric_identification", "bool", "the item identifies a person among many (1:N) by fingerprint, face, voice or the like", "Does the item identify (1:N) or only verify (1:1)?"),
    ("line.fingerprint", "bool", "the item reads fingerprints or palms", "Does the item read fingerprints?"),
    ("line.use_covered", "bool", "the use falls under the Covered List's purposes: public safety, government facilities, critical infrastructure, other national security", "What will the equipment be used for, and where?"),
    ("line.fcc_authorized_on", "date", "day of the FCC equipment authorization of the model", "When was the model authorised by the FCC?"),
    ("line.rebadged", "bool", "the brand on the item is not the producer's own", "Who makes the item behind the brand?"),
    ("line.producer_country", "string", "country of the producer", "Who is the producer, and where?"),
    ("line.producer_surveillance_company", "bool", "the producer is a Chinese surveillance company", "Is the producer a surveillance company?"),
    ("line.producer_use_limited", "bool", "the producer's Covered List entry reaches only named uses", "Does the producer's Covered List entry have a limit of use?"),
    ("line.producer_covered_equipment", "bool", "the producer's Covered List entry reaches goods, and not services or software alone", "What does the producer's Covered List entry reach?"),
    ("line.producer_covered_since", "date", "day of the producer's first Covered List entry that is in force", "Since when is the producer on the Covered List?"),
    ("line.producer_kaspersky", "bool", "the producer is Kaspersky or one of its companies", "Is the producer Kaspersky or one of its companies?"),
    ("line.device_names_listed", "bool", "network address, FCC ID, model or firmware tell of a listed maker whom the papers do not name", "Who makes the device, by its network address, FCC ID, model and firmware?"),
    ("line.configured_elsewhere", "bool", "the words of the goods name the mains voltage, the plug, a radio band, a network or television standard or the market of another country than the destination", "Do voltage, plug, bands, standard and language of the goods fit the destination?"),
    ("line.priority_sector", "bool", "the goods or a named input are of a sector that the UFLPA strategy puts first", "Of which materials are the goods?"),
    ("line.test_or_show", "bool", "the goods come for testing, evaluation or a trade show", "Do the goods come for testing, evaluation or a trade show?"),
    ("line.use_critical_only", "bool", "nothing but the security of critical infrastructure brings the use under the Covered List", "Is there a use beside critical infrastructure?"),
    ("line.producer_listed", "bool", "the producer stands on an official list in force on the date", "Is the producer on an official list?"),
    ("line.crowd_control", "bool", "the item is tear gas, restraints, batons or the like", "Is the item crowd-control or restraint equipment?"),
    ("line.software", "bool", "the line is software, firmware, a licence key or support", "Is the line software, firmware, a key or support?"),
    ("line.covered_kind", "string", "kind of goods that the Covered List names whoever makes them: uas, consumer_router, inverter, robot or none", "Is the item a drone, a consumer router, an inverter or an advanced robot?"),
    ("line.connected_vehicle", "bool", "the item is connectivity or driving-system hardware or software of a vehicle", "Is the item a connectivity or driving system of a vehicle?"),
    ("line.upstream_covered", "bool", "the papers name a maker of a module or part who is on the Covered List", "Who made the modules inside?"),
    ("line.upstream_uflpa", "bool", "an input comes from a party on the UFLPA Entity List", "Who made the inputs?"),
    ("line.upstream_xinjiang", "bool", "the item or an input was made in Xinjiang", "Were the goods or inputs made in Xinjiang?"),
    *(
        (f"line.producer_{entry.fact.replace('.', '_')}", "bool", f"the producer is on the {entry.title} on the date", f"Is the producer on the {entry.title}?")
        for entry in LISTS
    ),
)
_HOLDER = (
    ("holder.name", "string", "the holder's name as written", "Who holds the shares?"),
    ("holder.kind", "string", "operating, fund or passive_fund", "Is the holder an operating company, a fund or a passive fund?"),
    ("holder.passive", "bool", "the holder is a passive fund", "Is the holder a passive fund?"),
    ("holder.us_person", "bool", "the holder is a US person", "Is the holder a US person?"),
    ("holder.pct", "share", "share of the issuer that the holder holds", "Which share does the holder hold?"),
    ("holder.pct_lower", "share", "share of the issuer that the holder holds at least", "Which share does the holder hold?"),
    ("holder.pct_upper", "share", "share of the issuer that the holder holds at most", "Which share does the holder hold?"),
)
_OWN = (
    ("own.met", "bool", "the page's ownership test is met by listed parties", "Who owns the party, and with which shares?"),
    ("own.lower", "share", "share that listed parties hold at least", "Who owns the party, and with which shares?"),
    ("own.upper", "share", "share that listed parties hold at most, on the evidence held", "Who owns the party, and with which shares?"),
    ("own.undisclosed", "share", "share whose holders are not known", "Who holds the undisclosed share?"),
    ("own.listed_share_unknown", "bool", "a listed party holds a share of unknown size", "How large is the share of the listed owner?"),
)

_FLAG = (
    ("flag.rf_01", "bool", "the item does not fit the buyer's business or stated need", "Does the item fit the buyer's business and stated need?"),
    ("flag.rf_02", "bool", "the buyer declines the usual installation, training or maintenance", "Did the buyer decline installation, training or maintenance that is usual for such goods?"),
    ("flag.rf_03", "bool", "the configuration does not fit the stated destination", "Does voltage, band or protocol fit the stated destination?"),
    ("flag.rf_05", "bool", "the buyer is reluctant to say what the goods are for", "Is the buyer reluctant to say what the goods are for?"),
    ("flag.rf_06", "bool", "payment is in cash, by a stranger to the deal, or on unusual terms", "Is payment in cash, by somebody else than the buyer, or on unusual terms?"),
    ("flag.rf_07", "bool", "the buyer has little or no business background", "Does the buyer have a business background that can be checked?"),
    ("flag.rf_09", "bool", "the route is abnormal, delivery is out of the way or the dates are vague", "Is the route, the place or the date of delivery unusual?"),
    ("flag.rf_10", "bool", "the packaging does not fit the goods or the destination", "Does the packaging fit the goods and the destination?"),
    ("flag.rf_11", "bool", "the buyer is evasive about domestic use, export or reexport", "Is the buyer evasive about where the goods will be used?"),
    ("flag.rf_12", "bool", "consignee or end user was changed at the last minute", "Was the consignee or the end user changed shortly before shipment?"),
    ("flag.rf_17", "bool", "a director, telephone, address or e-mail domain is that of a listed party", "Does the party share a director, telephone number, address or domain with a listed party?"),
    ("flag.rf_26", "bool", "law, courts or remedies at the destination are weak for those who are watched", "Does a published index, with year, show weak rule of law at the destination?"),
    ("flag.rf_27", "bool", "law or practice at the destination allows use against lawful speech, assembly, religion or movement", "Does law or practice at the destination allow such use?"),
    ("flag.rf_28", "bool", "an emergency, election, protest or crackdown is near the place and day of delivery", "Was there such an event within 90 days near the place of delivery?"),
    ("flag.rf_29", "bool", "the item is built for one government, or comes with source, keys or unlocked capability", "Is the item built for one government, or unlocked for it?"),
    ("flag.rf_30", "bool", "the contract lacks limits of use, audit, or a right to stop support", "Does the contract limit use, give a right of audit, and allow support to be withdrawn?"),
    ("flag.rf_41", "bool", "the item is specially designed for covert surveillance of natural persons", "Is the item specially designed for covert surveillance?"),
    ("flag.rf_42", "bool", "the exporter knows that use for repression is likely", "Does the exporter know of a likely use for repression?"),
    ("flag.rf_43", "bool", "the functions are purely commercial: billing, marketing, quality of service, network security", "Are the functions purely commercial?"),
    ("flag.rf_54", "bool", "the declared origin changed after the listing while the producer stayed", "Did the declared origin change within a year of the listing?"),
    ("flag.rf_55", "bool", "a new buyer with the same items or address appeared after a listed buyer's orders stopped", "Did this buyer appear when a listed buyer's orders for the same items stopped?"),
    ("flag.rf_64", "bool", "the buyer does not know how the product performs and wants it nonetheless", "Does the buyer know how the product performs?"),
    ("flag.rf_65", "bool", "the item is too advanced for the technical level of the destination", "Does the item fit the technical level of the destination?"),
    ("flag.rf_52", "bool", "the manufacturer ID of the entry is, or is near, that of a listed maker's name and address", "Is the manufacturer ID that of a listed maker's name and address?"),
    ("flag.rf_59", "bool", "foreign support in publications or patents is absent from the disclosure", "Do publications or patents name support that the disclosure lacks?"),
    ("flag.rf_60", "bool", "a holding reaches a listed issuer through a fund, a receipt, a derivative or a feeder", "Does the holding reach a listed issuer through a fund, a receipt or a derivative?"),
    ("flag.rf_61", "bool", "the trade or its settlement falls after the end of a divestment window", "Does the trade or its settlement fall after the end of the divestment window?"),
    ("flag.rf_62", "bool", "the taxpayer's group has revenue, supply or a stake in a surveillance project in the tax year", "Does the group have revenue, supply or a stake in a surveillance project in the tax year?"),
    ("flag.rf_63", "bool", "the foreign tax includes value-added tax, a surcharge or a fine", "Does the foreign tax include value-added tax, a surcharge or a fine?"),
    ("flag.military_use", "bool", "the exporter knows of a military or military-intelligence end use", "Does the exporter know of a military or military-intelligence end use?"),
)
"""What only a person can answer. Nobody is asked for it: a flag that is not looked at moves nothing."""

FACTS: dict[str, FactSpec] = {row[0]: FactSpec(*row) for row in (*_MATTER, *RESEARCH, *_PARTY, *_LINE, *_HOLDER, *_OWN, *_FLAG)}
"""Every fact, by path."""

TYPES: dict[str, str] = {path: spec.type for path, spec in FACTS.items()}
"""The type of every fact, by path."""
