"""``python -m bench.fill CASES SERVICES``: fill the empty database of the environment."""

from __future__ import annotations

import sys

import django


def main(cases: int, services: int) -> None:
    django.setup()
    from agimi.access.accounts import system_user
    from agimi.access.house import migrate
    from agimi.programme.fixtures import load_reference, load_world
    from bench.world import World, build

    migrate(told=lambda alias, steps: None)
    load_reference(by=system_user())
    load_world(by=system_user())
    build(World(cases, services))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
