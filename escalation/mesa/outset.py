"""The night before day 0: sectors fought over, posts lost, the dead, what was said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.day.agents import nth_from, place_of
from escalation.day.public_line import accused
from escalation.luck.purposes import NIGHT_POST, NIGHT_SECTOR, OUTSET
from escalation.luck.streams import uniform, whole

if TYPE_CHECKING:
    from escalation.mesa.border_model import BorderModel
    from escalation.mesa.states import StateActor


def lay_out_night(model: BorderModel) -> None:
    """Give both states what the night left them, as this run's draw has it.

    The model's day key is the eve's meanwhile; nothing happens if the draw has no fighting at all.
    """
    p, eve = model.p, model.key
    afghan, pakistani = model.states
    lost_a = whole(p.taliban_posts_lost_day0, uniform(eve, OUTSET, 3, 0))
    lost_p = whole(p.pakistan_posts_lost_day0, uniform(eve, OUTSET, 3, 1))
    dead_a = whole(p.taliban_killed_day0, uniform(eve, OUTSET, 3, 2))
    dead_p = whole(p.pakistan_killed_day0, uniform(eve, OUTSET, 3, 3))
    struck = 1 if p.kabul_struck >= 0.5 else 0
    if lost_a + lost_p + dead_a + dead_p + struck == 0:
        return
    _draw_sectors(model)
    _take_posts(afghan, whole(lost_a * p.held_at_dawn, uniform(eve, OUTSET, 4, 0)))
    _take_posts(pakistani, whole(lost_p * p.held_at_dawn, uniform(eve, OUTSET, 4, 1)))
    afghan.killed, pakistani.killed = dead_a, dead_p
    afghan.wounded, pakistani.wounded = p.taliban_wounded_day0, p.pakistan_wounded_day0
    afghan.posts_lost, pakistani.posts_lost = lost_a, lost_p
    afghan.struck = struck
    afghan.claimed = dead_p * p.taliban_inflation
    pakistani.claimed = dead_a * p.pakistan_inflation
    afghan.admitted = dead_a * p.taliban_admission
    pakistani.admitted = dead_p * p.pakistan_admission
    for state in model.states:
        state.grievance = state.grievance + state.grieve()
        state.commitment = accused(state.commitment, state.other.claimed, p.accusation_pressure)


def _draw_sectors(model: BorderModel) -> None:
    """Draw the sectors of the night's fighting, reported ones likelier than others."""
    p, segments = model.p, model.segments
    total = 0.0
    for segment in segments:
        reported = model.world.sector[segment.index] == 1 and p.reported_sectors_hold >= 0.5
        segment.weight = (
            segment.contact * segment.background * (p.sector_boost if reported else 1.0)
        )
        total = total + segment.weight
    for sector in range(int(p.seized_sectors)):
        if total <= 0.0:
            return
        mark = uniform(model.key, NIGHT_SECTOR, sector, 0) * total
        run = 0.0
        chosen = segments[-1]  # never left so while there is weight; the engine indexes likewise
        for segment in segments:
            if segment.weight > 0.0:
                run = run + segment.weight
                chosen = segment
                if mark < run:
                    break
        chosen.tension = p.night_tension
        total = total - chosen.weight
        chosen.weight = 0.0


def _take_posts(loser: StateActor, count: int) -> None:
    """Put ``count`` posts of a state in the other's hands, in turn over the night's sectors."""
    model, side = loser.model, loser.side
    taken = 0
    rounds = 0
    while taken < count:
        before = taken
        for segment in model.segments:
            posts = segment.posts[side]
            if segment.tension > 0.0 and posts and taken < count:
                u = uniform(model.key, NIGHT_POST, segment.index * 2 + side, rounds)
                start = place_of(u, len(posts))
                for step in range(len(posts)):
                    post = posts[nth_from(start, step, len(posts))]
                    if not post.lost:
                        post.fall()
                        taken += 1
                        break
        rounds += 1
        if taken == before:
            return
