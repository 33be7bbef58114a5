"""What is known of every way in: by which verb it reaches data, or why it reaches none.

A new route, page, command or verb stands on neither list, and the test says so.
"""

from typing import Any

from tests.gate.place import Place
from tests.house import BECAUSE

__all__ = [
    "COMMANDS",
    "COMMANDS_WITHOUT_DATA",
    "INDEPENDENT",
    "MOVES",
    "OF_NO_CASE",
    "OWN_ACTS",
    "OWN_COUNTS",
    "PAGES",
    "REPEATS",
    "ROUTES_WITHOUT_DATA",
    "params_of",
    "purpose_of",
]

PAGES = {
    "GET /cases/{case}/search": {"kind": "people", "query": "zephyr"},
    "GET /cases/{case}/suggest": {"query": "zephyr"},
    "GET /cases/{case}/entities/{entity}": {},
    "GET /cases/{case}/records/{load}/{row}": {},
    "GET /cases/{case}/paths": {"a": "{person}", "b": "{vehicle}"},
    "GET /cases/{case}/chart": {"thing": "{person}", "grow": "true"},
    "GET /cases/{case}/time-and-map": {"since": "2026-01-01"},
    "GET /cases/{case}/identity": {"a": "{person}", "b": "{other}", "verdict": "same"},
    "GET /cases/{case}/identity/{entity}": {},
    "POST /cases/{case}/identity": {
        "do": "judge",
        "a": "{person}",
        "b": "{other}",
        "verdict": "cannot-tell",
        "reason": "told by nobody",
    },
    "GET /cases/{case}/identity/review": {},
    "POST /cases/{case}/identity/review": {"do": "propose"},
    "GET /cases/{case}/identity/{entity}/edges": {},
    "GET /cases/{case}/identity/misread": {},
    "GET /cases/{case}/load/{token}": {},
    "GET /cases/{case}/loads": {},
    "GET /cases/{case}/loads/{load}/rejected": {},
    "GET /cases/{case}/texts": {},
    "GET /cases/{case}/texts/{text}": {},
    "POST /cases/{case}/texts/{text}": {"do": "reject", "candidate": "{candidate}"},
    "GET /held": {},
    "GET /held/{case}/{held}": {},
    "POST /held/{case}/{held}": {"do": "release", "row": "2"},
    "GET /cases/{case}/analyses": {},
    "POST /cases/{case}/analyses": {
        "do": "decide",
        "analysis": "{analysis}",
        "finding": "{finding}",
        "state": "noted",
        "reason": "told by nobody",
    },
    "POST /cases/{case}/chart/export": {"thing": "{person}", "grow": "true", "form": "anx"},
    "POST /cases/{case}/products": {"first": "2026-01", "last": "2026-06"},
    "GET /cases/{case}/products": {},
    "GET /cases/{case}/products/{product}": {},
    "GET /cases/{case}/products/{product}/rows/{figure}": {},
    "POST /cases/{case}/products/{product}/export": {},
}
"""Pages that answer with data, and what is asked of them. The API's come from the verbs."""

