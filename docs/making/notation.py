"""The notation of the equations, sign by sign, for the foot of every page that has some."""

#: Notation for the foot of a page: the sign, what shows in LaTeX that it is used ("" for always), and its meaning.
NOTATION = (
    (r"\text{x}'", "", "the value at the end of the step; without the mark, the value before it"),
    (
        r"\frac{\mathrm{d}\, x}{\mathrm{d}t}",
        "mathrm{d}t",
        "a rate per year, held over the step and solved exactly",
    ),
    (r"\Delta t", r"\Delta t", "the step in years: one twelfth, if not asked otherwise"),
    (r"x^{\infty}", r"\infty", "the level that x is heading for"),
    (r"x^{*}", "^{*}", "a value of this step under a name that a register also has"),
    (r"x_{1}", "}_{1}", "a value that is worked on further in this step before it is x or x'"),
    (r"x^{\circ}", r"\circ", "a figure of the scenario or the place, which does not move"),
    (r"\text{lever.x}", "lever.", "what the open power does: a lever of its policy"),
    (r"\text{mind.x}", "{mind.", "what holds for all theatres alike; worked out once"),
    (r"\text{mood.x}", "{mood.", "what holds for all crises alike; worked out once"),
    (r"u_{\text{x}}", "u_{", "the named draw of this step, uniform on 0 to 1"),
    (r"z_{\text{x}}", "z_{", "the named draw of this step, standard normal"),
    (r"\left[x\right]_{a}^{b}", r"\right]_{", "x held to the range from a to b"),
    (r"\left[x\right]^{+}", r"\right]^{+}", "x where it is above 0, otherwise 0"),
    (r"\sigma(x)", r"\sigma", "the logistic function"),
    (r"\Phi(x)", r"\Phi", "the normal distribution function"),
    (r"\operatorname{hill}(x;\; h,\; n)", "{hill}", "Hill curve: one half at h, the steeper the larger n"),
    (r"\operatorname{chance}(h)", "{chance}", "the odds of an event within the step at the yearly hazard h"),
    (r"\operatorname{fill}(x;\; g,\; l)", "{fill}", "x after the step under the rate g (1 - x) - l x"),
    (r"\operatorname{approach}(x;\; y,\; T)", "{approach}", "x after the step under the rate (y - x) / T"),
    (r"\sum x", r"\sum", "sum over the theatres (of shares: over the rivals)"),
    (r"\overline{x}", r"\overline", "mean over the theatres"),
    (
        r"\max x",
        r"\max \text",
        "of one value: the largest over the theatres (of shares: over the rivals); min likewise",
    ),
    (r"\mathrm{condition}", r"\wedge", "counts as 1 where it holds and as 0 where it does not"),
)
