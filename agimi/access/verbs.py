"""What the trail's verbs and kinds are called on a page. The trail itself keeps plain English words."""

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# Every verb that the code writes; tests/access/test_trail.py finds one that is missing.
VERBS: dict[str, str | Promise] = {
    "account changed": _("changed an account"),
    "account closed": _("closed an account"),
    "account given": _("gave an account"),
    "account opened": _("opened an account again"),
    "added": _("added"),
    "calendar feed made": _("made a calendar feed"),
    "calendar feed read": _("fetched a calendar feed"),
    "calendar feed taken back": _("took a calendar feed back"),
    "case read": _("read a case"),
    "changed": _("changed"),
    "erased": _("erased a person"),
    "exported": _("took records out"),
    "glass broken": _("opened a case in an emergency"),
    "glass closed": _("closed an emergency opening early"),
    "glass reviewed": _("looked into an emergency opening"),
    "glass tried": _("tried a code in an emergency"),
    "identity changed": _("changed names or contacts"),
    "identity read": _("read names and contacts"),
    "imported": _("took records in"),
    "left quickly": _("left by the quick exit"),
    "looked behind": _("looked behind a figure"),
    "merge undone": _("undid a merger of two files"),
    "merged": _("merged two files"),
    "merges final": _("made mergers final"),
    "note read": _("read a note"),
    "password changed": _("changed their password"),
    "password reset": _("set a new password for an account"),
    "put back": _("put back"),
    "recovery codes kept": _("put their recovery codes away"),
    "recovery codes made": _("made recovery codes"),
    "removed": _("took out"),
    "role agreed": _("agreed to a role"),
    "role asked": _("asked for a role"),
    "role refused": _("refused a role"),
    "search rebuilt": _("rebuilt the search"),
    "second factor added": _("added a second factor"),
    "second factor failed": _("gave a wrong second factor"),
    "second factor removed": _("removed a second factor"),
    "second factor reset": _("took away a lost second factor"),
    "session ended": _("was signed out after a long time"),
    "sign-in failed": _("gave a wrong password"),
    "sign-in slowed": _("was kept waiting after wrong tries"),
    "signed in": _("signed in"),
    "signed out": _("signed out"),
    "told apart": _("said of two files that they are two people"),
    "told apart taken back": _("took back that two files are two people"),
    "took along": _("took a report along"),
    "trail verified": _("had the trail verified"),
}
# What is counted where it is asked who saw somebody, or who reads unusually much.
READING = ("attachment read", "case read", "identity read", "note read")
KINDS: dict[str, str | Promise] = {"figure": _("figure"), "report": _("report")}


def verb_words(verb: str) -> str:
    return str(VERBS.get(verb, verb))


def kind_words(kind: str) -> str:
    """The name of a kind of record in the language of the page."""
    if not kind:
        return ""
    if kind in KINDS:
        return str(KINDS[kind])
    try:
        return str(apps.get_model(kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return kind


def verb_choices() -> list[tuple[str, str]]:
    return sorted(((verb, str(words)) for verb, words in VERBS.items()), key=lambda pair: pair[1])


def kind_choices() -> list[tuple[str, str]]:
    """Kinds of records of our own rooms, and what else has entries."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("agimi.")]
    named = {model._meta.label_lower: str(model._meta.verbose_name) for model in ours}
    named |= {kind: str(words) for kind, words in KINDS.items()}
    return sorted(named.items(), key=lambda pair: pair[1])


def problem_words(problem: str) -> str:
    """What is wrong with an entry that does not hold."""
    return {
        "changed": gettext("was changed"),
        "missing": gettext("is missing"),
        "order": gettext("does not follow from the one before"),
    }.get(problem, problem)
