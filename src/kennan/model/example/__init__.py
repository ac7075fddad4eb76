"""A black market: an example of an extension, which ``kennan new mechanism`` copies.

Question : what becomes of want where the plan brings too little?
Comes in : the state after the economy's step, repression, the luck of the month.
Goes out : the black market, and what it adds to consumption. ``extension.toml`` says what it is and where it stands,
           ``mechanism.py`` holds its one function; its quantities, parameters and draws stand in ``quantities.toml``,
           ``parameters.toml`` and ``draws.toml``; examples of what else a folder may hold stand behind ``#|`` there
           and in ``events.toml``, ``outcomes.toml``, ``measures.toml`` and ``claims.toml``.
May use  : ``jax``, ``numpy`` and ``kennan.model.forms``. It is no part of the article's model.
"""
