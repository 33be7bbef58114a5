"""A chart in the exchange format of i2 Analyst's Notebook, as public descriptions lay it out."""

from collections.abc import Sequence
from html import escape

__all__ = ["Chart"]

Grades = tuple[Sequence[str], Sequence[str], Sequence[str]]


class Chart:
    """A chart on its way. Items are numbered as a reader counts them."""

    def __init__(self, grades: Grades = ((), (), ())) -> None:
        self.rows = 0
        self._items: list[str] = []
        self._grades = grades

    def entity(
        self,
        key: str,
        type_: str,
        label: str,
        *,
        grades: Sequence[int] = (),
        source: str = "",
        time: str = "",
        utc: bool = False,
        **attributes: str,
    ) -> int:
        """An entity under an icon; the row that it is. `time` is as the format writes it."""
        inner = (
            f'<End X="0" Y="0" Z="0"><Entity EntityId="{_text(key)}" Identity="{_text(label)}" '
            f'LabelIsIdentity="true"><Icon><IconStyle Type="{_text(type_)}"/></Icon></Entity></End>'
        )
        return self._item(inner, label, grades, source, time, utc, attributes)

    def link(
        self,
        start: str,
        end: str,
        type_: str,
        label: str,
        *,
        card: str = "",
        grades: Sequence[int] = (),
        source: str = "",
        time: str = "",
        utc: bool = False,
    ) -> int:
        """A link between two entities by their keys, with what a card says; the row that it is."""
        cards = f'<CardCollection><Card Summary="{_text(card)}"/></CardCollection>' if card else ""
        inner = (
            f'<Link End1Id="{_text(start)}" End2Id="{_text(end)}">{cards}'
            f'<LinkStyle Strength="Default" ArrowStyle="ArrowNone" Type="{_text(type_)}"/></Link>'
        )
        return self._item(inner, label, grades, source, time, utc, {})

    def bytes(self) -> bytes:
        """The chart."""
        lists = "".join(
            f"<{tag}><StringCollection>"
            + "".join(
                f'<String Id="{tag}-{n}" Text="{_text(one)}"/>' for n, one in enumerate(texts)
            )
            + f"</StringCollection></{tag}>"
            for tag, texts in zip(("GradeOne", "GradeTwo", "GradeThree"), self._grades, strict=True)
        )
        items = "".join(self._items)
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n'
            f"<Chart>\n<ChartItemCollection>\n{items}</ChartItemCollection>\n{lists}\n</Chart>\n"
        ).encode()

    def _item(
        self,
        inner: str,
        label: str,
        grades: Sequence[int],
        source: str,
        time: str,
        utc: bool,
        attributes: dict[str, str],
    ) -> int:
        self.rows += 1
        said = [f'Label="{_text(label)}"']
        if time:
            said.append(f'DateTime="{time}" DateSet="true" TimeSet="true"')
        if source:
            said.append(f'SourceReference="{_text(source)}"')
        for tag, index in zip(("GradeOne", "GradeTwo", "GradeThree"), grades, strict=False):
            said.append(f'{tag}Index="{index}"')
        listed = "".join(
            f'<Attribute AttributeClass="{_text(name)}" Value="{_text(text)}"/>'
            for name, text in attributes.items()
        )
        more = f"<AttributeCollection>{listed}</AttributeCollection>" if listed else ""
        zone = '<TimeZone UniqueID="1" Name="UTC"/>' if utc else ""
        self._items.append(f"<ChartItem {' '.join(said)}>{inner}{more}{zone}</ChartItem>\n")
        return self.rows


def _text(text: str) -> str:
    return escape(text, quote=True)
