"""Shared by every test: Hypothesis' settings, and the rule that a full run leaves nothing out."""

import os
import signal
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from remit.authority import capability

settings.register_profile(
    "remit",
    deadline=None,  # shared machines stall; a slow example is not a wrong one
    derandomize=True,  # same input and seed, same result
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("remit")

# A shell starts what runs in the background with interrupts ignored, and so would every process
# that a test starts and interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)


_DECLARE_THEIR_OWN = {"authority", "sources", "store"}
"""Folders of tests that declare capabilities, `test-…`, to try the gate with."""

_DECLARED: dict[str, dict[str, Any]] = {"verbs": {}, "capabilities": {}}


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Keep what tests declare to those tests: elsewhere the product's capabilities are all."""
    there = bool(_DECLARE_THEIR_OWN & set(item.path.parts))
    registries = {"verbs": capability.REGISTRY, "capabilities": capability._CAPABILITIES}
    for name, registry in registries.items():
        known: dict[str, Any] = registry  # type: ignore[assignment]
        ours = {key: known.pop(key) for key in list(known) if key.startswith("test-")}
        _DECLARED[name].update(ours)
        if there:
            known.update(_DECLARED[name])


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own REMIT_ settings must not reach the tests."""
    for name in [key for key in os.environ if key.startswith("REMIT_")]:
        monkeypatch.delenv(name)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what was left out; with TEST_ALL=1 that fails the run."""
    left_out = terminalreporter.stats.get("skipped", [])
    if left_out and os.environ.get("TEST_ALL"):
        terminalreporter.write_line(f"left out: {len(left_out)}, and TEST_ALL=1 allows none")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """With TEST_ALL=1 a skipped test fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("TEST_ALL") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = 1
