from tests.personas import *  # noqa: F403 fixtures
