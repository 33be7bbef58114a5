-- What joins two things, one row each time: links that a record states, and events between two,
-- seen from where they came. In whatever order they come: what is built of them is sorted.
SELECT
    kind,
    hash(a) AS a,
    hash(b) AS b
FROM linked
UNION ALL
SELECT
    kind,
    hash(thing) AS a,
    hash(other) AS b
FROM event_by_thing
WHERE part = 'from' AND other IS NOT NULL
