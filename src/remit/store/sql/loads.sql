-- The loads of which something is visible, with the first and last time of what is.
SELECT
    opened.id,
    opened.source,
    opened.profile,
    opened.file_name,
    opened.loaded_at,
    opened.handling,
    counted.records,
    spanned.first_time,
    spanned.last_time
FROM sealed.opened AS opened
INNER JOIN (SELECT load, count(*) AS records FROM record GROUP BY load) AS counted
    ON counted.load = opened.id
LEFT JOIN (
    SELECT
        load,
        min("begin") AS first_time,
        max("begin") AS last_time
    FROM event_by_time
    GROUP BY load
) AS spanned ON spanned.load = opened.id
ORDER BY opened.id
