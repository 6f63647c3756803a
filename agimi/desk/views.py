"""The pages of any kind of record: read, add, change, end, take out; undo and drafts.

Each works as a page of its own, and as a sheet over the page one is on where
scripts run. What was typed is kept whatever goes wrong.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from agimi.access import ledger
from agimi.access.gates import safe_address
from agimi.access.models import User
from agimi.access.records import Record
from agimi.access.rights import may_change
from agimi.desk import conflicts, drafts, holders, undo
from agimi.desk.forms import About, DateInput, RecordForm, blank, form_for
from agimi.desk.keeper import the_keeper
from agimi.desk.kinds import Kind, kind_of
from agimi.desk.models import Undo
from agimi.desk.shown import shown
from agimi.desk.undo import said, undoable


# ── Pages and sheets ────────────────────────────────────────────────────────────────────────────
def the(request: HttpRequest) -> User:
    return cast("User", request.user)


def kind_or_404(slug: str) -> Kind:
    try:
        return kind_of(slug)
    except KeyError:
        raise Http404 from None


def in_sheet(request: HttpRequest) -> bool:
    """Whether the page is asked for as a sheet over another."""
    return request.headers.get("HX-Target") == "sheet-body"


def draw(
    request: HttpRequest, name: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page, or the same as a sheet: ``desk/<name>_page.html`` or ``desk/<name>.html``.

    A name with a folder is a template of another room: ``casework/upload``.
    """
    path = name if "/" in name else f"desk/{name}"
    template = f"{path}.html" if in_sheet(request) else f"{path}_page.html"
    return render(request, template, {**context, "in_sheet": in_sheet(request)}, status=status)


def go(request: HttpRequest, address: str) -> HttpResponse:
    """Lead on, out of a sheet too."""
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = address
        return response
    return redirect(address)


def after(request: HttpRequest, about: About, default: str = "") -> str:
    """Where one came from, else the page of the case or person."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return safe_address(request, wanted, "") or default or holders.page_of(about)


def seen_or_404(kind: Kind, code: str, *, by: User) -> Any:
    record = kind.seen_by(by).filter(code=code).first()
    if record is None:
        raise Http404
    return record


def check_changeable(record: Record, *, by: User) -> None:
    ledger.check_may_change(by, record)


# ── Reading ─────────────────────────────────────────────────────────────────────────────────────
@require_safe
def read(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """One record, its words opened for those who may read them; the reading is in the trail."""
    of = kind_or_404(kind)
    user = the(request)
    record = seen_or_404(of, code, by=user)
    if of.url is not None:
        # It has a page of its own, which says in the trail that it was read.
        return go(request, of.url(record))
    about = holders.about_record(record)
    changeable = may_change(user, record)
    context = {
        "kind": of,
        "record": record,
        "title": of.line(record),
        "rows": shown(of, record, the_keeper().read(record, of.sealed, by=user)),
        "about": about,
        "holder_url": holders.page_of(about),
        "may_change": changeable and of.can_change,
        "may_remove": changeable and of.can_remove,
        "may_end": changeable and bool(of.ends) and getattr(record, of.ends) is None,
        "back": after(request, about),
    }
    return draw(request, "record", context)


# ── Adding ──────────────────────────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """A new record of a case or person (``?for=``); without one, it asks whose it is."""
    of = kind_or_404(kind)
    user = the(request)
    ledger.check_may_write(user, of.model)
    if not of.can_add:
        raise Http404
    code = request.POST.get("for") or request.GET.get("for", "")
    about = About()
    if of.ties:
        if not code:
            return choose_holder(request, of)
        found = holders.about_of(code, by=user)
        if found is None:
            raise Http404
        about = found
        check_changeable(about.case or about.person, by=user)
    name = f"add:{of.slug}:{about.code}"
    record = blank(of, about=about, user=user, code=request.POST.get("code", ""))
    if request.method == "POST":
        return _add(request, of, about, record, name)
    return _ask(request, of, about, record, name)


def choose_holder(request: HttpRequest, kind: Kind) -> HttpResponse:
    context = {"kind": kind, "choices": holders.suggestions(kind.ties, by=the(request))}
    return draw(request, "choose", context)


def _add(request: HttpRequest, kind: Kind, about: About, record: Record, name: str) -> HttpResponse:
    user = the(request)
    form = form_for(kind)(request.POST, user=user, about=about, instance=record)
    if not form.is_valid():
        return _form_page(request, kind, about, form, name, status=422)
    label = _("%(kind)s added") % {"kind": kind.label}
    try:
        with undoable(by=user, label=label) as undo_:
            _write_new(kind, form, by=user)
    except ValidationError as error:
        tell(form, error)
        return _form_page(request, kind, about, form, name, status=422)
    drafts.drop(name, by=user)
    said(request, label + ".", undo_)
    if "another" in request.POST:
        return go(request, f"{request.path}?for={about.code}&next={after(request, about)}")
    return go(request, after(request, about))


def _write_new(kind: Kind, form: RecordForm, *, by: User) -> Record:
    record, links = form.instance, form.links()
    for name, sealed in form.texts().items():
        setattr(record, name, sealed)
    if kind.add is not None:
        return kind.add(record, by=by, links=links, form=form)
    return ledger.once(record, by=by, write=lambda: ledger.add(record, by=by, links=links))


# ── Changing ────────────────────────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Change a record. Whoever comes second sees what the first one changed, and chooses."""
    of = kind_or_404(kind)
    user = the(request)
    record = seen_or_404(of, code, by=user)
    check_changeable(record, by=user)
    if not of.can_change:
        raise Http404
    about = holders.about_record(record)
    words = the_keeper().read(record, of.sealed, by=user)
    name = f"change:{of.slug}:{code}"
    if request.method != "POST":
        if of.note_reading is not None:
            of.note_reading(record, user)
        return _ask(request, of, about, record, name, words=words)
    return _change(request, of, about, record, name, words)