MOVES = {
    "load": "brings data in, and answers with its counts",
    "compact": "answers with how many rows it sorted",
    "feeds set": "answers with what it did",
    "feeds end": "answers with what it did",
    "feeds run": "takes what is ready, and answers with its counts",
    "load.feed-set": "answers with what it did",
    "load.feed-end": "answers with what it did",
    "profiles list": "answers with how layouts are read",
    "profiles forget": "answers with what it did",
    "retract": "answers with what it did",
    "erase": "answers with what it did",
    "product list": "answers with ids and kinds of products",
    "product chart": "writes files, and answers with their names and with counts",
    "product problem-profile": "the product is sealed; reading it is an act of its own",
    "acts list": "answers with what was done and why, not with what was found",
    "load.file": "brings data in, and answers with its counts",
    "extract.promote": "answers with how many it promoted",
    "extract.reject": "answers with how many it rejected",
    "candidates promote": "answers with how many it promoted",
    "candidates reject": "answers with how many it rejected",
    "POST /cases/{case}/texts/{text}": "leads back to the text, which is another act",
    "identity judge": "answers with what it did",
    "identity withdraw": "answers with what it did",
    "identity propose": "answers with counts of people compared",
    "identity adopt": "answers with what it did",
    "identity drop": "answers with what it did",
    "identity proposals": "answers with who proposed and adopted what, and with counts",
    "resolve.propose": "answers with counts of people compared",
    "resolve.adopt": "answers with what it did",
    "resolve.drop": "answers with what it did",
    "resolve.proposals": "answers with who proposed and adopted what, and with counts",
    "resolve.judge": "answers with what it did",
    "resolve.withdraw": "answers with what it did",
    "POST /cases/{case}/analyses": "leads back to the page, which is another act",
    "POST /cases/{case}/identity": "leads on to the person, which is another act",
    "POST /cases/{case}/identity/review": "leads back to the page, which is another act",
    "movements holders": "answers with what chance does not give, of which few rows give none",
    "movements.holders": "answers with what chance does not give, of which few rows give none",
    "load.compact": "answers with how many rows it sorted",
    "load.profiles": "answers with how layouts are read",
    "load.forget": "answers with what it did",
    "quarantine release": "answers with what it did",
    "quarantine seal": "answers with what it did",
    "quarantine.release": "answers with what it did",
    "quarantine.seal": "answers with what it did",
    "POST /held/{case}/{held}": "leads on to what is still held",
    "erase.load": "answers with what it did",
    "erase.record": "answers with what it did",
    "erase.restore": "answers with what it did",
    "erase.retract": "answers with what it did",
    "analyse.plan": "answers with what would run, and with counts of records by kind",
    "analyse.list": "answers with who analysed what and when, and with counts",
    "analyses list": "as analyse.list",
    "analyse.decide": "answers with what it did",
    "analyses decide": "answers with what it did",
    "movements.clones": "finds nothing in so little data, and answers with counts",
    "movements clones": "as movements.clones",
    "crimes.presence": "finds nothing in so little data, and answers with counts",
    "crimes presence": "as crimes.presence",
    "product.list": "answers with ids and kinds of products",
    "product.problem-profile": "the product is sealed; reading it is an act of its own",
    "product.case-analysis": "answers with findings in words; its rows are read in another act",
    "product case-analysis": "as product.case-analysis",
    "read-ledger.act": "answers with what was done and why, not with what was found",
    "read-ledger.acts": "answers with what was done and why, not with what was found",
    "POST /cases/{case}/products": "leads on to the product, which is another act",
    "GET /cases/{case}/products": "answers with ids and kinds of products",
}
"""What runs in an act like all the others, yet whose answer names no canary."""

REPEATS = {
    "GET /cases/{case}/load/{token}": "shows the answer of the act that loaded the file again, "
    "to the person who had it, until a brake, a remit or a membership moves",
}
"""What answers under an act that is over."""

INDEPENDENT = frozenset(
    {
        "GET /held",
        "GET /held/{case}/{held}",
        "POST /held/{case}/{held}",
        "quarantine.list",
        "quarantine.read",
        "quarantine.release",
        "quarantine.seal",
        "quarantine list",
        "quarantine read",
        "quarantine release",
        "quarantine seal",
    }
)
"""What only an independent reviewer is answered, who has no part in the case."""

OF_NO_CASE = frozenset({"GET /held"})
"""What runs in an act that is of no case."""

OWN_ACTS = frozenset({"GET /acts", "GET /acts/{act}", "GET /api/acts", "acts show"})
"""What tells people what they asked for themselves, whatever has been stopped since."""

OWN_COUNTS = frozenset({"GET /cases/{case}"})
"""What lists people's own latest acts with their counts, and must tell no more than the count."""

