//! `/status`: the current state of all components, open incidents, planned maintenance, recent incidents.

use fyr_domain::{
    Lang,
    status::{ComponentState, Impact},
};
use fyr_i18n::{join_with_and, t, text_for};
use fyr_usecases::{
    Error, settings,
    status::{self, Incident, Maintenance, StatusOverview},
};
use leptos::prelude::*;

use super::{
    bars::UptimeBars,
    timeline::{IncidentTimeline, TextCorrected, TitleCorrected},
    widgets::{
        AffectedComponents, ComponentsOfIncident, ImpactTag, PhaseTag, StaleNotice, StateIcon, date_range,
        tone,
    },
};
use crate::{
    Page, RequestContext,
    components::{Breadcrumbs, LocalisedParagraphs, LocalisedText, PlannedClosures, Timestamp},
    use_request_context,
};

/// The number of resolved incidents on the page.
const MAX_RESOLVED_INCIDENTS: usize = 5;
/// The number of past maintenances on the page.
const MAX_PAST_MAINTENANCES: usize = 3;

/// `/status`.
pub async fn show(cx: RequestContext) -> Result<Page, Error> {
    let lang = cx.lang;
    let overview = status::overview(&cx.backend).await?;
    let current: Vec<Incident> = overview.open_incidents().cloned().collect();
    let planned: Vec<Maintenance> =
        overview.active_maintenances().chain(overview.upcoming_maintenances()).cloned().collect();
    let recent: Vec<Incident> = overview.resolved_incidents().take(MAX_RESOLVED_INCIDENTS).cloned().collect();
    let past: Vec<Maintenance> = overview.past_maintenances().take(MAX_PAST_MAINTENANCES).cloned().collect();
    let zone = cx.zone.name();
    let sla = settings::load(&cx.backend).await.sla();
    let body = view! {
        <div class="narrow">
            <Breadcrumbs current=t!(lang, "status-title")/>
            <h1 class="ds-heading" data-size="lg">{t!(lang, "status-title")}</h1>
            <StaleNotice since=overview.stale_since/>
            <OverallStatus overview=overview.clone()/>
            {(!current.is_empty()).then(|| view! { <OpenIncidents overview=overview.clone() incidents=current/> })}
            <ComponentList overview=overview.clone()/>
            <section aria-labelledby="planned">
                <h2 class="ds-heading" data-size="md" id="planned">{t!(lang, "status-planned")}</h2>
                <PlannedClosures sla/>
                {planned.is_empty().then(|| view! { <p class="ds-paragraph">{t!(lang, "status-planned-none")}</p> })}
                {planned.into_iter().map(|maintenance| view! { <MaintenanceCard overview=overview.clone() maintenance/> }).collect_view()}
                {(!past.is_empty()).then(|| view! {
                    <h3 class="ds-heading" data-size="xs">{t!(lang, "status-planned-past")}</h3>
                    <ul class="status-list">{past.into_iter().map(|maintenance| view! { <PastMaintenance maintenance/> }).collect_view()}</ul>
                })}
            </section>
            <section aria-labelledby="recent">
                <h2 class="ds-heading" data-size="md" id="recent">{t!(lang, "status-recent")}</h2>
                {recent.is_empty().then(|| view! { <p class="ds-paragraph">{t!(lang, "status-recent-none")}</p> })}
                <ul class="status-list">{recent.into_iter().map(|incident| view! { <ResolvedIncident incident/> }).collect_view()}</ul>
                <p><a class="ds-link" href="/status/history">{t!(lang, "status-history-link")}</a></p>
            </section>
            <section aria-labelledby="follow">
                <h2 class="ds-heading" data-size="xs" id="follow">{t!(lang, "status-follow")}</h2>
                <ul class="ds-list">
                    <li><a class="ds-link" href=format!("/status/feed.atom?lang={lang}")>{t!(lang, "status-feed")}</a></li>
                    <li><a class="ds-link" href=format!("/status/calendar.ics?lang={lang}")>{t!(lang, "status-calendar")}</a></li>
                </ul>
                <p class="status-note">{t!(lang, "status-zone", zone = zone)}</p>
            </section>
        </div>
    };
    Ok(Page::new(t!(lang, "status-title"), body))
}

/// The overall status in one sentence, with the names of the affected components.
pub fn overall_status_sentence(lang: Lang, overview: &StatusOverview) -> String {
    let overall = overview.overall_state();
    let names: Vec<&str> = overall.components.iter().map(|component| component.title.text(lang)).collect();
    let names = join_with_and(lang, &names);
    match overall.state {
        ComponentState::Operational => t!(lang, "status-overall-operational").to_owned(),
        ComponentState::UnderMaintenance => t!(lang, "status-overall-under-maintenance", services = names),
        ComponentState::Degraded => t!(lang, "status-overall-degraded-performance", services = names),
        ComponentState::PartialOutage => t!(lang, "status-overall-partial-outage", services = names),
        ComponentState::MajorOutage => t!(lang, "status-overall-major-outage", services = names),
    }
}

