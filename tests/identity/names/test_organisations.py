"""Names of organisations and vessels."""

import pytest

from remit.identity.names import compare

ONE_NAME = [
    ("Siemens AG", "Siemens Aktiengesellschaft"),
    ("SiemensAG", "Siemens AG"),
    ("Apple, Inc.", "Apple Inc"),
    ("OOO Oboronnye Initsiativy", "Oboronnye Initsiativy o.O.O."),
    ("OAO Gazprom", "Gazprom JSC"),
    ("Smith & Sons Ltd", "Smith and Sons Limited"),
    ("H&M Hennes & Mauritz AB", "H and M Hennes and Mauritz AB"),
    ("The Coca-Cola Company", "Coca-Cola Company"),
    ("Good Will Company", "Goodwill Company"),
    ("International Labour Organisation", "International Labor Organization"),
    ("Northern Trading Intl Ltd", "Northern Trading International Limited"),
    ("JP Morgan & Co", "J.P. Morgan & Co."),
    ("Brigade 44", "Brigade Forty-Four"),
    ("PLA", "People's Liberation Army"),
    ("Société Générale S.A.", "Societe Generale SA"),
]

OTHERS = [
    ("Fund 1 Ltd", "Fund 2 Ltd"),
    ("Apollo Fund VIII L.P.", "Apollo Fund IX L.P."),
    ("Harbour Properties (No. 7) Ltd", "Harbour Properties (No. 8) Ltd"),
    ("BAE Systems, Inc.", "BAE Industries, Inc."),
    ("Deutsche Bank AG", "Deutsche Bank GmbH"),
    ("Bank of China (Hong Kong) Limited", "Bank of China (Australia) Limited"),
    ("Volkswagen AG", "Siemens AG"),
    ("Mill Lane Taxis Ltd", "Mill Lane Taxis LLP"),
    ("construction ltd", "LLC Construction Dredging Company"),
]


@pytest.mark.parametrize(("left", "right"), ONE_NAME)
def test_one_organisation_written_in_two_ways(left: str, right: str) -> None:
    found = compare(left, right, "organisation")
    assert found.same, found.why


@pytest.mark.parametrize(("left", "right"), OTHERS)
def test_other_organisations_stay_apart(left: str, right: str) -> None:
    found = compare(left, right, "organisation")
    assert not found.same, found.why


def test_vessels_lose_their_prefix_and_keep_their_numbers() -> None:
    assert compare("M/V Lady Leila", "LADY LEILA", "vessel").same
    assert not compare("MV Lady Leila", "MV Lady Rania", "vessel").same
    assert not compare("Sea Star 2", "Sea Star III", "vessel").same
    assert compare("Sea Star 3", "Sea Star III", "vessel").same


def test_a_legal_entity_is_read_by_its_look() -> None:
    assert compare("Acme Ltd", "Acme Limited", "LegalEntity").score == 1
    assert compare("Mohamed Khan", "Muhammad Khan", "LegalEntity").same


def test_a_name_of_nothing_but_a_legal_form_keeps_it() -> None:
    assert compare("Limited", "Limited", "company").score == 1