ROUTES_WITHOUT_DATA = {
    "GET /api/openapi.json": "how the API is used",
    "GET /static": "files of our own wheel, the same for everyone",
    "GET /": "leads on",
    "GET /sign-in": "takes a one-time link",
    "POST /sign-out": "ends the session",
    "GET /cases": "references and titles of one's own cases, which is authority",
    "POST /cases": "proposes a case",
    "GET /cases/{case}": "members, lines of enquiry and one's own acts in one's own case",
    "POST /cases/{case}/open": "a decision on a case",
    "POST /cases/{case}/members": "a decision on a case",
    "POST /cases/{case}/lines": "a decision on a case",
    "GET /cases/{case}/load": "a form, and the names of one's own files that wait",
    "POST /cases/{case}/load": "takes a file; what is in it is shown to who brought it, as a plan",
    "POST /cases/{case}/load/all": "begins the act load.file for each file that waits",
    "POST /cases/{case}/load/{token}": "begins the act load.file, or lets the file go",
    "GET /remits": "public documents",
    "POST /remits": "a decision of the force",
    "GET /remits/{remit}": "a public document",
    "POST /remits/{remit}": "a decision of the oversight body",
    "GET /brakes": "public",
    "POST /brakes": "a decision of the oversight body",
    "GET /brakes/release": "the text that is signed, public",
    "POST /brakes/release": "a decision of the oversight body",
    "POST /brakes/reply": "public",
    "GET /ledger": "hashes and public entries",
    "GET /acts": "one's own acts: what one asked for",
    "GET /acts/{act}": "one's own act: what one asked for and why it was allowed",
    "GET /api/verbs": "what can be asked",
    "GET /api/purposes": "a closed list",
    "GET /api/cases": "as GET /cases",
    "GET /api/remits": "public documents",
    "GET /api/brakes": "public",
    "GET /api/ledgers/head": "a hash",
    "GET /api/acts": "one's own acts: what one asked for",
}
"""Routes that give no personal data, and why not; asked all the same."""

COMMANDS = {
    "search people": ["zephyr"],
    "search vehicles": ["QX7*"],
    "search phones": ["0417"],
    "search places": ["mews"],
    "search text": ["zephyrine"],
    "show": ["{person}"],
    "record": ["{load}", "2"],
    "path": ["{person}", "{vehicle}"],
    "phones successors": [],
    "identity judge": ["{person}", "{other}", "cannot-tell", "--reason", "told by nobody"],
    "identity withdraw": ["{judged}", "--reason", "told by nobody"],
    "identity history": ["{person}"],
    "identity preview": ["{person}", "{other}"],
    "identity propose": [],
    "identity proposals": [],
    "identity adopt": ["{proposed}", "--reason", "told by nobody"],
    "identity drop": ["{adopted}", "--reason", "told by nobody"],
    "identity queue": [],
    "identity misread": [],
    "identity edges": ["{person}"],
    "identity seek": ["--phone", "07700 900417"],
    "network neighbours": ["{person}"],
    "network two-hops": ["{person}"],
    "network common": ["{person}", "{vehicle}"],
    "network expand": ["{person}", "--grow"],
    "network chart": ["{person}", "--grow"],
    "movements holders": [],
    "time-and-map events": ["--since", "2026-01-01", "--ground"],
    "product problem-profile": ["--from", "2026-01", "--to", "2026-06"],
    "product case-analysis": ["--analysis", "{analysis}"],
    "product list": [],
    "product export": ["{product}", "--out", "{folder}/out"],
    "product chart": ["{person}", "--grow", "--out", "{folder}/drawn"],
    "load": ["{folder}/xylophone-intake.csv"],
    "compact": [],
    "loads list": [],
    "loads rejects": ["{load}"],
    "feeds set": ["again", "--folder", "{feeds}", "--source", "table", "--every", "1d"],
    "feeds list": [],
    "feeds show": ["{waiting}"],
    "feeds run": ["{feed}"],
    "feeds accept": ["{waiting}"],
    "feeds end": ["{feed}"],
    "extract": ["{folder}/xylophone-note.txt"],
    "analyse": [],
    "analyses list": [],
    "analyses read": ["{analysis}"],
    "analyses decide": ["{analysis}", "{finding}", "noted", "--reason", "told by nobody"],
    "crimes presence": [],
    "crimes stolen": [],
    "money passing": [],
    "movements clones": [],
    "assure names": ["{folder}/xylophone-pairs.csv"],
    "assure identity": ["{folder}/xylophone-intake.csv", "--truth", "vrm", "--by", "name"],
    "candidates texts": [],
    "candidates list": ["{text}"],
    "candidates promote": ["{text}", "{candidate}"],
    "candidates reject": ["{text}", "{candidate}"],
    "profiles list": [],
    "profiles forget": ["{profile}"],
    "acts list": ["--all", "--purpose", "verifying-lawfulness"],
    "quarantine list": [],
    "quarantine read": ["{held}"],
    "quarantine release": ["{spare_held}"],
    "quarantine seal": ["{spare_held}"],
    "retract": ["{spare}"],
    "erase": ["{spare}"],
}
"""Commands that run a verb in an act, and the words they are asked with."""

