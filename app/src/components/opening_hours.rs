//! Opening hours of support, and when a ticket filed now is answered.

use std::sync::Arc;

use fyr_domain::{
    sla::{Metric, SlaHistory, SlaVersion},
    tickets::Priority,
};
use fyr_i18n::{join_with_and, t, time_of_day};
use leptos::prelude::*;

use crate::{RequestContext, use_request_context};

/// Today's opening hours and the first-response target of a ticket filed now: "Open today 08:00–17:00. Write now and …".
/// Renders nothing if support has no opening hours.
#[component]
pub fn OpeningHours(
    /// What is promised.
    sla: Arc<SlaHistory>,
) -> impl IntoView {
    let sentences = opening_hours(&use_request_context(), sla.current());
    (!sentences.is_empty()).then(|| view! { <p class="ds-paragraph opening-hours">{sentences}</p> })
}

fn opening_hours(cx: &RequestContext, sla: &SlaVersion) -> String {
    let (calendar, lang) = (&sla.calendar, cx.lang);
    let today: Vec<_> = calendar.spans_on(cx.now.with_timezone(&calendar.zone).date_naive()).collect();
    let open = match today.last().filter(|span| cx.now < span.closes_at) {
        Some(_) => {
            let time = |at| time_of_day(at, calendar.zone);
            let hours: Vec<_> = today
                .iter()
                .map(|span| format!("{}–{}", time(span.opens_at), time(span.closes_at)))
                .collect();
            let hours: Vec<_> = hours.iter().map(String::as_str).collect();
            t!(lang, "hours-today", hours = join_with_and(lang, &hours))
        }
        None => match calendar.next_open(cx.now) {
            Some(opens) => t!(lang, "hours-closed", opens = cx.relative_time(opens)),
            None => return String::new(),
        },
    };
    let answer = sla
        .due(Metric::FirstResponse, Priority::P3, cx.now)
        .map(|by| t!(lang, "hours-answer", by = cx.relative_time(by)));
    answer.map_or(open.clone(), |answer| format!("{open} {answer}"))
}
