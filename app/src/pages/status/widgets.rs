//! Components of the status pages: icon and colour of states, tags, affected components.

use chrono::{DateTime, Utc};
use fyr_domain::status::{ComponentState, Impact, IncidentStatus, MaintenancePhase};
use fyr_i18n::{day_and_time, t, text_for, time_of_day};
use fyr_usecases::status::{Incident, StatusOverview};
use leptos::prelude::*;
use uuid::Uuid;

use crate::{
    RequestContext,
    components::{LocalisedText, Tag, Tone},
    use_request_context,
};

/// The colour of a component state. Colour never carries meaning alone: text and icon say the same.
pub const fn tone(state: ComponentState) -> Tone {
    match state {
        ComponentState::Operational => Tone::Success,
        ComponentState::UnderMaintenance => Tone::Info,
        ComponentState::Degraded | ComponentState::PartialOutage => Tone::Warning,
        ComponentState::MajorOutage => Tone::Danger,
    }
}

/// The icon of a component state: a different shape for each severity, so that colour never carries meaning alone.
#[component]
pub fn StateIcon(
    /// The state.
    state: ComponentState,
) -> impl IntoView {
    let path = match state {
        ComponentState::Operational => {
            "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm-1.4 14.6-4.2-4.2L8 10.8l2.6 2.6L16 8l1.6 1.6Z"
        }
        ComponentState::UnderMaintenance => {
            "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm1 10.6 4 2.4-1 1.7-5-3V6h2Z"
        }
        ComponentState::Degraded | ComponentState::PartialOutage => {
            "M12 2.5 1.5 21h21ZM11 9h2v6h-2Zm0 7.5h2v2h-2Z"
        }
        ComponentState::MajorOutage => {
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

/// The impact of an incident.
#[component]
pub fn ImpactTag(
    /// The impact.
    impact: Impact,
) -> impl IntoView {
    let tone = match impact {
        Impact::None => Tone::Neutral,
        Impact::Minor | Impact::Major => Tone::Warning,
        Impact::Critical => Tone::Danger,
    };
    view! { <Tag tone text=text_for(use_request_context().lang, "status-impact-", impact.as_str())/> }
}

/// The status of an incident, or the phase of a maintenance.
#[component]
pub fn PhaseTag(
    /// The word of an `IncidentStatus` or a `MaintenancePhase`.
    word: &'static str,
) -> impl IntoView {
    let done = word == IncidentStatus::Resolved.as_str() || word == MaintenancePhase::Completed.as_str();
    let cancelled = word == MaintenancePhase::Cancelled.as_str();
    let tone = if done {
        Tone::Success
    } else if cancelled {
        Tone::Neutral
    } else {
        Tone::Info
    };
    view! { <Tag tone text=text_for(use_request_context().lang, "status-word-", word)/> }
}

/// Start and end of a maintenance as text; the day is given once if both are on the same day.
pub fn date_range(cx: &RequestContext, from: DateTime<Utc>, until: DateTime<Utc>) -> String {
    let zone = cx.zone;
    let same_day = from.with_timezone(&zone).date_naive() == until.with_timezone(&zone).date_naive();
    if same_day {
        cx.in_zone(format!("{}–{}", day_and_time(cx.lang, from, cx.now, zone), time_of_day(until, zone)))
    } else {
        format!("{} – {}", cx.day_and_time(from), cx.day_and_time(until))
    }
}

/// The components that a maintenance affects.
#[component]
pub fn AffectedComponents(
    /// The status overview with the names of components.
    overview: StatusOverview,
    /// The ids of the affected components.
    components: Vec<Uuid>,
) -> impl IntoView {
    let names: Vec<_> = overview
        .components_by_ids(&components)
        .map(|component| view! { <li><LocalisedText text=component.title.clone()/></li> }.into_any())
        .collect();
    view! { <AffectedList names/> }
}

/// The components that an incident affects, each with its impact where that is not the one of the incident.
#[component]
pub fn ComponentsOfIncident(
    /// The status overview with the names of components.
    overview: StatusOverview,
    /// The incident whose components are listed.
    incident: Incident,
) -> impl IntoView {
    let lang = use_request_context().lang;
    let names: Vec<_> = overview
        .components_by_ids(&incident.components)
        .map(|component| {
            let own = incident.impact_on(component.id).filter(|impact| *impact != incident.impact);
            let own = own.map(|impact| format!(" ({})", text_for(lang, "status-impact-", impact.as_str())));
            view! { <li><LocalisedText text=component.title.clone()/>{own}</li> }.into_any()
        })
        .collect();
    view! { <AffectedList names/> }
}

#[component]
fn AffectedList(names: Vec<AnyView>) -> impl IntoView {
    let lang = use_request_context().lang;
    (!names.is_empty()).then(|| {
        view! {
            <div class="affected">
                <span class="affected-label">{t!(lang, "status-affects")}": "</span>
                <ul>{names}</ul>
            </div>
        }
    })
}

/// The notice that the page shows cached data because the database is unavailable. Renders nothing if the data are current.
#[component]
pub fn StaleNotice(
    /// When the data were read; `None` if they are current.
    since: Option<DateTime<Utc>>,
) -> impl IntoView {
    let cx = use_request_context();
    since.map(|since| {
        let time = time_of_day(since, cx.zone);
        view! { <p class="ds-alert" data-color="warning" role="status">{t!(cx.lang, "status-away", time = time)}</p> }
    })
}
