"""What `remit assure identity` prints, as a model: the source of its schema."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["IdentityMeasured"]


class Agreement(BaseModel):
    """Precision, recall and F1; null where there is nothing to take a share of."""

    precision: float | None = Field(ge=0, le=1)
    recall: float | None = Field(ge=0, le=1)
    f1: float | None = Field(ge=0, le=1)


class Blocking(BaseModel):
    """Which pairs were compared at all."""

    recall: float | None = Field(ge=0, le=1, description="share of the true pairs among them")
    pairs: int = Field(ge=0)


class GroupRates(BaseModel):
    """Missed and false matches of one group; null is insufficient data, and a note says so."""

    group: str
    n: int = Field(ge=0, description="records of the group")
    missed: float | None = Field(ge=0, le=1, description="share of its true pairs not joined")
    missed_interval: tuple[float, float] | None = Field(description="95 %")
    missed_ratio: float | None = Field(description="to the lowest rate above 0 of any group")
    missed_ratio_interval: tuple[float, float | None] | None = Field(description="95 %")
    false: float | None = Field(ge=0, le=1, description="share of its records joined with others'")
    false_interval: tuple[float, float] | None = Field(description="95 %")
    false_ratio: float | None = None
    false_ratio_interval: tuple[float, float | None] | None = None


class NameSwap(BaseModel):
    """Pairs of one group with the names of another, the same error made again."""

    group: str
    name_of: str
    pairs: int = Field(ge=0)
    change: float | None = Field(None, description="mean change of the match weight in bits")
    change_interval: tuple[float, float] | None = Field(None, description="95 %")
    falls_below: float | None = Field(None, ge=0, le=1, description="share that falls below")
    rises_above: float | None = Field(None, ge=0, le=1, description="share that rises above")
    note: str | None = None


class IdentityMeasured(BaseModel):
    """What `remit assure identity` prints."""

    model_config = ConfigDict(extra="allow")

    file: str
    engine: Literal["process", "duckdb", "spark"] = Field(
        description="what found and compared the pairs"
    )
    records: int = Field(ge=0)
    people: int = Field(ge=0)
    pair: Agreement = Field(description="pairs of at least the threshold, before clustering")
    cluster: Agreement = Field(description="pairs within one entity")
    b_cubed: Agreement = Field(description="by record (Bagga and Baldwin 1998)")
    blocking: Blocking
    clusters: int = Field(ge=0)
    mixed_clusters: int = Field(ge=0, description="entities with records of several people")
    largest_cluster: int = Field(ge=0)
    threshold: float = Field(description="the shipped one, bits; never tuned on the file")
    seconds: float = Field(ge=0)
    peak_mb: float = Field(ge=0, description="of memory, that of Java apart")
    groups: list[GroupRates] = Field(description="empty without --by")
    counterfactual: list[NameSwap] | None = Field(description="null without --by")
    columns: dict[str, str] = Field(description="what each column was taken to mean")
    profile: str = Field(description="which shipped profile the table fits, or their mean")
    model: str = Field(description="SHA-256 of the weights used")
    act: str
