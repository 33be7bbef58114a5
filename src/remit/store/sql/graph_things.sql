-- Everything that can be linked, in order of id: what a record mentions, and the two an event is
-- between. A person is the mention, another thing its own id. The hash stands in for the id while
-- links are read.
SELECT
    every.id,
    hash(every.id) AS hashed
FROM (
    SELECT coalesce(thing, id) AS id FROM mention
    UNION
    SELECT thing AS id FROM event_by_thing WHERE other IS NOT NULL
) AS every
ORDER BY every.id
