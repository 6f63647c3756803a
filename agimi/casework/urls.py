"""The pages of casework. Cases are known by their codes."""

from django.urls import path

from agimi.casework import views

app_name = "casework"
urlpatterns = [
    # The day
    path("day/", views.day.page, name="my_day"),
    path("day/task/", views.day.add_task, name="task_add"),
    path("day/tasks/<str:code>/done/", views.day.tick, name="task_done"),
    path("day/appointments/<str:code>/", views.day.how_it_went, name="went"),
    path("log/", views.log.session, name="log"),
    path("log/who/", views.log.who, name="log_who"),
    path("handover/", views.day.handover, name="handover"),
    path("calendar/", views.calendar.calendar, name="calendar"),
    path("calendar/add/", views.log.appointment, name="appointment_add"),
    path("calendar/feed/", views.calendar.feed_make, name="feed_make"),
    path("calendar/feed/<str:token>/agimi.ics", views.calendar.feed, name="feed"),
    path("calendar/<slug:span>/<str:day>/", views.calendar.calendar, name="calendar_at"),
    # Quality of the records
    path("quality/", views.quality.overview, name="quality"),
    path("quality/<slug:check>/", views.quality.one, name="quality_one"),
    # Files
    path("files/add/", views.files.add, name="file_add"),
    path("files/<str:code>/", views.files.page, name="file"),
    path("files/<str:code>/<int:number>/", views.files.preview, name="file_preview"),
    path("files/<str:code>/download/", views.files.download, name="file_download"),
    # Phases, closing, approvals, feedback
    path("cases/<str:code>/phase/", views.phase.phase, name="phase"),
    path("cases/<str:code>/ask-plan/", views.phase.ask_plan, name="ask_plan"),
    path("cases/<str:code>/close/", views.closing.close, name="close"),
    path("cases/<str:code>/feedback/", views.feedback.offer, name="feedback_offer"),
    path("board/", views.board.page, name="board"),
    path("board/hand-over/", views.board.hand_over, name="hand_over"),
    path("board/<str:code>/", views.board.worker, name="board_worker"),
    path("monitoring/", views.monitoring.monitoring, name="monitoring"),
    path("absences/", views.absence.absences, name="absences"),
    path("absences/add/", views.absence.add, name="absence_add"),
    path("absences/<str:code>/back/", views.absence.back, name="absence_back"),
    path("approvals/", views.approval.approvals_page, name="approvals"),
    path("approvals/<str:code>/", views.approval.approval, name="approval"),
    path("approvals/<str:code>/withdraw/", views.approval.withdraw, name="withdraw"),
    path("feedback/", views.feedback.overview, name="feedback"),
    path("feedback/thanks/", views.feedback.thanks, name="feedback_thanks"),
    path("feedback/of/<str:code>/", views.feedback.one, name="feedback_one"),
    path("feedback/<str:ticket>/", views.feedback.form, name="feedback_form"),
    # Cases, intake, children, referrals
    path("cases/", views.cases.cases, name="cases"),
    path("people/<str:code>/case/new/", views.intake.start, name="intake"),
    path("people/<str:code>/case/new/anew/", views.intake.anew, name="intake_anew"),
    path("people/<str:code>/case/new/at-once/", views.intake.at_once, name="intake_at_once"),
    path("people/<str:code>/case/new/<slug:step>/", views.intake.step, name="intake_step"),
    path("cases/<str:code>/children/add/", views.child.add, name="child"),
    path("cases/<str:code>/refer/", views.refer.out, name="refer"),
    path("cases/<str:code>/refer/consent/", views.refer.consent, name="refer_consent"),
    path("cases/<str:code>/name/", views.case.reveal, name="reveal"),
    path("cases/<str:code>/profile/", views.profile.profile, name="profile"),
    path("cases/<str:code>/history/", views.history.changes, name="history"),
    path("cases/<str:code>/summary/", views.summary.summary, name="summary"),
    path("cases/<str:code>/tasks/<str:task>/done/", views.case.tick, name="tick"),
    path("cases/<str:code>/", views.case.page, name="case"),
    # The last one: every other page of a case has a name of its own.
    path("cases/<str:code>/<slug:tab>/", views.case.tab, name="tab"),
]
