"""Tables of the store room in the state database: which sealed files there are, and why.

Columns that could hold content end in `_sealed` and hold what the workspace's box sealed.
Names of sources, conditions and retention classes are not content and stay plain. Times are
ISO 8601 text in UTC, whole seconds; days are ISO 8601 text.
"""

from sqlalchemy import Column, Float, Index, Integer, LargeBinary, MetaData, Table, Text

__all__ = ["metadata"]

metadata = MetaData()

load = Table(
    "load",
    metadata,
    Column("id", Text, primary_key=True),
    Column("state", Text, nullable=False),  # loading, sealed, visible, retracted, erased
    Column("source", Text, nullable=False),
    Column("profile", Text, nullable=False),
    Column("profile_version", Integer, nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("mapping", Text, nullable=False),  # fingerprint of the answers it was mapped with
    Column("case_id", Text),
    Column("handling", Text, nullable=False),
    Column("retention", Text, nullable=False),
    Column("review_due", Text, nullable=False),
    Column("file_name_sealed", LargeBinary),  # null once erased
    Column("content_sha256_sealed", LargeBinary),  # null once erased
    Column("act", Text, nullable=False),  # the act that writes it, or wrote it last
    Column("loaded_at", Text, nullable=False),
    Column("received", Integer, nullable=False),
    Column("accepted", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("last_pos", Integer, nullable=False),  # every row up to here is kept
    Column("version", Integer, nullable=False),  # moves with every successor of its files
    Column("salt", LargeBinary),
    Column("commitment", Text),  # salted, over the digests of its sealed files
    Column("noticed_sealed", LargeBinary),  # notes and defects, JSON; null once erased
    Column("held", Integer, nullable=False, server_default="0"),  # of those rejected
    Column("authority_sealed", LargeBinary),  # under which it was got, as JSON; null for none
    Column("unchanged", Integer, nullable=False, server_default="0"),  # of those accepted
    Column("superseded", Integer, nullable=False, server_default="0"),  # of those accepted
    Index("load_state", "state", "source", "handling"),
)

part = Table(
    "part",
    metadata,
    Column("load", Text, primary_key=True),
    Column("name", Text, primary_key=True),  # the sealed file, under sealed/<load>/
    Column("stage", Text, nullable=False),  # one of catalogue.STAGES
    Column("relation", Text, nullable=False),  # a table of schema.py, or archive
    Column("handling", Text, nullable=False),
    Column("key_name", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("digest", Text, nullable=False),  # SHA-256 of the sealed bytes
)

kept_profile = Table(
    "kept_profile",
    metadata,
    Column("layout", Text, primary_key=True),  # keyed hash of the header
    Column("version", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("title_sealed", LargeBinary, nullable=False),
    Column("how", Text, nullable=False),  # JSON: meanings by number of the column, no content
    Column("act", Text, nullable=False),
    Column("kept_by", Text, nullable=False),
    Column("kept_at", Text, nullable=False),
)

erased_record = Table(
    "erased_record",
    metadata,
    Column("load", Text, primary_key=True),
    Column("pos", Integer, primary_key=True),
    Column("erased_at", Text, nullable=False),
    Column("act", Text, nullable=False),
)

candidate = Table(
    "candidate",
    metadata,
    Column("load", Text, primary_key=True),
    Column("pos", Integer, primary_key=True),
    Column("at_begin", Integer, primary_key=True),  # characters of the text of the row
    Column("at_end", Integer, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("state", Text, nullable=False),  # promoted, rejected
    Column("made_by", Text, nullable=False),  # the rule or the model that proposed it
    Column("decided_by", Text, nullable=False),
    Column("decided_at", Text, nullable=False),
    Column("act", Text, nullable=False),
)

derived = Table(
    "derived",
    metadata,
    Column("load", Text, primary_key=True),
    Column("pos", Integer, primary_key=True),
    Column("from_load", Text, nullable=False),
    Column("from_pos", Integer, nullable=False),
    Index("derived_from", "from_load", "from_pos"),
)

judgement = Table(
    "judgement",
    metadata,
    Column("id", Text, primary_key=True),  # random
    Column("number", Integer, nullable=False),  # in the order in which they were made; never shown
    Column("a", Text, nullable=False),  # a mention; `a` comes before `b`
    Column("b", Text, nullable=False),
    Column("a_load", Text, nullable=False),
    Column("a_pos", Integer, nullable=False),
    Column("a_handling", Text, nullable=False),  # who may not see both may not see it
    Column("b_load", Text, nullable=False),
    Column("b_pos", Integer, nullable=False),
    Column("b_handling", Text, nullable=False),
    Column("verdict", Text, nullable=False),  # same, different, cannot-tell, withdrawn
    Column("supersedes", Text),  # the one of the same pair that counted until then
    Column("withdraws", Text),  # the one that is taken back; null unless withdrawn
    Column("case_id", Text),  # in which it was made
    Column("of_case", Integer, nullable=False),  # whether it counts in that case alone
    Column("act", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("reason_sealed", LargeBinary, nullable=False),
    Column("salt", LargeBinary, nullable=False),  # of the commitment in its leaf
    Column("second", Integer, nullable=False, server_default="0"),  # it takes two people
    Index("judgement_number", "number"),
    Index("judgement_a", "a_load", "a_pos"),
    Index("judgement_b", "b_load", "b_pos"),
)

resolution = Table(
    "resolution",
    metadata,
    Column("id", Text, primary_key=True),  # random
    Column("state", Text, nullable=False),  # sealed, visible
    Column("case_id", Text),
    Column("reach", Text, nullable=False),  # what the act that worked it out could see
    Column("model", Text, nullable=False),  # SHA-256 of its file
    Column("model_sealed", LargeBinary, nullable=False),  # the file, packed
    Column("figures_sealed", LargeBinary, nullable=False),  # counts and steps withheld, JSON
    Column("act", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Index("resolution_case", "case_id", "reach"),
)

edge = Table(
    "edge",
    metadata,
    Column("resolution", Text, primary_key=True),
    Column("a", Text, primary_key=True),  # a mention; `a` comes before `b`
    Column("b", Text, primary_key=True),
    Column("a_load", Text, nullable=False),
    Column("a_pos", Integer, nullable=False),
    Column("b_load", Text, nullable=False),
    Column("b_pos", Integer, nullable=False),
    Column("weight", Float, nullable=False),  # bits
    Column("levels", Text, nullable=False),  # of each comparison of the model, in its order
    Column("held", Text),  # the rule by which no machine joins the two; null for none
    Index("edge_a", "a_load", "a_pos"),
    Index("edge_b", "b_load", "b_pos"),
)

strong = Table(
    "strong",
    metadata,
    Column("resolution", Text, primary_key=True),
    Column("mention", Text, primary_key=True),
    Column("identifier", Text, primary_key=True),  # pnc, cro
    Column("mark", Text, nullable=False),  # keyed hash of its value: equal or not, no more
    Column("load", Text, nullable=False),
    Column("pos", Integer, nullable=False),
    Index("strong_row", "load", "pos"),
)

adoption = Table(
    "adoption",
    metadata,
    Column("id", Text, primary_key=True),  # random
    Column("number", Integer, nullable=False),  # counted with the judgements; never shown
    Column("resolution", Text, nullable=False),
    Column("withdraws", Text),  # the adoption that is taken back; null unless it is
    Column("case_id", Text),
    Column("reach", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("reason_sealed", LargeBinary, nullable=False),
    Column("salt", LargeBinary, nullable=False),  # of the commitment in its leaf
    Index("adoption_case", "case_id", "reach"),
)

shown = Table(
    "shown",
    metadata,
    Column("act", Text, primary_key=True),
    Column("load", Text, primary_key=True),
    Column("positions", LargeBinary, nullable=False),  # rows the act cited, packed
    Index("shown_load", "load"),
)

superseded = Table(
    "superseded",
    metadata,
    Column("load", Text, primary_key=True),
    Column("handling", Text, primary_key=True),
    Column("act", Text, primary_key=True),  # that brought what they were superseded by
    Column("by_load", Text),  # null where the rows went with what they were derived from
    Column("at", Text, nullable=False),
    Column("positions", LargeBinary, nullable=False),  # packed, in order
    Column("by_positions", LargeBinary, nullable=False),  # row for row; 0 where there is no row
)

standing_feed = Table(
    "standing_feed",
    metadata,
    Column("id", Text, primary_key=True),
    Column("state", Text, nullable=False),  # standing, ended
    Column("source", Text, nullable=False),
    Column("handling", Text, nullable=False),
    Column("case_id", Text),  # in which its acts are
    Column("of_case", Integer, nullable=False),  # whether what it brings is read in it alone
    Column("how_sealed", LargeBinary, nullable=False),  # name, folder, schedule…, JSON
    Column("now_sealed", LargeBinary, nullable=False),  # layout and watermark, JSON
    Column("act", Text, nullable=False),  # the act that works on it, or did last
    Column("set_by", Text, nullable=False),
    Column("set_at", Text, nullable=False),
    Column("looked_at", Text),  # when its folder was last looked in
    Column("received_at", Text),  # when a delivery last came that was new
)

standing_delivery = Table(
    "standing_delivery",
    metadata,
    Column("feed", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("state", Text, nullable=False),  # loaded, repeated
    Column("load", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("seen", Text, nullable=False),  # keyed hash of where the file lies, its size and time
    Column("said_sealed", LargeBinary),  # file, counts, times of its events, JSON; null once erased
    Index("standing_delivery_load", "load"),
    Index("standing_delivery_seen", "feed", "seen"),
)

standing_alarm = Table(
    "standing_alarm",
    metadata,
    Column("feed", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("kind", Text, nullable=False),  # columns, shrunk
    Column("sha256_sealed", LargeBinary, nullable=False),  # of the delivery that waits
    Column("said_sealed", LargeBinary, nullable=False),  # JSON
    Column("act", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("answered_by", Text),
    Column("answered_at", Text),
)

product = Table(
    "product",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),  # sealed, visible
    Column("act", Text, nullable=False),
    Column("case_id", Text),
    Column("made_at", Text, nullable=False),
    Column("key_name", Text, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("reach", Text),  # what the act could see, where only an act that sees it may read it
    Column("number", Integer, nullable=False, server_default="0"),  # in order; never shown
    Index("product_case", "case_id"),
)

product_load = Table(
    "product_load",
    metadata,
    Column("product", Text, primary_key=True),
    Column("load", Text, primary_key=True),
    Column("handling", Text, primary_key=True),  # the compartment that it rests on
    Index("product_load_load", "load"),
)

product_flag = Table(
    "product_flag",
    metadata,
    Column("product", Text, primary_key=True),
    Column("load", Text, primary_key=True),
    Column("act", Text, primary_key=True),  # that brought the correction, or judged
    Column("rows", Integer, nullable=False),  # cited in the product, and changed since
    Column("at", Text, nullable=False),
    Column("why", Text, nullable=False, server_default="upstream"),  # upstream, identity
)

finding_decision = Table(
    "finding_decision",
    metadata,
    Column("id", Text, primary_key=True),  # random
    Column("number", Integer, nullable=False),  # in the order in which they were made; never shown
    Column("finding", Text, nullable=False),
    Column("product", Text, nullable=False),  # the analysis in which it was read
    Column("state", Text, nullable=False),  # accepted, rejected, noted, withdrawn
    Column("case_id", Text),
    Column("reach", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("reason_sealed", LargeBinary, nullable=False),
    Column("salt", LargeBinary, nullable=False),  # of the commitment in its leaf
    Column("yardstick", Text),  # how likely the person holds it; null where they did not say
    Column("confidence", Text),  # low, moderate, high; null where they did not say
    Index("finding_decision_case", "case_id", "reach"),
    Index("finding_decision_product", "product"),
)

generation = Table(
    "generation",
    metadata,
    Column("name", Text, primary_key=True),
    Column("n", Integer, nullable=False),
)
