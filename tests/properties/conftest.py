"""How long properties are looked for exceptions: briefly each time, thoroughly with `-m slow`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

FOLDER = Path(__file__).parent

# A busy machine is no fault of the program's. CI looks at the same examples each time: what is new
# is found by those who can mend it.
_CALM = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
settings.register_profile("quick", _CALM, max_examples=40, stateful_step_count=20)
settings.register_profile("thorough", _CALM, max_examples=500, stateful_step_count=50)


def _slow_ones_wanted(config: pytest.Config) -> bool:
    return config.option.markexpr == "slow"


def pytest_configure(config: pytest.Config) -> None:
    # Before the tests are imported: what they say of their settings adds to the profile then.
    settings.load_profile("thorough" if _slow_ones_wanted(config) else "quick")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if _slow_ones_wanted(config):
        for item in items:
            if FOLDER in item.path.parents:
                item.add_marker(pytest.mark.slow)
                item.add_marker(pytest.mark.timeout(900))
