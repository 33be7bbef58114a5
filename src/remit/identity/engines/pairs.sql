-- Pairs of records that share a key which few have: the rule of `pairs.py`, for every engine of SQL.
-- keyed: the keys of records, a record in as many rows as it has keys. $most: records that may share
-- a key before it is passed over. $alone: records up to which it is enough by itself.
WITH shared AS (
    SELECT key, record, count(*) OVER (PARTITION BY key) AS rows FROM keyed
), kept AS (
    SELECT key, record, rows FROM shared WHERE rows > 1 AND rows <= $most
)
SELECT a.record AS l, b.record AS r
FROM kept AS a JOIN kept AS b ON a.key = b.key AND a.record < b.record
GROUP BY a.record, b.record
HAVING count(*) > 1 OR min(a.rows) <= $alone
