"""The page's other half: a small server on this machine that checks what is asked, simulates, and answers.

    settings.py   where it listens, and to whom
    app.py        puts the parts together
    guard.py      who may ask, how much and how often; what a browser may do with the page
    listening.py  uvicorn, set up for the desk
    door.py       how many connections of a device, and which one goes when there are too many
    wire.py       a connection: what comes too slowly is ended
    endpoint.py   from a checked request to an answer, or to a stream of progress that ends in one
    schema.py     what every part says: faults, status
    openapi.py    the description of all requests and answers, from which the page takes its types
    worker.py     the one place that simulates: newest wish first, fair between clients, results kept for a while
    checking.py   finished games of a class, worked out again before they count
    memory.py     what may be held in memory, and how it is given back
    static.py     the built page
    routes_*.py   one file a feature: what can be asked, and the answer
    serve.py      ``kennan serve``: finds a port, says what it does, opens the browser

Nothing here computes a result of its own: plans go down to ``kennan.engine``, games to ``kennan.game``, and what
comes back is put into words and JSON.
"""
