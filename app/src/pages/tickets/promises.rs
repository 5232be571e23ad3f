//! How the times were worked out by which a requester gets what was promised.

use chrono::NaiveDate;
use fyr_domain::sla::{ClosedReason, CountedTime, Deadline, Promise, Step};
use fyr_i18n::{hours, t, text_for, time_of_day, weekday_and_date};
use fyr_usecases::{
    Error,
    tickets::{self, format_reference},
};
use leptos::prelude::*;

use crate::{Page, RequestContext, components::Breadcrumbs};

/// Steps that are shown of one promise; the rest is left out.
const MAX_STEPS: usize = 40;

/// `/tickets/{reference}/promises`.
pub async fn show(cx: &RequestContext, reference: &str) -> Result<Page, Error> {
    let lang = cx.lang;
    let promises = tickets::find_promises(&cx.backend, &cx.actor, reference).await?;
    let reference = format_reference(&promises.ticket.reference);
    let path = format!("/tickets/{reference}");
    let clocks = promises.clocks().unwrap_or_default();
    let sections = [
        (t!(lang, "promise-next-response"), clocks.next_response),
        (t!(lang, "promise-update"), clocks.update),
        (t!(lang, "promise-resolution"), clocks.resolution),
        (t!(lang, "promise-first-response"), clocks.first_response),
    ];
    let sections: Vec<_> = sections
        .into_iter()
        .filter_map(|(title, promise)| promise.map(|promise| section(cx, title, &promise)))
        .collect();
    let none = sections.is_empty().then(|| view! { <p class="ds-paragraph">{t!(lang, "promises-none")}</p> });
    let title = t!(lang, "promises-title");
    let ancestors = vec![(path.clone(), reference.clone())];
    let body = view! {
        <Breadcrumbs ancestors current=title/>
        <div class="narrow stack">
            <h1 class="ds-heading" data-size="lg">{title}</h1>
            <p class="ds-paragraph lead">{t!(lang, "promises-intro")}</p>
            {sections}
            {none}
            <p class="actions"><a class="ds-link" href=path>{t!(lang, "promises-back")}</a></p>
        </div>
    };
    Ok(Page::new(format!("{title} ({reference})"), body))
}

fn section(cx: &RequestContext, title: &'static str, promise: &Promise<'_>) -> AnyView {
    let lang = cx.lang;
    let terms = promise.clock.terms();
    let target = hours(lang, terms.target);
    let target = match terms.counted {
        CountedTime::Business(_) => t!(lang, "promise-target", target = target),
        CountedTime::AroundTheClock => t!(lang, "promise-target-always", target = target),
    };
    let mut steps = promise.clock.steps(MAX_STEPS);
    if promise.met_at.is_some() {
        // it stands for good
        steps.pop_if(|step| matches!(step, Step::Stands { until: None, .. }));
    }
    let has_steps = !steps.is_empty();
    let more = (steps.len() == MAX_STEPS).then(|| view! { <li>{t!(lang, "promise-step-more")}</li> });
    let steps = steps.iter().map(|step| view! { <li>{step_text(cx, step)}</li> }).collect_view();
    view! {
        <section class="ds-card stack" data-gap="s">
            <h2 class="ds-heading" data-size="xs">{title}</h2>
            <p class="ds-paragraph"><strong>{standing(cx, promise)}</strong>" "{target}</p>
            {has_steps.then(|| view! { <ul class="ds-list">{steps}{more}</ul> })}
        </section>
    }
    .into_any()
}

/// When it is due, or how it went.
fn standing(cx: &RequestContext, promise: &Promise<'_>) -> String {
    let lang = cx.lang;
    let when = |at| cx.relative_time(at);
    match (promise.clock.deadline(), promise.met_at) {
        (Deadline::At(due), Some(met)) if due < met => {
            t!(lang, "promise-kept-late", when = when(met), due = when(due))
        }
        (_, Some(met)) => t!(lang, "promise-kept", when = when(met)),
        (Deadline::At(due), None) if due < cx.now => t!(lang, "promise-late", when = when(due)),
        (Deadline::At(due), None) => t!(lang, "promise-due", when = when(due)),
        (Deadline::Paused { remaining, .. }, None) => {
            t!(lang, "promise-stands", left = hours(lang, remaining))
        }
        (Deadline::Never, None) => t!(lang, "promise-never").to_owned(),
    }
}

fn step_text(cx: &RequestContext, step: &Step<'_>) -> String {
    let (lang, zone) = (cx.lang, cx.backend.settings.zone);
    let day_of = |at: &chrono::DateTime<chrono::Utc>| at.with_timezone(&zone).date_naive();
    match step {
        Step::Counts { from, until } => {
            let amount = hours(lang, *until - *from);
            if day_of(from) == day_of(until) {
                let day = weekday_and_date(lang, day_of(from));
                let [from, until] = [from, until].map(|at| time_of_day(*at, zone));
                t!(lang, "promise-step-counts", day = day, from = from, until = until, amount = amount)
            } else {
                let [from, until] = [from, until].map(|at| cx.day_and_time(*at));
                t!(lang, "promise-step-counts-days", from = from, until = until, amount = amount)
            }
        }
        Step::Stands { from, until: Some(until) } => {
            let [from, until] = [from, until].map(|at| cx.day_and_time(*at));
            t!(lang, "promise-step-stood", from = from, until = until)
        }
        Step::Stands { from, until: None } => {
            t!(lang, "promise-step-stands", from = cx.day_and_time(*from))
        }
        Step::Closed { from, until, reason } => closed_text(cx, *from, *until, *reason),
    }
}

fn closed_text(cx: &RequestContext, from: NaiveDate, until: NaiveDate, reason: ClosedReason<'_>) -> String {
    let lang = cx.lang;
    let days = if from == until {
        weekday_and_date(lang, from)
    } else {
        let [from, until] = [from, until].map(|day| weekday_and_date(lang, day));
        t!(lang, "promise-days", from = from, until = until)
    };
    let reason = match reason {
        ClosedReason::Holiday(holiday) => text_for(lang, "holiday-", holiday.as_str()),
        ClosedReason::Closure(reason) => reason.text(lang).to_owned(),
        ClosedReason::DayOfWeek | ClosedReason::ClosedDay => String::new(),
    };
    if reason.is_empty() {
        t!(lang, "promise-step-closed", days = days)
    } else {
        t!(lang, "promise-step-closed-because", days = days, reason = reason)
    }
}