def _change(
    request: HttpRequest,
    kind: Kind,
    about: About,
    record: Record,
    name: str,
    words: Mapping[str, str],
) -> HttpResponse:
    user = the(request)
    stands = seen_or_404(kind, record.code, by=user)
    data = conflicts.settled(request.POST, kind, stands, words)
    form = form_for(kind)(data, user=user, about=about, instance=record, words=words)
    if not form.is_valid():
        return _form_page(request, kind, about, form, name, status=422)
    if form.cleaned_data.get("version") != stands.version:
        return _conflict(request, kind, about, form, stands, name, words)
    label = _("%(kind)s changed") % {"kind": kind.label}
    try:
        with undoable(by=user, label=label) as undo_:
            _write_change(kind, form, stands, by=user)
    except ledger.Stale as stale:
        if stale.current is None:
            raise Http404 from None
        return _conflict(request, kind, about, form, stale.current, name, words)
    except ValidationError as error:
        tell(form, error)
        return _form_page(request, kind, about, form, name, status=422)
    drafts.drop(name, by=user)
    said(request, label + ".", undo_)
    return go(request, after(request, about))


def _write_change(kind: Kind, form: RecordForm, record: Any, *, by: User) -> Record:
    values = form.values() | form.texts()
    version = form.cleaned_data["version"]
    if kind.change is not None:
        return kind.change(
            record, by=by, version=version, values=values, links=form.links(), form=form
        )
    return ledger.change(record, by=by, version=version, links=form.links() or None, **values)


def _conflict(
    request: HttpRequest,
    kind: Kind,
    about: About,
    form: RecordForm,
    stands: Any,
    name: str,
    words: Mapping[str, str],
) -> HttpResponse:
    """Somebody else was quicker: show both, keep what was typed, and let the second one choose."""
    found = conflicts.between(form, kind, stands, words)
    data = cast("QueryDict", form.data).copy()
    data["version"] = str(stands.version)
    form.data = data
    extra = {"conflicts": found, "stands": stands}
    return _form_page(request, kind, about, form, name, status=409, extra=extra)


