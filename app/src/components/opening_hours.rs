//! Opening hours of support, and when a ticket filed now is answered.

use fyr_domain::{
    sla::{ServiceLevel, first_response_due},
    tickets::Priority,
};
use fyr_i18n::{join_with_and, t, time_of_day};
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
    let answer = first_response_due(calendar, cx.now, service_level.first_response(Priority::P3))
        .map(|by| t!(lang, "hours-answer", by = cx.relative_time(by)));
    answer.map_or(open.clone(), |answer| format!("{open} {answer}"))
}
