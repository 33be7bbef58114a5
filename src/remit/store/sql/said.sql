-- Each claim with the thing, or the person, that it is of: `schema.SAID`.
SELECT
    coalesce(judged.entity, mention.thing, mention.id) AS entity,
    claim.kind,
    coalesce(mention.label, claim.raw) AS label,
    claim.property,
    claim.raw,
    claim.value,
    claim.load,
    claim.pos
FROM sealed.shown_claim AS claim
INNER JOIN sealed.shown_mention AS mention ON mention.id = claim.mention
LEFT JOIN sealed.one_with AS judged ON judged.id = coalesce(mention.thing, mention.id)
