-- Each link with the two things, or people, that it joins.
SELECT
    link.kind,
    coalesce(of_one.entity, one.thing, one.id) AS a,
    coalesce(of_other.entity, other.thing, other.id) AS b,
    one.kind AS a_kind,
    other.kind AS b_kind,
    one.label AS a_label,
    other.label AS b_label,
    link.load,
    link.pos,
    link."begin",
    link."end",
    link.grading
FROM sealed.shown_link AS link
INNER JOIN sealed.shown_mention AS one ON one.id = link.a
INNER JOIN sealed.shown_mention AS other ON other.id = link.b
LEFT JOIN sealed.one_with AS of_one ON of_one.id = coalesce(one.thing, one.id)
LEFT JOIN sealed.one_with AS of_other ON of_other.id = coalesce(other.thing, other.id)
