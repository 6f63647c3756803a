"""Files of a person: attach, look at, take along. Nothing of a file reaches the browser unasked."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agimi.access import ledger
from agimi.access.codes import new_code
from agimi.access.rights import may_change
from agimi.casework import attachments
from agimi.casework.forms_files import FileForm
from agimi.casework.models import Attachment
from agimi.desk import holders
from agimi.desk.kinds import kind_for
from agimi.desk.undo import said, undoable
from agimi.desk.views import after, check_changeable, draw, go, seen_or_404, tell, the
from agimi.people.actions import read_texts


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Attach a file to a case or person (``?for=``)."""
    user = the(request)
    ledger.check_may_write(user, Attachment)
    about = holders.about_of(request.POST.get("for") or request.GET.get("for", ""), by=user)
    if about is None:
        raise Http404
    check_changeable(about.case or about.person, by=user)
    initial = {"code": new_code(Attachment.code_prefix, 12)}
    form = FileForm(request.POST or None, request.FILES or None, about=about, initial=initial)
    if request.method == "POST" and form.is_valid():
        label = _("File attached")
        try:
            with undoable(by=user, label=label) as undo_:
                _attach(form, about, request.POST.get("record", ""), user)
        except ValidationError as error:
            tell(form, error)
        else:
            said(request, label + ".", undo_)
            return go(request, after(request, about))
    context = {
        "kind": kind_for(Attachment),
        "form": form,
        "about": about,
        "holder_url": holders.page_of(about),
        "back": after(request, about),
        "for_record": request.POST.get("record") or request.GET.get("record", ""),
        "title": _("Attach a file"),
    }
    return draw(request, "casework/upload", context, status=422 if form.errors else 200)


def _attach(form: FileForm, about: Any, record: str, user: Any) -> Attachment:
    said_ = form.cleaned_data
    attachment = Attachment(
        code=said_["code"],
        person=form.owner,
        case=about.case,
        kind=said_["kind"],
        on=said_["on"],
        record=record[:40],
    )
    return attachments.attach(
        attachment, data=said_["file"], title=said_["title"], note=said_["note"], by=user
    )


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """One file: what it shows, and a picture of it drawn anew."""
    user = the(request)
    kind = kind_for(Attachment)
    attachment = seen_or_404(kind, code, by=user)
    about = holders.about_record(attachment)
    found = attachments.TYPES.get(attachment.content_type)
    words, problem, pages, text = {}, "", 0, ""
    try:
        words = {name: read_texts([attachment], name, by=user)[0] for name in ("title", "note")}
        data = attachments.read_file(attachment, by=user)
        pages = attachments.pages_of(data, attachment.content_type)
        if found is not None and found.shown_as == "text":
            text = data.decode("utf-8-sig")[:50_000]
    except PermissionDenied:
        problem = _("You may see that there is a file, not what it shows.")
    except ValidationError as error:
        problem = " ".join(error.messages)
    changeable = may_change(user, attachment)
    context = {
        "kind": kind,
        "attachment": attachment,
        "found": found,
        "words": words,
        "problem": problem,
        "text": text,
        "pages": range(1, min(pages, 30) + 1) if found and found.shown_as != "text" else (),
        "more_pages": max(0, pages - 30),
        "about": about,
        "holder_url": holders.page_of(about),
        "may_remove": changeable,
        "back": after(request, about),
    }
    return draw(request, "casework/file", context)


@require_safe
def preview(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One page of a file as a picture."""
    user = the(request)
    attachment = seen_or_404(kind_for(Attachment), code, by=user)
    try:
        data = attachments.read_file(attachment, by=user)
    except ValidationError:
        raise Http404 from None
    picture = attachments.picture_of(data, attachment.content_type, number)
    if picture is None:
        raise Http404
    return _harmless(HttpResponse(picture, content_type="image/png"))


@require_POST
def download(request: HttpRequest, code: str) -> HttpResponse:
    """The file itself, to take along; under its code, never under a name."""
    user = the(request)
    attachment = seen_or_404(kind_for(Attachment), code, by=user)
    try:
        data = attachments.read_file(attachment, by=user)
    except ValidationError:
        raise Http404 from None
    response = HttpResponse(data, content_type="application/octet-stream")
    name = f"{attachment.code}{attachments.suffix_of(attachment)}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return _harmless(response)


def _harmless(response: HttpResponse) -> HttpResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
