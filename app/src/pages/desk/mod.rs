//! The desk: pages for support, operations and administrators. They do not exist (404) for anyone else.

pub mod articles;
pub mod audit;
mod audit_details;
pub mod filter;
pub mod outbox;
pub mod people;
pub mod queue;
pub mod redact;
pub mod results;
pub mod retention;
pub mod settings;
pub mod status;
pub mod status_correction;
mod status_fields;
pub mod status_incident;
pub mod status_maintenance;
pub mod ticket;

use chrono::{DateTime, Utc};
use fyr_domain::{Lang, tickets::Status};
use fyr_i18n::{t, text_for};
use leptos::prelude::*;

use crate::{
    RequestContext,
    components::{Tag, Tone},
    use_request_context,
};

/// The status of a ticket, in the terms of agents. Requesters see `StatusTag`.
#[component]
pub fn AgentStatusTag(
    /// The status.
    status: Status,
) -> impl IntoView {
    let tone = match status {
        Status::New => Tone::Warning,
        Status::Open => Tone::Info,
        Status::WaitingForRequester | Status::OnHold | Status::Closed => Tone::Neutral,
        Status::Solved => Tone::Success,
    };
    view! { <Tag tone text=text_for(use_request_context().lang, "desk-status-", status.as_str())/> }
}

/// How long the requester has been waiting: "väntat 3 timmar".
fn waiting_time(lang: Lang, since: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let span = now - since;
    match (span.num_minutes(), span.num_hours()) {
        (..1, _) => t!(lang, "desk-waited-moment").to_owned(),
        (minutes @ 1..60, _) => t!(lang, "desk-waited-minutes", count = minutes),
        (_, hours @ ..48) => t!(lang, "desk-waited-hours", count = hours),
        _ => t!(lang, "desk-waited-days", count = span.num_days()),
    }
}

/// The target of the first response, or that it is overdue. `None` if there is no target, or the ticket is solved or closed.
fn response_target(
    cx: &RequestContext,
    status: Status,
    respond_by: Option<DateTime<Utc>>,
) -> Option<AnyView> {
    let lang = cx.lang;
    let by = respond_by.filter(|_| !status.is_done())?;
    let time = cx.relative_time(by);
    if by < cx.now {
        let text = t!(lang, "desk-promise-late", when = time);
        return Some(
            view! { <span class="overdue"><strong>{t!(lang, "desk-late")}</strong>" "{text}</span> }
                .into_any(),
        );
    }
    let soon = (by - cx.now).num_minutes() < 60;
    let class = if soon { "soon" } else { "promise" };
    Some(view! { <span class=class>{t!(lang, "desk-promise", when = time)}</span> }.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_times_are_in_the_largest_fitting_unit() {
        let now: DateTime<Utc> = "2026-11-21T12:00:00Z".parse().expect("a time");
        let since = |minutes| waiting_time(Lang::Sv, now - chrono::TimeDelta::minutes(minutes), now);
        assert_eq!(since(-5), "väntat en liten stund");
        assert_eq!(since(1), "väntat 1 minut");
        assert_eq!(since(59), "väntat 59 minuter");
        assert_eq!(since(60), "väntat 1 timme");
        assert_eq!(since(47 * 60 + 59), "väntat 47 timmar");
        assert_eq!(since(48 * 60), "väntat 2 dagar");
    }
}
