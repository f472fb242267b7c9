"""Names of countries as OFAC, the United Nations and the Commerce Country Chart write them, to ISO 3166-1 codes.

An unknown name gives no code: a region that is no country, or whose country is in dispute, is never guessed.
"""

from __future__ import annotations

from typing import Final

_TABLE: Final = """
AD Andorra|AE United Arab Emirates|AF Afghanistan|AG Antigua and Barbuda|AI Anguilla|AL Albania|AM Armenia|AO Angola|AR Argentina
AS American Samoa|AT Austria|AU Australia|AW Aruba|AZ Azerbaijan|BA Bosnia and Herzegovina|BB Barbados|BD Bangladesh|BE Belgium
BF Burkina Faso|BG Bulgaria|BH Bahrain|BI Burundi|BJ Benin|BM Bermuda|BN Brunei|BN Brunei Darussalam|BO Bolivia
BO Bolivia (Plurinational State of)|BR Brazil|BS Bahamas, The|BS Bahamas|BT Bhutan|BW Botswana|BY Belarus|BZ Belize|CA Canada
CD Congo, Democratic Republic of the|CD Democratic Republic of the Congo|CF Central African Republic|CG Congo, Republic of the
CG Congo|CH Switzerland|CI Cote d Ivoire|CI Cote d'Ivoire|CI Côte d'Ivoire|CK Cook Islands|CL Chile|CM Cameroon
CN China|CO Colombia|CR Costa Rica|CU Cuba|CV Cabo Verde|CV Cape Verde|CW Curacao|CW Curaçao|CY Cyprus|CZ Czech Republic|CZ Czechia
DE Germany|DJ Djibouti|DK Denmark|DM Dominica|DO Dominican Republic|DZ Algeria|EC Ecuador|EE Estonia|EG Egypt|ER Eritrea|ES Spain
ET Ethiopia|FI Finland|FJ Fiji|FM Micronesia|FM Micronesia (Federated States of)|FO Faroe Islands|FR France|GA Gabon|GB United Kingdom
GB United Kingdom of Great Britain and Northern Ireland|GD Grenada|GE Georgia|GG Guernsey|GH Ghana|GI Gibraltar|GL Greenland
GM The Gambia|GM Gambia|GN Guinea|GQ Equatorial Guinea|GR Greece|GT Guatemala|GU Guam|GW Guinea-Bissau|GY Guyana|HK Hong Kong
HK China, Hong Kong Special Administrative Region|HN Honduras|HR Croatia|HT Haiti|HU Hungary|ID Indonesia|IE Ireland|IL Israel
IM Man, Isle of|IM Isle of Man|IN India|IQ Iraq|IR Iran|IR Iran (Islamic Republic of)|IS Iceland|IT Italy|JE Jersey|JM Jamaica
JO Jordan|JP Japan|KE Kenya|KG Kyrgyzstan|KH Cambodia|KI Kiribati|KM Comoros|KN Saint Kitts and Nevis|KP Korea, North
KP Democratic People's Republic of Korea|KR Korea, South|KR Republic of Korea|KW Kuwait
KY Cayman Islands|KZ Kazakhstan|LA Laos|LA Lao People's Democratic Republic|LB Lebanon
LC Saint Lucia|LI Liechtenstein|LK Sri Lanka|LR Liberia|LS Lesotho|LT Lithuania|LU Luxembourg|LV Latvia|LY Libya|MA Morocco|MC Monaco
MD Moldova|MD Republic of Moldova|ME Montenegro|MG Madagascar|MH Marshall Islands|MK North Macedonia, The Republic of
MK North Macedonia|ML Mali|MM Burma|MM Myanmar|MN Mongolia|MO Macau|MO Macao|MO China, Macao Special Administrative Region
MR Mauritania|MS Montserrat|MT Malta|MU Mauritius|MV Maldives|MW Malawi|MX Mexico|MY Malaysia|MZ Mozambique|NA Namibia|NE Niger
NG Nigeria|NI Nicaragua|NL Netherlands|NL Netherlands (Kingdom of the)|NO Norway|NP Nepal|NR Nauru|NU Niue|NZ New Zealand|OM Oman
PA Panama|PE Peru|PG Papua New Guinea|PH Philippines|PK Pakistan|PL Poland|PR Puerto Rico|PS Palestinian|PS West Bank|PS Region: Gaza
PS State of Palestine|PT Portugal|PW Palau|PY Paraguay|QA Qatar|RO Romania|RS Serbia|RU Russia|RU Russian Federation|RW Rwanda
SA Saudi Arabia|SB Solomon Islands|SC Seychelles|SD Sudan|SE Sweden|SG Singapore|SI Slovenia|SK Slovakia|SL Sierra Leone|SM San Marino
SN Senegal|SO Somalia|SR Suriname|SS South Sudan|ST Sao Tome and Principe|SV El Salvador|SX Sint Maarten|SY Syria
SY Syrian Arab Republic|SZ Eswatini|SZ Swaziland|TC Turks and Caicos Islands|TD Chad|TG Togo|TH Thailand|TJ Tajikistan|TL Timor-Leste
TM Turkmenistan|TN Tunisia|TO Tonga|TR Turkey|TR Türkiye|TT Trinidad and Tobago|TV Tuvalu|TW Taiwan|TZ Tanzania
TZ United Republic of Tanzania|UA Ukraine|UG Uganda|US United States|US United States of America|UY Uruguay|UZ Uzbekistan
VA Vatican City|VA Holy See|VC Saint Vincent and the Grenadines|VE Venezuela|VE Venezuela (Bolivarian Republic of)
VG Virgin Islands, British|VG British Virgin Islands|VI Virgin Islands, U.S.|VN Vietnam|VN Viet Nam|VU Vanuatu|WS Samoa|XK Kosovo
YE Yemen|ZA South Africa|ZM Zambia|ZW Zimbabwe
EH Western Sahara|CD Congo (Democratic Republic of the)|CG Congo (Republic of the)|FM Micronesia (Federated State of)|GM Gambia, The
KN St. Kitts and Nevis|LC St. Lucia|SC Seycheles|SS South Sudan, Republic of|VC St. Vincent and the Grenadines
SX Sint Maarten (the Dutch two-fifths of the island of Saint Martin)
"""
"""The last three lines are the chart's (supplement no. 1 to 15 CFR part 738, its slip in the Seychelles included), each code looked up in ISO 3166-1
as the package ``tzdata`` ships it. Where several names have one code, the first is what people are shown."""

_CODES: Final[dict[str, str]] = {
    item[3:].casefold(): item[:2] for line in _TABLE.strip().splitlines() for item in line.split("|")
}


def country_code(name: str) -> str:
    """The code of a country's name, or nothing.

    >>> country_code("Korea, North"), country_code("Iran (Islamic Republic of)"), country_code("Region: Crimea")
    ('KP', 'IR', '')
    """
    return _CODES.get(" ".join(name.replace("\u2019", "'").split()).casefold(), "")


_NAMES: Final[dict[str, str]] = {
    item[:2]: item[3:] for line in reversed(_TABLE.strip().splitlines()) for item in reversed(line.split("|"))
}


def country_name(code: str) -> str:
    """The first name of a country in the table above, or the code where it has none.

    >>> country_name("CN"), country_name("zz")
    ('China', 'ZZ')
    """
    return _NAMES.get(code.upper(), code.upper())
