"""Work in shares gives what the same work gives at once, in its order."""

import pytest

from jalin import shares


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_shares_come_back_in_order(monkeypatch, count):
    monkeypatch.setattr(shares, "cores", lambda: count)
    for size in (1, 2, 6, 7, 20):
        assert shares.in_shares(lambda some: [one * one for one in some], range(size), 1) == [
            n * n for n in range(size)
        ]


def test_what_fails_in_a_share_is_raised_here(monkeypatch):
    monkeypatch.setattr(shares, "cores", lambda: 2)
    with pytest.raises(ZeroDivisionError):
        shares.in_shares(lambda some: [1 // one for one in some], [1, 2, 0, 3], 1)
