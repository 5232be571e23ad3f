//! Parts that the pages about status share: states in words with icon and colour, and what was said.

use chrono::{DateTime, Utc};
use fyr_domain::status::{Impact, IncidentStatus, Phase, ServiceState};
use fyr_i18n::{clock, t, text_of};
use fyr_services::status::{Overview, Update};
use leptos::prelude::*;
use uuid::Uuid;

use crate::{
    Cx,
    components::{Moment, Paragraphs, Tag, Tone, Words},
    use_cx,
};

/// How a state is coloured; words and icon always say the same.
pub const fn tone(state: ServiceState) -> Tone {
    match state {
        ServiceState::Operational => Tone::Good,
        ServiceState::UnderMaintenance => Tone::Info,
        ServiceState::Degraded | ServiceState::PartialOutage => Tone::Warning,
        ServiceState::MajorOutage => Tone::Danger,
    }
}

/// A shape for each state, so that colour is never alone.
#[component]
pub fn StateIcon(
    /// Which.
    state: ServiceState,
) -> impl IntoView {
    let path = match state {
        ServiceState::Operational => {
            "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm-1.4 14.6-4.2-4.2L8 10.8l2.6 2.6L16 8l1.6 1.6Z"
        }
        ServiceState::UnderMaintenance => {
            "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm1 10.6 4 2.4-1 1.7-5-3V6h2Z"
        }
        ServiceState::Degraded | ServiceState::PartialOutage => {
            "M12 2.5 1.5 21h21ZM11 9h2v6h-2Zm0 7.5h2v2h-2Z"
        }
        ServiceState::MajorOutage => {
            "M8 2h8l6 6v8l-6 6H8l-6-6V8Zm.2 12.4 1.4 1.4 2.4-2.4 2.4 2.4 1.4-1.4-2.4-2.4 2.4-2.4-1.4-1.4-2.4 2.4-2.4-2.4-1.4 1.4 2.4 2.4Z"
        }
    };
    view! {
        <svg class="state-icon" data-color=tone(state).color() viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"
            focusable="false">
            <path fill="currentColor" fill-rule="evenodd" d=path/>
        </svg>
    }
}

/// How bad an outage is, in words.
#[component]
pub fn ImpactTag(
    /// How bad.
    impact: Impact,
) -> impl IntoView {
    let tone = match impact {
        Impact::None => Tone::Neutral,
        Impact::Minor | Impact::Major => Tone::Warning,
        Impact::Critical => Tone::Danger,
    };
    view! { <Tag tone text=text_of(use_cx().lang, "status-impact-", impact.as_str())/> }
}

/// How far an outage or a maintenance has come, in words.
#[component]
pub fn PhaseTag(
    /// A word of `IncidentStatus` or `Phase`.
    word: &'static str,
) -> impl IntoView {
    let good = word == IncidentStatus::Resolved.as_str() || word == Phase::Completed.as_str();
    let quiet = word == Phase::Cancelled.as_str();
    let tone = if good {
        Tone::Good
    } else if quiet {
        Tone::Neutral
    } else {
        Tone::Info
    };
    view! { <Tag tone text=text_of(use_cx().lang, "status-word-", word)/> }
}

/// From when to when: the day once where both are on one.
pub fn span(cx: &Cx, from: DateTime<Utc>, until: DateTime<Utc>) -> String {
    let zone = cx.services.settings.calendar.zone;
    let same_day = from.with_timezone(&zone).date_naive() == until.with_timezone(&zone).date_naive();
    if same_day {
        format!("{}–{}", cx.day_and_time(from), clock(until, zone))
    } else {
        format!("{} – {}", cx.day_and_time(from), cx.day_and_time(until))
    }
}

/// Which services something is about.
#[component]
pub fn Affected(
    /// With the names.
    overview: Overview,
    /// Which.
    services: Vec<Uuid>,
) -> impl IntoView {
    let lang = use_cx().lang;
    let names: Vec<_> = overview
        .services_of(&services)
        .map(|service| view! { <li><Words text=service.title.clone()/></li> })
        .collect();
    (!names.is_empty()).then(|| {
        view! {
            <div class="affected">
                <span class="affected-label">{t!(lang, "status-affects")}": "</span>
                <ul>{names}</ul>
            </div>
        }
    })
}

/// What was said, latest first.
#[component]
pub fn Timeline(
    /// Latest first.
    updates: Vec<Update>,
) -> impl IntoView {
    let lang = use_cx().lang;
    let items: Vec<_> = updates
        .into_iter()
        .map(|update| {
            let word = update.status.as_deref().unwrap_or("note");
            view! {
                <li>
                    <p class="timeline-head"><strong>{text_of(lang, "status-word-", word)}</strong>" "<Moment at=update.at/></p>
                    <Paragraphs text=update.text/>
                </li>
            }
        })
        .collect();
    view! { <ol class="timeline" reversed>{items}</ol> }
}

/// Says from when the page is, where the database is away. Nothing where all is well.
#[component]
pub fn Away(
    /// When what is shown was last known to hold.
    since: Option<DateTime<Utc>>,
) -> impl IntoView {
    let cx = use_cx();
    since.map(|since| {
        let time = clock(since, cx.services.settings.calendar.zone);
        view! { <p class="ds-alert" data-color="warning" role="status">{t!(cx.lang, "status-away", time = time)}</p> }
    })
}