COMMANDS_WITHOUT_DATA: dict[str, tuple[list[str] | None, str]] = {
    "init": (None, "makes a workspace"),
    "demo": (None, "makes an exercise, then does what the other commands do"),
    "serve": (None, "serves the routes above"),
    "remits list": ([], "public documents"),
    "remits show": (["{remit}"], "a public document"),
    "remits submit": (None, "a decision of the force"),
    "remits approve": (None, "a decision of the oversight body"),
    "remits refuse": (None, "a decision of the oversight body"),
    "remits suspend": (None, "a decision of the oversight body"),
    "remits resume": (None, "a decision of the oversight body"),
    "remits revoke": (None, "a decision of the oversight body"),
    "brake pull": (None, "a decision of the oversight body"),
    "brake release": (None, "a decision of the oversight body"),
    "brake reply": (None, "public"),
    "brake status": ([], "public"),
    "ledger publish": (["{folder}/published"], "hashes and public entries"),
    "ledger verify": (["{folder}/published"], "reads what is published"),
    "ledger checkpoint": ([], "a hash, signed"),
    "ledger witness": (None, "runs elsewhere and sees hashes"),
    "cases list": ([], "references and titles of one's own cases, which is authority"),
    "cases show": (["{case}"], "as cases list"),
    "cases propose": (None, "a decision on a case"),
    "cases open": (None, "a decision on a case"),
    "cases assign": (None, "a decision on a case"),
    "cases close": (None, "a decision on a case"),
    "lines list": ([], "questions and reasons of one's own case"),
    "lines open": (None, "a decision in a case"),
    "acts show": (["{act}"], "one's own act; others' take read-ledger"),
    "people list": ([], "who is enrolled, for the service account"),
    "people enrol": (None, "for the service account; an entry in the ledger"),
    "people link": (None, "for the service account; an entry in the ledger"),
    "people retire": (None, "for the service account; an entry in the ledger"),
    "purposes list": ([], "a closed list"),
    "keys make": (None, "touches no workspace"),
    "keys sign": (None, "touches no workspace"),
}
"""Commands that give no personal data, the words to ask them with, and why not."""


