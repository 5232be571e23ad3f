//! The alert about open incidents and upcoming maintenance.

use chrono::TimeDelta;
use fyr_domain::status::Impact;
use fyr_i18n::t;
use fyr_usecases::status::{Incident, Maintenance, StatusOverview};
use leptos::prelude::*;

use crate::{
    components::{LocalisedText, Timestamp},
    pages::status::{ImpactTag, PhaseTag, StaleNotice, date_range},
    use_request_context,
};

/// How long before its start maintenance is announced.
const MAINTENANCE_NOTICE: TimeDelta = TimeDelta::days(7);

/// Open incidents, and maintenance that is in progress or starts within a week. Renders nothing if there are none, or if the
/// status is unknown (`overview` is `None`).
#[component]
pub fn CurrentStatus(
    /// The status overview: `status::overview(…).await.ok()`.
    overview: Option<StatusOverview>,
) -> impl IntoView {
    let cx = use_request_context();
    let lang = cx.lang;
    let overview = overview?;
    let incidents: Vec<Incident> = overview.open_incidents().cloned().collect();
    let planned: Vec<Maintenance> = overview
        .active_maintenances()
        .chain(overview.upcoming_maintenances_within(MAINTENANCE_NOTICE))
        .cloned()
        .collect();
    if incidents.is_empty() && planned.is_empty() {
        return None;
    }
    let color = if incidents.is_empty() { "info" } else { "warning" };
    let incidents: Vec<_> = incidents
        .into_iter()
        .map(|incident| {
            let href = format!("/status/incidents/{}", incident.id);
            let at = incident.updated_at();
            view! {
                <li>
                    <a class="ds-link" href=href><LocalisedText text=incident.title/></a>
                    <span class="status-list-more"><ImpactTag impact=incident.impact/>" "<PhaseTag word=incident.status.as_str()/>" "<Timestamp at/></span>
                </li>
            }
        })
        .collect();
    let planned: Vec<_> = planned
        .into_iter()
        .map(|maintenance| {
            let href = format!("/status/maintenances/{}", maintenance.id);
            view! {
                <li>
                    <a class="ds-link" href=href><LocalisedText text=maintenance.title.clone()/></a>
                    <span class="status-list-more">
                        <PhaseTag word=maintenance.phase(cx.now).as_str()/>" "{date_range(&cx, maintenance.starts_at, maintenance.ends_at)}
                    </span>
                </li>
            }
        })
        .collect();
    Some(view! {
        <section class="ds-alert current-status" data-color=color aria-labelledby="current-status">
            <h2 class="ds-heading" data-size="xs" id="current-status">{t!(lang, "status-home-current")}</h2>
            <StaleNotice since=overview.stale_since/>
            <ul class="status-list">{incidents}{planned}</ul>
            <p><a class="ds-link" href="/status">{t!(lang, "status-home-more")}</a></p>
        </section>
    })
}

/// One line about each major or critical incident, on the pages where people look for help with it or cannot sign in. Renders
/// nothing if there are none.
#[component]
pub fn OutageLine(
    /// The status overview: `status::overview(…).await.ok()`.
    overview: Option<StatusOverview>,
) -> impl IntoView {
    let severe = |incident: &&Incident| matches!(incident.impact, Impact::Major | Impact::Critical);
    let incidents: Vec<Incident> =
        overview.iter().flat_map(|overview| overview.open_incidents().filter(severe).cloned()).collect();
    let lines = incidents.into_iter().map(|incident| {
        let href = format!("/status/incidents/{}", incident.id);
        view! {
            <p class="ds-alert outage-line" data-color="warning">
                <ImpactTag impact=incident.impact/>" "<a class="ds-link" href=href><LocalisedText text=incident.title/></a>
            </p>
        }
    });
    lines.collect_view()
}