/// The overall status with its icon.
#[component]
fn OverallStatus(overview: StatusOverview) -> impl IntoView {
    let lang = use_request_context().lang;
    let state = overview.overall_state().state;
    let sentence = overall_status_sentence(lang, &overview);
    let show_details = state != ComponentState::Operational;
    view! {
        <div class="status-overall" data-color=tone(state).color()>
            <StateIcon state/>
            <div>
                <p class="status-sentence">{sentence}</p>
                {show_details.then(|| view! { <p class="ds-paragraph">{t!(lang, "status-overall-next")}</p> })}
            </div>
        </div>
    }
}

#[component]
fn OpenIncidents(overview: StatusOverview, incidents: Vec<Incident>) -> impl IntoView {
    let lang = use_request_context().lang;
    let only_notices = incidents.iter().all(|incident| incident.impact == Impact::None);
    let heading = if only_notices { t!(lang, "status-current-notice") } else { t!(lang, "status-current") };
    let items: Vec<_> = incidents
        .into_iter()
        .map(|incident| {
            let href = format!("/status/incidents/{}", incident.id);
            view! {
                <article class="ds-card status-card">
                    <h3 class="ds-heading" data-size="sm"><a class="ds-link" href=href><LocalisedText text=incident.title.clone()/></a></h3>
                    <TitleCorrected at=incident.title_corrected_at/>
                    <p class="tags"><ImpactTag impact=incident.impact/>" "<PhaseTag word=incident.status.as_str()/></p>
                    <ComponentsOfIncident overview=overview.clone() incident=incident.clone()/>
                    <IncidentTimeline overview=overview.clone() incident/>
                </article>
            }
        })
        .collect();
    view! {
        <section aria-labelledby="current">
            <h2 class="ds-heading" data-size="md" id="current">{heading}</h2>
            {items}
        </section>
    }
}

#[component]
fn ComponentList(overview: StatusOverview) -> impl IntoView {
    let lang = use_request_context().lang;
    let none = overview.components().is_empty();
    let items: Vec<_> = overview
        .components()
        .iter()
        .map(|component| {
            let state = overview.component_state(component.id);
            view! {
                <li class="service" id=component.slug.clone()>
                    <div class="service-head">
                        <h3 class="ds-heading" data-size="xs"><LocalisedText text=component.title.clone()/></h3>
                        <p class="service-state" data-color=tone(state).color()>
                            <StateIcon state/>{text_for(lang, "status-state-", state.as_str())}
                        </p>
                    </div>
                    <p class="service-text"><LocalisedText text=component.description.clone()/></p>
                    <UptimeBars overview=overview.clone() component=component.clone()/>
                </li>
            }
        })
        .collect();
    view! {
        <section aria-labelledby="services">
            <h2 class="ds-heading" data-size="md" id="services">{t!(lang, "status-services")}</h2>
            {none.then(|| view! { <p class="ds-paragraph">{t!(lang, "status-services-none")}</p> })}
            {(!none).then(|| view! { <ul class="services">{items}</ul> })}
        </section>
    }
}

/// A maintenance that is in progress or scheduled.
#[component]
fn MaintenanceCard(overview: StatusOverview, maintenance: Maintenance) -> impl IntoView {
    let cx = use_request_context();
    let href = format!("/status/maintenances/{}", maintenance.id);
    let announcement = maintenance.updates.last();
    let corrected_at = announcement.and_then(|update| update.corrected_at);
    let announcement = announcement.map(|update| update.text.clone()).unwrap_or_default();
    view! {
        <article class="ds-card status-card">
            <h3 class="ds-heading" data-size="sm"><a class="ds-link" href=href><LocalisedText text=maintenance.title.clone()/></a></h3>
            <TitleCorrected at=maintenance.title_corrected_at/>
            <p class="tags"><PhaseTag word=maintenance.phase(cx.now).as_str()/></p>
            <p class="ds-paragraph"><strong>{date_range(&cx, maintenance.starts_at, maintenance.ends_at)}</strong></p>
            <AffectedComponents overview components=maintenance.components/>
            <LocalisedParagraphs text=announcement/>
            <TextCorrected at=corrected_at/>
        </article>
    }
}

#[component]
fn PastMaintenance(maintenance: Maintenance) -> impl IntoView {
    let cx = use_request_context();
    let href = format!("/status/maintenances/{}", maintenance.id);
    view! {
        <li>
            <a class="ds-link" href=href><LocalisedText text=maintenance.title.clone()/></a>
            <span class="status-list-more">
                <PhaseTag word=maintenance.phase(cx.now).as_str()/>" "<Timestamp at=maintenance.starts_at/>
            </span>
        </li>
    }
}

/// A resolved incident as a list item.
#[component]
pub fn ResolvedIncident(
    /// The incident.
    incident: Incident,
) -> impl IntoView {
    let lang = use_request_context().lang;
    let href = format!("/status/incidents/{}", incident.id);
    let duration = incident.resolved_at.map(|end| fyr_i18n::duration(lang, end - incident.started_at));
    view! {
        <li>
            <a class="ds-link" href=href><LocalisedText text=incident.title/></a>
            <span class="status-list-more">
                <ImpactTag impact=incident.impact/>" "<Timestamp at=incident.started_at/>
                {duration.map(|duration| view! { " · "{duration} })}
            </span>
        </li>
    }
}
