"""What the classroom asks and is answered: rooms, seats, work that is handed in, the teacher's view."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from kennan.server.classroom import names
from kennan.server.schema import Answer, Asked

ANSWER = 2000  # characters that a student may write
LINK = 16_000  # characters; a whole game of 60 quarters, every one changed, takes about 7,000
Ending = Literal["general_war", "breakup", "expansion", "western_exhaustion", "mellowing", "stalemate"]
Title = Annotated[str, Field(max_length=80), AfterValidator(names.line)]
Words = Annotated[str, Field(max_length=200), AfterValidator(names.line)]
Link = Annotated[str, Field(max_length=LINK, pattern=r"^[A-Za-z0-9_-]*$")]
Text = Annotated[str, Field(max_length=ANSWER), AfterValidator(names.paragraphs)]
Sequence = Annotated[
    int,
    Field(ge=1, le=2**53 - 1, description="counts up with everything that this student's pages hand in"),
]
Share = Annotated[int, Field(ge=0, le=100)]


class Assignment(Asked):
    """What a class is to do."""

    kind: Literal["free", "game", "plan"] = Field(
        default="free", description="a game, a plan to begin from, or as they like"
    )
    side: Literal["either", "open", "closed"] = "either"
    length: Literal["short", "full"] = "short"
    seed: int = Field(default=47, ge=0, le=2_147_483_647)
    world: int = Field(default=12, ge=0, le=999)
    luck: Literal["same", "own"] = Field(
        default="same", description="the same world for everyone, or one for each"
    )
    link: Link = Field(default="", description="state of the exploring page to begin from (kind plan)")
    note: Annotated[str, Field(max_length=500)] = Field(default="", description="words to the class")
    question: Annotated[str, Field(max_length=300), AfterValidator(names.line)] = Field(
        default="", description="what everybody is to answer in writing; empty for no question"
    )


class OpenRoom(Asked):
    """A wish for a room."""

    title: Title = "Class"
    assignment: Assignment = Assignment()


class SetWork(Asked):
    """A new title and new work for a room."""

    title: Title
    assignment: Assignment


class CloseRoom(Asked):
    """Close the room, or open it again."""

    closed: bool


class TakeOut(Asked):
    """A student to be taken out of the room."""

    student: int = Field(ge=0, le=2**53)


class DeleteRoom(Asked):
    """Delete the room, said outright so that no slip of the hand does it."""

    sure: Literal[True]


class Join(Asked):
    """A code and a name."""

    code: str = Field(max_length=32)
    name: str = Field(max_length=640, description="a name or pseudonym of 1 to 32 characters")


class Leave(Asked):
    """Leave the room, and let nothing be kept."""

    sure: Literal[True]


class Measure(Asked):
    """One figure of a game as it stands."""

    name: str = Field(max_length=40, pattern=r"^[a-z0-9_]+$")
    label: Annotated[str, Field(max_length=60), AfterValidator(names.line)]
    value: float
    unit: Annotated[str, Field(max_length=20), AfterValidator(names.line)] = ""


class Summary(Asked):
    """What the student's page says of the work; its link shows whether that is so."""

    standing: list[Measure] = Field(default_factory=list, max_length=6)
    side: Literal["open", "closed"] | None = None
    quarters: int = Field(0, ge=0, le=60, description="how many the game has")
    headline: Words = ""
    ending: Ending | None = None
    shares: list[Share] | None = Field(
        None, min_length=6, max_length=6, description="worlds in 100, in the order of the endings (kind plan)"
    )


class HandIn(Asked):
    """A game or plan as it stands now."""

    sequence: Sequence
    attempt: str = Field(
        min_length=1, max_length=80, pattern=r"^[A-Za-z0-9_.:-]+$", description="which game it is"
    )
    kind: Literal["game", "plan"]
    link: Link
    quarter: int = Field(ge=0, le=60)
    over: bool
    summary: Summary


class Write(Asked):
    """What a student answers in writing, as it stands now; empty takes it back."""

    sequence: Sequence
    text: Text


class Ticket(Asked):
    """A ticket that is good once, as the browser is opened with it."""

    ticket: str = Field(max_length=80)


class Key(Answer):
    """The teacher's key."""

    key: str


class WorldsWanted(Asked):
    """A policy of the package, whose thousand worlds are laid beside the class."""

    policy: str = Field("containment", max_length=40)
    seed: int = Field(default=47, ge=0, le=2_147_483_647)


class Worlds(Answer):
    """How a thousand worlds of the model end under one policy."""

    policy: str
    title: str
    worlds: int
    seed: int
    year: int = Field(description="the end of these worlds")
    counts: dict[Ending, int]


class Kept(Answer):
    """The work is on the disk."""

    posts: int = Field(description="how often this attempt has been handed in")


class Written(Answer):
    """The answer is on the disk."""

    answered: str = Field(description="when it was kept, UTC")
    answer: str = Field(description="as it is kept: without characters that cannot be seen")


class Done(Answer):
    """It is done."""

    done: Literal[True] = True


class Seat(Answer):
    """A student's place in a room."""

    code: str
    title: str
    closed: str | None
    assignment: Assignment
    name: str
    seat: int = Field(description="counted from 0 in the order of joining; it stays whoever leaves")
    answer: str = Field(description="what the student has answered in writing")
    changed: int


class Seated(Seat):
    """A student's place, and the token that opens it again; it is told this once."""

    token: str


class Room(Answer):
    """A room."""

    code: str
    title: str
    assignment: Assignment
    opened: str
    closed: str | None
    changed: int


class RoomRow(Room):
    """A room in the list of rooms."""

    students: int


class RoomList(Answer):
    """All rooms of this machine, newest first."""

    rooms: list[RoomRow]
    hosts: list[str] = Field(description="addresses at which students find the page")


class Handed(Answer):
    """A piece of work as it was last handed in."""

    attempt: str
    kind: Literal["game", "plan"]
    link: str
    quarter: int
    over: bool
    summary: Summary
    posted: str
    posts: int
    checked: Literal["none", "waiting", "holds", "differs"] = Field(
        description="whether a finished game was worked out again from its link, and agreed with what was reported"
    )
    why: str = Field(description="what did not agree, in words")


class Student(Answer):
    """A student and all work, newest first."""

    id: int
    seat: int
    name: str
    joined: str
    answer: str
    answered: str | None
    works: list[Handed]


class ClassView(Answer):
    """A room with everyone in it."""

    room: Room
    students: list[Student]
    endings: dict[Ending, int] = Field(
        description="students by the ending of their newest finished game that was worked out again from its link"
    )
    waiting: int = Field(description="finished games that are still to be worked out again")


class Looked(Answer):
    """The class, or nothing where nothing has changed since the number that was given (``?since=``)."""

    changed: int
    view: ClassView | None


class Saved(Answer):
    """A class as a file: CSV for a spreadsheet, or JSON."""

    name: str
    text: str
