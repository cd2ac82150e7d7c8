"""The party codes that an annotated report may hold.

In: a code. Out: whether it is known. The idea to know: a code is a country, a country
with a role, or an organisation; `-` stands for a party that cannot be placed. Countries
are those of ISO 3166-1 with Kosovo added, as `corpus/GUIDE.md` asks; the roles and the
organisations are the guide's own.
"""

from __future__ import annotations

__all__ = ["COUNTRIES", "ORGANISATIONS", "ROLES", "is_placed"]

COUNTRIES = frozenset(
    """
    ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD
    BGR BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR
    COD COG COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH
    ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL
    GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR
    JPN KAZ KEN KGZ KHM KIR KNA KOR KOS KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF
    MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM
    NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT
    PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD
    STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN
    TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE
    """.split()
)
ROLES = frozenset("GOV MIL LEG JUD PTY OPP REB MED BUS CVL JRN ACA REL LAB".split())
ORGANISATIONS = frozenset(
    """
    UNO EUU NATO IAEA ICC ICJ WTO IMF WBK WHO OPCW OSCE COE AU ECOWAS EAC SADC IGAD LAS GCC OIC OPEC
    ASEAN SAARC APEC SCO CSTO CIS EAEU BRICS G7 G20 OECD OAS UNASUR CELAC CARICOM MERCOSUR PIF AOSIS
    AC AES IGO NGO IMG ISM MNC
    """.split()
)


def is_placed(code: str) -> bool:
    """Tell whether a code is a country, a country with a role, or an organisation.

    Examples
    --------
    >>> is_placed("NOR-GOV"), is_placed("UNO"), is_placed("NOR-KING")
    (True, True, False)
    """
    country, dash, role = code.partition("-")
    if code in ORGANISATIONS:
        return True
    return country in COUNTRIES and (not dash or role in ROLES)
