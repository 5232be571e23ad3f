//! Opening hours of support, and when a ticket filed now is answered.

use fyr_domain::{
    sla::{ServiceLevel, first_response_due},
    tickets::Priority,
};
use fyr_i18n::{t, time_of_day};
use leptos::prelude::*;

use crate::{RequestContext, use_request_context};

/// Today's opening hours and the first-response target of a ticket filed now: "Open today 08:00–17:00. Write now and …".
/// Renders nothing if support has no opening hours.
#[component]
pub fn OpeningHours(
    /// The targets that count now.
    service_level: ServiceLevel,
) -> impl IntoView {
    let sentences = opening_hours(&use_request_context(), service_level);
    (!sentences.is_empty()).then(|| view! { <p class="ds-paragraph opening-hours">{sentences}</p> })
}

fn opening_hours(cx: &RequestContext, service_level: ServiceLevel) -> String {
    let (calendar, lang) = (&cx.backend.settings.calendar, cx.lang);
    let today = calendar.span_on(cx.now.with_timezone(&calendar.zone).date_naive());
    let open = match today.filter(|span| cx.now < span.closes_at) {
        Some(span) => {
            let (from, until) =
                (time_of_day(span.opens_at, calendar.zone), time_of_day(span.closes_at, calendar.zone));
            t!(lang, "hours-today", from = from, until = until)
        }
        None => match calendar.next_open(cx.now) {
            Some(opens) => t!(lang, "hours-closed", opens = cx.relative_time(opens)),
            None => return String::new(),
        },
    };
    let answer = first_response_due(calendar, cx.now, service_level.first_response(Priority::P3))
        .map(|by| t!(lang, "hours-answer", by = cx.relative_time(by)));
    answer.map_or(open.clone(), |answer| format!("{open} {answer}"))
}
