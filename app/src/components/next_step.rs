//! What happens next with a ticket, and when, in sentences for whoever filed it.

use fyr_domain::{
    sla::Metric,
    tickets::{Status, TicketEventKind},
};
use fyr_i18n::{t, text_for};
use fyr_usecases::tickets::{TicketThread, closes_at};

use crate::RequestContext;

/// The next step and its time.
pub(crate) fn next_step(cx: &RequestContext, thread: &TicketThread) -> String {
    let lang = cx.lang;
    let ticket = &thread.ticket;
    let status = ticket.status;
    let of_status = || text_for(lang, "next-", status.as_str());
    let response = ticket.promised_by().map(|by| {
        let when = cx.relative_time(by);
        match ticket.expected_by.filter(|expected| *expected > cx.now) {
            _ if by > cx.now => t!(lang, "next-promise", when = when),
            Some(expected) => {
                let late = t!(lang, "next-late-only", when = when);
                format!("{late} {}", t!(lang, "next-expected", when = cx.relative_time(expected)))
            }
            None => t!(lang, "next-late", when = when),
        }
    });
    let update = ticket.update_by.map(|by| {
        let when = cx.relative_time(by);
        if by > cx.now {
            t!(lang, "next-update", when = when)
        } else {
            t!(lang, "next-update-late", when = when)
        }
    });
    let sentences = match status {
        Status::New | Status::Open => match (response, update) {
            (Some(response), _) => vec![response, resolution(cx, thread)],
            (None, Some(update)) => vec![of_status(), update, resolution(cx, thread)],
            (None, None) => vec![of_status(), resolution(cx, thread), answer_to_a_question(cx, thread)],
        },
        Status::OnHold => {
            let promise = response.or(update).unwrap_or_else(|| answer_to_a_question(cx, thread));
            vec![of_status(), promise, resolution(cx, thread)]
        }
        Status::WaitingForRequester => vec![of_status(), answer_if_answered(cx, thread)],
        Status::Solved => vec![of_status(), closing(cx, thread)],
        Status::Closed => vec![of_status()],
    };
    let sentences: Vec<String> = sentences.into_iter().filter(|sentence| !sentence.is_empty()).collect();
    sentences.join(" ")
}

/// When a solved ticket closes by itself; empty where it does not.
fn closing(cx: &RequestContext, thread: &TicketThread) -> String {
    let solved = thread.events.iter().rev().find(|event| event.new_status() == Some(Status::Solved));
    // a live update has the new events only
    let solved_at = solved.map_or(thread.ticket.updated_at, |event| event.created_at);
    let closes_at = closes_at(thread.follow_up, &thread.sla.current().calendar, solved_at);
    let closes_at = closes_at.filter(|at| *at > cx.now);
    closes_at.map(|at| t!(cx.lang, "next-closes", when = cx.relative_time(at))).unwrap_or_default()
}

/// By when it is solved, or should have been; empty where nothing is promised.
fn resolution(cx: &RequestContext, thread: &TicketThread) -> String {
    let resolution = thread.ticket.resolve_by.map(|by| {
        let when = cx.relative_time(by);
        if by > cx.now {
            t!(cx.lang, "next-resolution", when = when)
        } else {
            t!(cx.lang, "next-resolution-late", when = when)
        }
    });
    resolution.unwrap_or_default()
}

/// By when a question is answered that the requester asks now.
fn answer_to_a_question(cx: &RequestContext, thread: &TicketThread) -> String {
    let ticket = &thread.ticket;
    let due = thread.sla.current().due(Metric::NextResponse, ticket.priority, &ticket.scope(), cx.now);
    due.map(|by| t!(cx.lang, "next-ask", when = cx.relative_time(by))).unwrap_or_default()
}

/// By when the requester gets a response if they answer while support is open: "If you reply before 17:00, …".
fn answer_if_answered(cx: &RequestContext, thread: &TicketThread) -> String {
    let sla = thread.sla.current();
    let asked = thread.events.iter().rev().find(|event| event.kind == TicketEventKind::Change);
    // a live update has the new events only
    let since = asked.map_or(thread.ticket.updated_at, |event| event.created_at);
    let (priority, scope) = (thread.ticket.priority, thread.ticket.scope());
    let Some(span) = sla.calendar_for(&scope).spans_from(cx.now).next() else { return String::new() };
    let due = sla.due(Metric::NextResponse, priority, &scope, span.closes_at);
    due.map(|by| {
        let [since, before, when] = [since, span.closes_at, by].map(|at| cx.relative_time(at));
        t!(cx.lang, "next-if-answered", since = since, before = before, when = when)
    })
    .unwrap_or_default()
}
