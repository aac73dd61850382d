"""Plays the whole game out: a position is won when some move leads to a lost one."""

from functools import lru_cache


def stone_game_grundy(piles, moves):
    def after(position):
        for i, pile in enumerate(position):
            for move in moves:
                if move <= pile:
                    yield tuple(sorted(position[:i] + (pile - move,) + position[i + 1 :]))

    @lru_cache(maxsize=None)
    def wins(position):
        return any(not wins(following) for following in after(position))

    return sum(not wins(following) for following in after(tuple(piles)))
