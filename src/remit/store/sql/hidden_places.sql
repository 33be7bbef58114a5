-- Records not wholly within the box admitted. One without a position cannot be told to be, so
-- it is left out.
SELECT record.load, record.pos
FROM sealed.record AS record
LEFT JOIN sealed.event_by_time AS event
    ON event.load = record.load AND event.pos = record.pos
CROSS JOIN sealed.bounds AS bounds
WHERE
    event.lon IS NULL
    OR event.lat IS NULL
    OR NOT (event.lon BETWEEN bounds.west AND bounds.east)
    OR NOT (event.lat BETWEEN bounds.south AND bounds.north)
