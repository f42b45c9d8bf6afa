"""Each step, and each way it can end, is written out for translation."""

from resources.explain.chain import Outcome
from resources.explain.step_words import WORDS
from resources.steps import Step


def test_every_step_and_outcome_is_written_out_and_nothing_else() -> None:
    assert (*map(str, Step), *map(str, Outcome)) == WORDS
