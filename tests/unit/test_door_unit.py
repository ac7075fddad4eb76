"""Connections: an idle one makes room, of the same device first; who is being answered never does."""

from __future__ import annotations

from kennan.server.door import Door


class One:
    def __init__(self, idle_since):
        self.idle_since, self.left = idle_since, False

    def make_room(self):
        self.left = True


def fill(door, device, *since):
    ones = [One(when) for when in since]
    assert all(door.come(one, device) for one in ones)
    return ones


def test_the_longest_idle_of_a_device_makes_room_for_its_next():
    door = Door(each=3, all_=100)
    ones = fill(door, "a", 3.0, 1.0, None)
    other = fill(door, "b", 0.0)
    assert door.come(One(9.0), "a")
    assert [one.left for one in (*ones, *other)] == [False, True, False, False]
    assert len(door) == 4


def test_when_the_house_is_full_the_device_that_has_most_makes_room():
    door = Door(each=100, all_=5)
    many = fill(door, "a", 5.0, 6.0, 7.0, 8.0)
    few = fill(door, "b", 1.0)
    assert door.come(One(9.0), "c")
    assert many[0].left
    assert not few[0].left


def test_a_device_that_is_all_answered_is_passed_over():
    door = Door(each=100, all_=3)
    busy = fill(door, "a", None, None)
    idle = fill(door, "b", 1.0)
    assert door.come(One(9.0), "c")
    assert idle[0].left
    assert not any(one.left for one in busy)


def test_where_everything_is_being_answered_there_is_no_place():
    door = Door(each=2, all_=3)
    fill(door, "a", None, None)
    assert not door.come(One(1.0), "a")
    fill(door, "b", None)
    assert not door.come(One(1.0), "c")
    assert len(door) == 3


def test_eleven_hundred_of_one_device_leave_room_for_the_others():
    door = Door()
    ones = fill(door, "a", *map(float, range(1100)))
    assert len(door) == door.each
    assert [one.left for one in ones] == [True] * (1100 - door.each) + [False] * door.each
    assert all(door.come(One(0.0), f"device {k}") for k in range(door.all))
    assert len(door) == door.all


def test_who_has_gone_is_not_counted_and_may_go_twice():
    door = Door(each=1, all_=1)
    (one,) = fill(door, "a", None)
    door.go(one)
    door.go(one)
    assert len(door) == 0
    assert door.come(One(None), "b")
