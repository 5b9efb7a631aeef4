"""Clicks into the charts of surveys and teams: the answers of what was clicked, and nobody's contacts while names are masked."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from cx.language import say

pytestmark = pytest.mark.browser


def click_first(visitor, chart: str) -> None:
    visitor.page.locator(f'[class*="st-key-chart_{chart}"] path[aria-label]').last.click(force=True)


def test_a_click_on_a_dimension_and_on_a_score_opens_its_answers(server, visitor):
    visitor.open(server.url("surveys", store="demo"))
    click_first(visitor, "survey_efforts")
    expect(visitor.page.locator(".st-key-panel_survey_trend")).to_contain_text("CES")
    click_first(visitor, "survey_scores")
    expect(visitor.page.locator(".st-key-panel_survey_spread")).to_be_visible()
    assert visitor.is_at_home(), (visitor.hosts, visitor.broken)


def test_a_click_on_a_person_asks_for_the_names_first(server, visitor):
    visitor.open(server.url("team", store="demo"))
    click_first(visitor, "team_people")
    visitor.page.get_by_text(say("team.masked", "ko")).wait_for()
    visitor.page.get_by_text(say("team.mask", "ko"), exact=True).click()
    visitor.settle()
    click_first(visitor, "team_people_1")  # unmasking draws the chart anew, without what was clicked
    visitor.page.locator(".st-key-panel_team").wait_for()
    assert visitor.is_at_home(), (visitor.hosts, visitor.broken)
