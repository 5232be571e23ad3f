//! How the times were worked out by which a requester gets what was promised.

use chrono::NaiveDate;
use fyr_domain::sla::{ClosedReason, CountedTime, Deadline, Step, TrackedTarget};
use fyr_i18n::{hours, t, text_for, time_of_day, weekday_and_date};
use fyr_usecases::{
    Error,
    tickets::{self, format_reference},
};
use leptos::prelude::*;

use crate::{Page, RequestContext, components::Breadcrumbs};

/// Steps that are shown of one tracked; the rest is left out.
const MAX_STEPS: usize = 40;

/// `/tickets/{reference}/deadlines`.
pub async fn show(cx: &RequestContext, reference: &str) -> Result<Page, Error> {
    let lang = cx.lang;
    let sla = tickets::find_sla(&cx.backend, &cx.actor, reference).await?;
    let reference = format_reference(&sla.ticket.reference);
    let path = format!("/tickets/{reference}");
    let clocks = sla.clocks().unwrap_or_default();
    let sections = [
        (t!(lang, "deadline-next-response"), clocks.next_response),
        (t!(lang, "deadline-update"), clocks.update),
        (t!(lang, "deadline-resolution"), clocks.resolution),
        (t!(lang, "deadline-first-response"), clocks.first_response),
    ];
    let sections: Vec<_> = sections
        .into_iter()
        .filter_map(|(title, tracked)| tracked.map(|tracked| section(cx, title, &tracked)))
        .collect();
    let none =
        sections.is_empty().then(|| view! { <p class="ds-paragraph">{t!(lang, "deadlines-none")}</p> });
    let title = t!(lang, "deadlines-title");
    let ancestors = vec![(path.clone(), reference.clone())];
    let body = view! {
        <Breadcrumbs ancestors current=title/>
        <div class="narrow stack">
            <h1 class="ds-heading" data-size="lg">{title}</h1>
            <p class="ds-paragraph lead">{t!(lang, "deadlines-intro")}</p>
            {sections}
            {none}
            <p class="actions"><a class="ds-link" href=path>{t!(lang, "deadlines-back")}</a></p>
        </div>
    };
    Ok(Page::new(format!("{title} ({reference})"), body))
}

fn section(cx: &RequestContext, title: &'static str, tracked: &TrackedTarget<'_>) -> AnyView {
    let lang = cx.lang;
    let terms = tracked.clock.terms();
    let target = hours(lang, terms.target);
    let target = match terms.counted {
        CountedTime::Business(_) => t!(lang, "deadline-target", target = target),
        CountedTime::AroundTheClock => t!(lang, "deadline-target-always", target = target),
    };
    let mut steps = tracked.clock.steps(MAX_STEPS);
    if tracked.met_at.is_some() {
        // it stands for good
        steps.pop_if(|step| matches!(step, Step::Stands { until: None, .. }));
    }
    let has_steps = !steps.is_empty();
    let more = (steps.len() == MAX_STEPS).then(|| view! { <li>{t!(lang, "deadline-step-more")}</li> });
    let steps = steps.iter().map(|step| view! { <li>{step_text(cx, step)}</li> }).collect_view();
    view! {
        <section class="ds-card stack" data-gap="s">
            <h2 class="ds-heading" data-size="xs">{title}</h2>
            <p class="ds-paragraph"><strong>{standing(cx, tracked)}</strong>" "{target}</p>
            {has_steps.then(|| view! { <ul class="ds-list">{steps}{more}</ul> })}
        </section>
    }
    .into_any()
}

/// When it is due, or how it went.
fn standing(cx: &RequestContext, tracked: &TrackedTarget<'_>) -> String {
    let lang = cx.lang;
    let when = |at| cx.relative_time(at);
    match (tracked.clock.deadline(), tracked.met_at) {
        (Deadline::At(due), Some(met)) if due < met => {
            t!(lang, "deadline-kept-late", when = when(met), due = when(due))
        }
        (_, Some(met)) => t!(lang, "deadline-kept", when = when(met)),
        (Deadline::At(due), None) if due < cx.now => t!(lang, "deadline-late", when = when(due)),
        (Deadline::At(due), None) => t!(lang, "deadline-due", when = when(due)),
        (Deadline::Paused { remaining, .. }, None) => {
            t!(lang, "deadline-stands", left = hours(lang, remaining))
        }
        (Deadline::Never, None) => t!(lang, "deadline-never").to_owned(),
    }
}

fn step_text(cx: &RequestContext, step: &Step<'_>) -> String {
    let (lang, zone) = (cx.lang, cx.zone);
    let day_of = |at: &chrono::DateTime<chrono::Utc>| at.with_timezone(&zone).date_naive();
    match step {
        Step::Counts { from, until } => {
            let amount = hours(lang, *until - *from);
            if day_of(from) == day_of(until) {
                let day = weekday_and_date(lang, day_of(from));
                let [from, until] = [from, until].map(|at| time_of_day(*at, zone));
                t!(lang, "deadline-step-counts", day = day, from = from, until = until, amount = amount)
            } else {
                let [from, until] = [from, until].map(|at| cx.day_and_time(*at));
                t!(lang, "deadline-step-counts-days", from = from, until = until, amount = amount)
            }
        }
        Step::Stands { from, until: Some(until) } => {
            let [from, until] = [from, until].map(|at| cx.day_and_time(*at));
            t!(lang, "deadline-step-stood", from = from, until = until)
        }
        Step::Stands { from, until: None } => {
            t!(lang, "deadline-step-stands", from = cx.day_and_time(*from))
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
        t!(lang, "deadline-days", from = from, until = until)
    };
    let reason = match reason {
        ClosedReason::Holiday(holiday) => text_for(lang, "holiday-", holiday.as_str()),
        ClosedReason::Closure(reason) => reason.text(lang).to_owned(),
        ClosedReason::DayOfWeek | ClosedReason::ClosedDay => String::new(),
    };
    if reason.is_empty() {
        t!(lang, "deadline-step-closed", days = days)
    } else {
        t!(lang, "deadline-step-closed-because", days = days, reason = reason)
    }
}