def params_of(verb: str, place: Place) -> dict[str, Any]:
    """What a verb is asked with, so that it answers with a canary where there is one."""
    named: dict[str, dict[str, Any]] = {
        "search.people": {"query": "zephyr"},
        "search.vehicles": {"query": "QX7*"},
        "search.phones": {"query": "0417"},
        "search.places": {"query": "mews"},
        "search.text": {"query": "zephyrine"},
        "search.suggest": {"prefix": "zephyr"},
        "show.entity": {"entity": place.person},
        "show.record": {"load": place.load, "row": 2},
        "network.neighbours": {"entity": place.person},
        "network.two_hops": {"entity": place.person},
        "network.common": {"entities": [place.person, place.vehicle]},
        "network.expand": {"entities": [place.person], "grow": True},
        "network.chart": {"entities": [place.person], "grow": True},
        "movements.holders": {},
        "time-and-map.events": {"since": "2026-01-01", "ground": True},
        "path.between": {"a": place.person, "b": place.vehicle},
        "phones.successors": {},
        "resolve.judge": {
            "a": place.person,
            "b": place.other,
            "verdict": "cannot-tell",
            "reason": BECAUSE,
        },
        "resolve.history": {"entity": place.person},
        "resolve.preview": {"a": place.person, "b": place.other},
        "resolve.propose": {},
        "resolve.proposals": {},
        "resolve.queue": {},
        "resolve.misread": {},
        "resolve.seek": {"phone": "07700 900417"},
        "resolve.edges": {"entity": place.person},
        "analyse.plan": {},
        "analyse.gather": {"kept": [place.kept_run]},
        "analyse.read": {"analysis": place.analysis},
        "analyse.list": {},
        "analyse.decide": {
            "analysis": place.analysis,
            "finding": place.finding,
            "state": "noted",
            "reason": BECAUSE,
        },
        "crimes.presence": {},
        "crimes.stolen": {},
        "money.passing": {},
        "movements.clones": {},
        "product.list": {},
        "product.read": {"product": place.product},
        "product.rows": {"product": place.product, "figure": place.figure},
        "product.export": {"product": place.product},
        "product.chart": {"entities": [place.person], "grow": True},
        "product.case-analysis": {"analysis": place.analysis},
        "product.problem-profile": {"from_": "2026-01", "to": "2026-06"},
        "read-ledger.act": {"act_id": place.act},
        "read-ledger.acts": {},
        "load.list": {},
        "load.rejects": {"load": place.load},
        "load.feed-set": {
            "feed": "again",
            "folder": str(place.feeds),
            "source": "table",
            "every": "1d",
            "reason": BECAUSE,
        },
        "extract.file": {"path": str(place.folder / "xylophone-note.txt")},
        "assure.names": {"path": str(place.folder / "xylophone-pairs.csv")},
        "assure.identity": {
            "path": str(place.folder / "xylophone-intake.csv"),
            "truth": "vrm",
            "by": "name",
        },
        "extract.texts": {},
        "extract.candidates": {"load": place.text},
        "extract.promote": {"load": place.text, "candidates": [place.candidate]},
        "extract.reject": {"load": place.text, "candidates": [place.candidate]},
        "load.plan": {"path": str(place.folder / "xylophone-intake.csv")},
        "load.profiles": {},
        "load.file": {"path": str(place.folder / "xylophone-intake.csv"), "yes": True},
    }
    if verb in named:
        return named[verb]
    if verb in ("load.feed-look", "load.feed-end"):
        return {"feed": place.feed()}
    if verb in ("load.feed", "load.feed-accept"):
        return {"feed": place.waiting()}
    if verb == "load.feeds":
        place.waiting()
        return {}
    if verb == "resolve.withdraw":
        return {"judgement": place.judged(), "reason": BECAUSE}
    if verb == "resolve.adopt":
        return {"resolution": place.proposed(), "reason": BECAUSE}
    if verb == "resolve.drop":
        return {"adoption": place.adopted(), "reason": BECAUSE}
    if verb == "load.forget":
        return {"profile": place.kept()}
    if verb.startswith("quarantine."):
        if verb.endswith(".list"):
            return {}
        return {"load": place.held if verb.endswith(".read") else place.spare_held()}
    load = place.spare()
    if verb == "erase.restore" and place.in_order:
        place.use("erase.retract", load=load)
    return {"load": load, "row": 2} if verb == "erase.record" else {"load": load}


def purpose_of(verb: str) -> str | None:
    """The purpose a verb is asked with; None for the case's."""
    return "verifying-lawfulness" if verb.startswith("read-ledger.") else None
