//! Opening hours of support, and when a ticket filed now is answered.

use std::sync::Arc;

use chrono::Days;
use fyr_domain::{
    calendar::{BusinessCalendar, Closure},
    sla::{Metric, SlaHistory, SlaVersion},
    tickets::{Priority, TicketScope},
};
use fyr_i18n::{join_with_and, month_day, t, time_of_day, weekday_and_date};
use leptos::prelude::*;

use crate::{RequestContext, use_request_context};

/// How long before it begins a planned closure is announced.
const ANNOUNCED: Days = Days::new(28);

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

/// Closures and shorter days that are planned for the next weeks, or under way. Renders nothing if there are none.
#[component]
pub fn PlannedClosures(
    /// What is promised.
    sla: Arc<SlaHistory>,
) -> impl IntoView {
    let cx = use_request_context();
    let calendar = &sla.current().calendar;
    let today = cx.now.with_timezone(&calendar.zone).date_naive();
    let soon = |closure: &&Closure| closure.until >= today && closure.from <= today + ANNOUNCED;
    let sentences: Vec<_> =
        calendar.closures.iter().filter(soon).map(|closure| closure_text(&cx, calendar, closure)).collect();
    let items: Vec<_> =
        sentences.into_iter().map(|text| view! { <p class="ds-paragraph">{text}</p> }).collect();
    (!items.is_empty()).then(|| view! { <div class="ds-alert" data-color="info">{items}</div> })
}

/// Days and hours are those where support is, which is named to readers elsewhere.
fn closure_text(cx: &RequestContext, calendar: &BusinessCalendar, closure: &Closure) -> String {
    let lang = cx.lang;
    let days = if closure.from == closure.until {
        weekday_and_date(lang, closure.from)
    } else {
        let [from, until] = [closure.from, closure.until].map(|day| month_day(lang, day));
        t!(lang, "deadline-days", from = from, until = until)
    };
    let sentence = if closure.hours.is_closed() {
        t!(lang, "closure-closed", days = days)
    } else {
        let hours: Vec<_> =
            closure.hours.intervals().iter().map(|interval| interval.to_string().replace('-', "–")).collect();
        let hours: Vec<_> = hours.iter().map(String::as_str).collect();
        let hours = join_with_and(lang, &hours);
        let hours = match cx.other_zone() {
            Some(_) => format!("{hours} ({})", calendar.zone.name()),
            None => hours,
        };
        t!(lang, "closure-hours", days = days, hours = hours)
    };
    match closure.reason.text(lang) {
        "" => capitalised(&sentence),
        reason => t!(lang, "closure-because", reason = reason, sentence = sentence),
    }
}

fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Today's hours of a calendar, or when it opens; `None` where it does not within ten years.
pub fn hours_today(cx: &RequestContext, calendar: &BusinessCalendar) -> Option<String> {
    let lang = cx.lang;
    let today: Vec<_> = calendar.spans_on(cx.now.with_timezone(&calendar.zone).date_naive()).collect();
    if today.last().is_none_or(|span| cx.now >= span.closes_at) {
        let opens = calendar.next_open(cx.now)?;
        return Some(t!(lang, "hours-closed", opens = cx.relative_time(opens)));
    }
    // whoever chose no zone sees hours as they are set
    let zone = if cx.other_zone().is_some() { cx.zone } else { calendar.zone };
    let time = |at| time_of_day(at, zone);
    let hours: Vec<_> =
        today.iter().map(|span| format!("{}–{}", time(span.opens_at), time(span.closes_at))).collect();
    let hours: Vec<_> = hours.iter().map(String::as_str).collect();
    Some(t!(lang, "hours-today", hours = join_with_and(lang, &hours)))
}

fn opening_hours(cx: &RequestContext, sla: &SlaVersion) -> String {
    let lang = cx.lang;
    let Some(open) = hours_today(cx, &sla.calendar) else { return String::new() };
    let answer = sla
        .due(Metric::FirstResponse, Priority::P3, &TicketScope::default(), cx.now)
        .map(|by| t!(lang, "hours-answer", by = cx.relative_time(by)));
    answer.map_or(open.clone(), |answer| format!("{open} {answer}"))
}
