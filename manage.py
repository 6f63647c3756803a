#!/usr/bin/env python
"""Django's own commands, for those who work on Agimi; those who use it have `agimi`."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agimi.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
