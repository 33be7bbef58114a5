-- Records not wholly within the days admitted. One without any time cannot be told to be, so
-- it is left out.
SELECT record.load, record.pos
FROM sealed.record AS record
LEFT JOIN sealed.event_by_time AS event
    ON event.load = record.load AND event.pos = record.pos
CROSS JOIN sealed.bounds AS bounds
WHERE
    event."begin" IS NULL
    OR event."begin" < bounds.since
    OR coalesce(event."end", event."begin") > bounds.until
    OR event."begin" >= bounds.until
