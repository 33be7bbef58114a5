-- Links between entities: a thing by its own id, a person by the mention.
SELECT
    link.id AS link,
    link.kind,
    coalesce(one.thing, one.id) AS a,
    coalesce(other.thing, other.id) AS b
FROM link
INNER JOIN mention AS one ON one.id = link.a AND one.load = link.load AND one.pos = link.pos
INNER JOIN mention AS other ON other.id = link.b AND other.load = link.load AND other.pos = link.pos
ORDER BY link.id
