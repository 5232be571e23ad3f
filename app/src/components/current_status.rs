//! What everyone should know at once: outages that go on, and maintenance that is near.

use chrono::TimeDelta;
use fyr_i18n::t;
use fyr_services::status::{Incident, Maintenance, Overview};
use leptos::prelude::*;

use crate::{
    components::{Moment, Words},
    pages::status::{Away, ImpactTag, PhaseTag, span},
    use_cx,
};

/// Maintenance is announced this long before.
const AHEAD: TimeDelta = TimeDelta::days(7);

/// Outages that go on, and maintenance that goes on or comes within a week; nothing where all is fine, or where nothing
/// is known (`overview` is `None`).
#[component]
pub fn CurrentStatus(
    /// How everything is: `status::overview(…).await.ok()`.
    overview: Option<Overview>,
) -> impl IntoView {
    let cx = use_cx();
    let lang = cx.lang;
    let overview = overview?;
    let incidents: Vec<Incident> = overview.current().cloned().collect();
    let planned: Vec<Maintenance> =
        overview.running().chain(overview.coming_within(AHEAD)).cloned().collect();
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
                    <a class="ds-link" href=href><Words text=incident.title/></a>
                    <span class="status-list-more"><ImpactTag impact=incident.impact/>" "<PhaseTag word=incident.status.as_str()/>" "<Moment at/></span>
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
                    <a class="ds-link" href=href><Words text=maintenance.title.clone()/></a>
                    <span class="status-list-more">
                        <PhaseTag word=maintenance.phase(cx.now).as_str()/>" "{span(&cx, maintenance.starts_at, maintenance.ends_at)}
                    </span>
                </li>
            }
        })
        .collect();
    Some(view! {
        <section class="ds-alert current-status" data-color=color aria-labelledby="current-status">
            <h2 class="ds-heading" data-size="xs" id="current-status">{t!(lang, "status-home-current")}</h2>
            <Away since=overview.away_since/>
            <ul class="status-list">{incidents}{planned}</ul>
            <p><a class="ds-link" href="/status">{t!(lang, "status-home-more")}</a></p>
        </section>
    })
}
