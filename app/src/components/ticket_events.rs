//! What happened to a ticket in words: a short text for each event without a text of its own.

use fyr_domain::{
    sla::{Deadlines, MISSED},
    tickets::{TicketChange, TicketEventKind, TicketPrivacy},
};
use fyr_i18n::{join_with_and, t, text_for};
use fyr_usecases::{
    store::ticket_events::TicketEvent,
    tickets::{TicketThread, raised_text},
};
use uuid::Uuid;

use crate::RequestContext;

/// The texts about events by one person at one time. The first one names the person: either the sentence about the status, or
/// the name alone.
pub(super) fn event_texts(cx: &RequestContext, thread: &TicketThread, group: &[TicketEvent]) -> Vec<String> {
    let status = group.iter().filter(|event| event.kind == TicketEventKind::Change);
    let internal = group.iter().filter(|event| event.kind != TicketEventKind::Change);
    let mut texts: Vec<String> = status.map(|event| status_text(cx, event)).collect();
    if texts.is_empty() {
        texts.extend(group.first().map(|event| event.author_name.clone()));
    }
    texts.extend(internal.map(|event| internal_text(cx, thread, event)));
    texts
}

/// The sentence about a status change. Agents and requesters have different terms for statuses.
fn status_text(cx: &RequestContext, event: &TicketEvent) -> String {
    let lang = cx.lang;
    if event.change() == Some(TicketChange::NoAnswerNeeded) {
        return t!(lang, "entry-no-answer", name = event.author_name.as_str());
    }
    if let Some(TicketChange::Escalated { to, cause, .. }) = event.change() {
        return raised_text(lang, to, cause);
    }
    if let Some(TicketChange::Expected { by }) = event.change() {
        return t!(lang, "entry-expected", when = cx.relative_time(by));
    }
    let prefix = if cx.actor.can_open_desk() { "desk-status-" } else { "status-" };
    let status = event.new_status().map(|status| text_for(lang, prefix, status.as_str())).unwrap_or_default();
    t!(lang, "entry-change", name = event.author_name.as_str(), status = status)
}

/// What happened, without who did it.
fn internal_text(cx: &RequestContext, thread: &TicketThread, event: &TicketEvent) -> String {
    let lang = cx.lang;
    let agent = |id: Uuid| {
        thread.names.get(&id).cloned().unwrap_or_else(|| t!(lang, "event-removed-agent").to_owned())
    };
    match event.change() {
        Some(TicketChange::Priority { from, to, .. }) => {
            let [from, to] = [from, to].map(|priority| priority.as_str().to_uppercase());
            t!(lang, "event-priority", from = from, to = to)
        }
        Some(TicketChange::Kind { from, to }) => {
            let [from, to] = [from, to].map(|kind| text_for(lang, "kind-", kind.as_str()));
            t!(lang, "event-kind", from = from, to = to)
        }
        Some(TicketChange::Escalated { cause, .. }) => {
            let cause = text_for(lang, "escalation-trigger-", cause.as_str());
            t!(lang, "event-called", cause = cause)
        }
        Some(TicketChange::Acknowledged) => t!(lang, "event-acknowledged").to_owned(),
        Some(TicketChange::SlaThreshold { metric, percent, .. }) => {
            let metric = text_for(lang, "metric-", metric.as_str());
            if percent >= MISSED {
                t!(lang, "event-missed", metric = metric)
            } else {
                t!(lang, "event-threshold", percent = percent, metric = metric)
            }
        }
        Some(TicketChange::Topic { .. }) => t!(lang, "event-topic").to_owned(),
        Some(TicketChange::Assignee { to: Some(to), .. }) => t!(lang, "event-assigned", agent = agent(to)),
        Some(TicketChange::Assignee { from: Some(from), to: None }) => {
            t!(lang, "event-unassigned", agent = agent(from))
        }
        Some(TicketChange::Privacy { to: TicketPrivacy::Private, .. }) => {
            t!(lang, "event-private").to_owned()
        }
        Some(TicketChange::Privacy { to: TicketPrivacy::Shared, .. }) => t!(lang, "event-shared").to_owned(),
        Some(TicketChange::Rated { score }) => t!(lang, "event-rated", score = score),
        Some(TicketChange::Claimed { .. }) => t!(lang, "event-account").to_owned(),
        Some(TicketChange::AddressCorrected) => t!(lang, "event-address").to_owned(),
        Some(TicketChange::Deadlines(deadlines)) => deadlines_text(cx, thread, event, deadlines),
        Some(TicketChange::Promised { reply_by }) => {
            t!(lang, "event-promised", when = cx.relative_time(reply_by))
        }
        Some(TicketChange::Redacted { .. }) => t!(lang, "event-redacted").to_owned(),
        // what a later release wrote, or a row without what it needs
        Some(
            TicketChange::Filed { .. }
            | TicketChange::Message
            | TicketChange::Note
            | TicketChange::NoAnswerNeeded
            | TicketChange::Status { .. }
            | TicketChange::Expected { .. }
            | TicketChange::Assignee { from: None, to: None },
        )
        | None => t!(lang, "event-unknown").to_owned(),
    }
}

/// When the promises of the ticket are due since the event.
fn deadlines_text(
    cx: &RequestContext,
    thread: &TicketThread,
    event: &TicketEvent,
    deadlines: Deadlines,
) -> String {
    let lang = cx.lang;
    let was_answered = thread.ticket.responded_at.is_some_and(|at| at <= event.created_at);
    let reply_by = if was_answered { deadlines.reply_by } else { deadlines.respond_by };
    let promises = [
        reply_by.map(|by| t!(lang, "event-due-reply", when = cx.relative_time(by))),
        deadlines.resolve_by.map(|by| t!(lang, "event-due-resolution", when = cx.relative_time(by))),
        deadlines.update_by.map(|by| t!(lang, "event-due-update", when = cx.relative_time(by))),
    ];
    let promises: Vec<&str> = promises.iter().flatten().map(String::as_str).collect();
    if promises.is_empty() {
        t!(lang, "event-clocks-stand").to_owned()
    } else {
        t!(lang, "event-deadlines", promises = join_with_and(lang, &promises))
    }
}
