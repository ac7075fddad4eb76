"""The page's other half: the desk, a small server on this machine that checks what is asked, simulates, and answers.

Question : what does the page need to know, and may this caller have it now?
Comes in : requests of a browser, every one checked against a model that bounds it.
Goes out : JSON, streams of progress that end in an answer, the built page; refusals in words.
May use  : every room but ``kennan.cli``. Nothing here computes a result of its own: plans go down to ``kennan.engine``,
           games to ``kennan.game``, and what comes back is put into words and JSON.

    serve.py              ``kennan serve``: finds a port, says what it does, opens the browser
    settings.py           where it listens, and to whom
    lesson.py             what ``--lan`` does for a lesson
    app.py                puts the parts together
    desk.py               the parts of one running desk, which every endpoint is handed
    guard.py              who may ask, how much and how often; what a browser may do with the page
    listening.py          uvicorn, set up for the desk
    door.py               how many connections of a device, and which one goes when there are too many
    wire.py               a connection: what comes too slowly is ended
    endpoint.py           one thing that can be asked: a function, its models, its address
    call.py               what that function is handed, and what it may raise and return
    asked.py              what was asked, checked against its model
    answering.py          the function called, its answer or its faults as a reply
    lines.py              a reply that takes a while, line by line
    routes_*.py           one file a feature: what can be asked, and the answer
    schema.py             what every part says: faults, status
    schema_*.py           what each feature asks and is answered
    description.py        the description of all requests and answers, from which the page takes its types
    openapi.py            prints it
    explore_plan.py       from what the page asks to a checked plan, and back
    explore_registers.py  everything that the exploring page names
    summarise.py          from worlds to what the page draws
    worker.py             the one place that simulates: newest wish first, fair between clients
    wishes.py             what every client waits for now
    jobs.py               worlds that somebody waits for, in chunks
    waiting.py            chunks that wait, and which of them comes first
    turns.py              whose turn it is among those who ask
    rollouts.py           plans made ready to be walked
    kept.py               results, kept for a while
    memory.py             what may be held in memory, and how it is given back
    checking.py           finished games of a class, worked out again before they count
    classroom/            what has to outlast the server while a class plays
    static.py             hands out the built page
"""
