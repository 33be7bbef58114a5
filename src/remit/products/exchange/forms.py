"""The forms a chart has, and the files of each with their manifest."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from json import dumps
from typing import Literal

from remit.products.exchange import anx, csv, ftm, gexf, graphml, xlsx
from remit.products.exchange.graph import Graph

__all__ = ["FORMS", "Form", "written"]

Form = Literal["graphml", "gexf", "anx", "ftm", "csv", "xlsx"]

FORMS: Mapping[Form, Mapping[str, Callable[[Graph], bytes]]] = {
    "graphml": {"chart.graphml": graphml.write},
    "gexf": {"chart.gexf": gexf.write},
    "anx": {"chart.anx": anx.write},
    "ftm": {"chart.ftm.json": ftm.write},
    "csv": {"things.csv": csv.things, "links.csv": csv.links},
    "xlsx": {"chart.xlsx": xlsx.write},
}
"""The files of each form by name, and what writes them."""


def written(graph: Graph, form: Form) -> dict[str, bytes]:
    """The files of a form, and `manifest.json` with the authority and the digest of each."""
    files = {name: write(graph) for name, write in FORMS[form].items()}
    manifest = {
        **graph.facts(),
        "form": form,
        "files": {name: sha256(data).hexdigest() for name, data in sorted(files.items())},
    }
    return {**files, "manifest.json": (dumps(manifest, indent=2) + "\n").encode()}