# ── Ending, taking out ──────────────────────────────────────────────────────────────────────────
class EndForm(forms.Form):
    """Until when something lasted."""

    on = forms.DateField(label=gettext_lazy("Until"), widget=DateInput)
    version = forms.IntegerField(widget=forms.HiddenInput)


class RemoveForm(forms.Form):
    """Why a record is taken out."""

    because = forms.CharField(
        label=gettext_lazy("Reason"),
        min_length=5,
        max_length=500,
        help_text=gettext_lazy("For example: recorded twice, or for the wrong person."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """End something that lasts, on a day."""
    of = kind_or_404(kind)
    user = the(request)
    record = seen_or_404(of, code, by=user)
    check_changeable(record, by=user)
    if not of.ends or getattr(record, of.ends) is not None:
        raise Http404
    initial = {"on": timezone.localdate(), "version": record.version}
    form = EndForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        label = _("%(kind)s ended") % {"kind": of.label}
        try:
            with undoable(by=user, label=label) as undo_:
                version = form.cleaned_data["version"]
                ledger.change(
                    record, by=user, version=version, **{of.ends: form.cleaned_data["on"]}
                )
        except ledger.Stale:
            form.add_error(None, _("Somebody else changed this meanwhile; look at it again."))
        except ValidationError as error:
            tell(form, error)
        else:
            said(request, label + ".", undo_)
            return go(request, after(request, holders.about_record(record)))
    return _small(request, of, record, form, _("End"), "player-stop")


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Take out a record that was made by mistake; a reason is needed, and it can be undone."""
    of = kind_or_404(kind)
    user = the(request)
    record = seen_or_404(of, code, by=user)
    check_changeable(record, by=user)
    if not of.can_remove:
        raise Http404
    about = holders.about_record(record)
    form = RemoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        label = _("%(kind)s taken out") % {"kind": of.label}
        try:
            with undoable(by=user, label=label) as undo_:
                ledger.remove(record, by=user, because=form.cleaned_data["because"])
        except ValidationError as error:
            tell(form, error)
        else:
            said(request, label + ".", undo_)
            return go(request, after(request, about))
    return _small(request, of, record, form, _("Take out"), "trash", danger=True)


def _small(
    request: HttpRequest,
    kind: Kind,
    record: Any,
    form: forms.Form,
    label: str,
    icon: str,
    *,
    danger: bool = False,
) -> HttpResponse:
    about = holders.about_record(record)
    context = {
        "kind": kind,
        "record": record,
        "form": form,
        "title": kind.line(record),
        "label": label,
        "icon": icon,
        "danger": danger,
        "about": about,
        "holder_url": holders.page_of(about),
        "back": after(request, about),
    }
    return draw(request, "small", context, status=422 if form.errors else 200)


# ── Drawing a form ──────────────────────────────────────────────────────────────────────────────
def _ask(
    request: HttpRequest,
    kind: Kind,
    about: About,
    record: Record,
    name: str,
    *,
    words: Mapping[str, str] | None = None,
) -> HttpResponse:
    """A form to fill in: empty, or with what its writer typed before and never sent."""
    user = the(request)
    if "afresh" in request.GET:
        drafts.drop(name, by=user)
    form = form_for(kind)(user=user, about=about, instance=record, words=words)
    if form.is_new:
        _fill_in(form, request.GET)
    kept = drafts.kept(name, by=user)
    if kept is not None:
        _fill(form, kept.values)
    return _form_page(request, kind, about, form, name, extra={"kept": kept})


def _fill_in(form: RecordForm, values: Mapping[str, str]) -> None:
    """What a link says of a new record, such as ``?kind=risk``: only what its form could choose.

    Records are named by their codes. Text is never taken from an address.
    """
    for name in form.kind.open_fields:
        if name not in values or name not in form.fields:
            continue
        form_field = form.fields[name]
        if isinstance(form_field, forms.ModelMultipleChoiceField):
            continue
        if isinstance(form_field, forms.ModelChoiceField):
            rows: Any = form_field.queryset
            names = {f.name for f in rows.model._meta.fields}
            chosen = rows.filter(code=values[name]) if "code" in names else ()
            form.initial[name] = next((one.pk for one in chosen), form.initial.get(name))
        elif type(form_field) is not forms.CharField:
            try:
                form.initial[name] = form_field.clean(values[name])
            except ValidationError:
                continue


def _fill(form: RecordForm, values: Mapping[str, list[str]]) -> None:
    """Put a draft's words into a form that is not bound: nothing is complained of yet."""
    for name, form_field in form.fields.items():
        # Its code comes along: had it been sent before and the answer lost, it is the same record.
        if name not in values or name == "was":
            continue
        several = isinstance(form_field.widget, forms.SelectMultiple)
        form.initial[name] = values[name] if several else values[name][-1:] and values[name][-1]


def _form_page(
    request: HttpRequest,
    kind: Kind,
    about: About,
    form: RecordForm,
    name: str,
    *,
    status: int = 200,
    extra: Mapping[str, Any] | None = None,
) -> HttpResponse:
    context = {
        "kind": kind,
        "form": form,
        "about": about,
        "draft": name,
        "is_new": form.is_new,
        "record": form.instance,
        "title": _("New: %(kind)s") % {"kind": kind.label} if form.is_new else kind.label,
        "holder_url": holders.page_of(about),
        "back": after(request, about),
    }
    return draw(request, "form", {**context, **(extra or {})}, status=status)


def tell(form: Any, error: ValidationError) -> None:
    """Say what a verb refused beside the field it names, else above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


# ── Undo, drafts ────────────────────────────────────────────────────────────────────────────────
@require_POST
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Take back what was just done; says why where that is no longer possible."""
    user = the(request)
    try:
        kept = undo.find(code, by=user)
    except Undo.DoesNotExist:
        raise Http404 from None
    try:
        undo.take_back(kept, by=user)
    except (ValidationError, ledger.Stale) as error:
        text = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        messages.error(request, text)
    except PermissionDenied as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Taken back: %(what)s") % {"what": kept.label})
        if _is_gone(kept, after(request, About(), default="/")):
            return go(request, "/")
    return go(request, after(request, About(), default="/"))


def _is_gone(kept: Undo, address: str) -> bool:
    """Whether the page of an address was that of a record which was taken back."""
    added = {step["code"] for step in kept.steps if step["verb"] == "added"}
    return not added.isdisjoint(address.partition("?")[0].split("/"))


@require_http_methods(["POST", "DELETE"])
def draft(request: HttpRequest, form: str) -> HttpResponse:
    """Keep what is being typed into a form, or throw it away (scripts send this while one types)."""
    user = the(request)
    if not drafts.NAME.fullmatch(form):
        raise Http404
    if request.method == "DELETE":
        drafts.drop(form, by=user)
        return HttpResponse(status=204)
    values = {name: request.POST.getlist(name) for name in request.POST if name != "form"}
    try:
        kept = drafts.keep(form, values, by=user)
    except ValidationError as error:
        return JsonResponse({"problem": " ".join(error.messages)}, status=422)
    return JsonResponse({"saved": timezone.localtime(kept.saved_at).strftime("%H:%M")})


@require_GET
def draft_key(request: HttpRequest) -> HttpResponse:
    """The key for drafts that wait on the device for a connection; never stored there."""
    return JsonResponse({"key": base64.b64encode(drafts.device_key(the(request))).decode()})


@require_POST
def afresh(request: HttpRequest, form: str) -> HttpResponse:
    """Throw a draft away and begin the form anew."""
    drafts.drop(form, by=the(request))
    return go(request, after(request, About(), default="/"))
