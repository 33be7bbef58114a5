-- What joins two things, one row each time: links that a record states, and events between two,
-- seen from where they came. In whatever order they come: what is built of them is sorted.
SELECT
    link.kind,
    hash(coalesce(one.thing, one.id)) AS a,
    hash(coalesce(other.thing, other.id)) AS b
FROM link
INNER JOIN mention AS one ON one.id = link.a
INNER JOIN mention AS other ON other.id = link.b
UNION ALL
SELECT
    kind,
    hash(thing) AS a,
    hash(other) AS b
FROM event_by_thing
WHERE part = 'from' AND other IS NOT NULL
