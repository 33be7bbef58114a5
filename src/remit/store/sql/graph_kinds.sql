-- The kinds of what joins two things, by name.
SELECT kind FROM link
UNION
SELECT kind FROM event_by_thing WHERE part = 'from' AND other IS NOT NULL
ORDER BY kind
