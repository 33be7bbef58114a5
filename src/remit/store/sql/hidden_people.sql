-- Records with a person who counts as nothing that the remit admits.
-- A decision of the case comes first, then what the record itself claims, then third party
-- in a load of this case, else uncategorised.
SELECT person.load, person.pos
FROM (
    SELECT
        mention.load,
        mention.pos,
        mention.id,
        coalesce(
            mention.role,
            CASE WHEN opened.of_case THEN 'third-party' ELSE 'uncategorised' END
        ) AS claimed
    FROM sealed.mention AS mention
    INNER JOIN sealed.opened AS opened ON opened.id = mention.load
    WHERE mention.kind = 'person'
) AS person
LEFT JOIN sealed.decided AS decided ON decided.mention = person.id
LEFT JOIN sealed.admitted AS admitted ON admitted.category = person.claimed
WHERE NOT coalesce(decided.visible, admitted.category IS NOT NULL)
