"""Web: the pages and the JSON API, one app over the same functions as the command line.

Every page works as a document; htmx refreshes parts of it and nothing depends on that. The
app holds no data of its own and makes no answer that did not pass the gate: pages and API
call `house.use`, as everything does. Nothing is fetched from another machine.

Read `app.py` first, then `desk.py`.
"""
