//! `/status`: how everything is, what is going on, what is planned, what has been.

use fyr_domain::{
    Lang,
    status::{Impact, ServiceState},
};
use fyr_i18n::{list, t, text_of};
use fyr_services::{
    Error,
    status::{self, Incident, Maintenance, Overview},
};
use leptos::prelude::*;

use super::{
    bars::Bars,
    parts::{Affected, Away, ImpactTag, PhaseTag, StateIcon, Timeline, span, tone},
};
use crate::{
    Cx, Page,
    components::{Breadcrumbs, Moment, Paragraphs, Words},
    use_cx,
};

/// How many outages that are over the page shows.
const RECENT: usize = 5;
/// How many maintenances that are over the page shows.
const PAST: usize = 3;

/// The page.
pub async fn show(cx: Cx) -> Result<Page, Error> {
    let lang = cx.lang;
    let overview = status::overview(&cx.services).await?;
    let current: Vec<Incident> = overview.current().cloned().collect();
    let planned: Vec<Maintenance> = overview.running().chain(overview.coming()).cloned().collect();
    let recent: Vec<Incident> = overview.recent().take(RECENT).cloned().collect();
    let past: Vec<Maintenance> = overview.past().take(PAST).cloned().collect();
    let zone = cx.services.settings.calendar.zone.name();
    let body = view! {
        <div class="narrow">
            <Breadcrumbs here=t!(lang, "status-title")/>
            <h1 class="ds-heading" data-size="lg">{t!(lang, "status-title")}</h1>
            <Away since=overview.away_since/>
            <Overall overview=overview.clone()/>
            {(!current.is_empty()).then(|| view! { <Current overview=overview.clone() incidents=current/> })}
            <Services overview=overview.clone()/>
            <section aria-labelledby="planned">
                <h2 class="ds-heading" data-size="md" id="planned">{t!(lang, "status-planned")}</h2>
                {planned.is_empty().then(|| view! { <p class="ds-paragraph">{t!(lang, "status-planned-none")}</p> })}
                {planned.into_iter().map(|one| view! { <Plan overview=overview.clone() maintenance=one/> }).collect_view()}
                {(!past.is_empty()).then(|| view! {
                    <h3 class="ds-heading" data-size="xs">{t!(lang, "status-planned-past")}</h3>
                    <ul class="status-list">{past.into_iter().map(|one| view! { <PastPlan maintenance=one/> }).collect_view()}</ul>
                })}
            </section>
            <section aria-labelledby="recent">
                <h2 class="ds-heading" data-size="md" id="recent">{t!(lang, "status-recent")}</h2>
                {recent.is_empty().then(|| view! { <p class="ds-paragraph">{t!(lang, "status-recent-none")}</p> })}
                <ul class="status-list">{recent.into_iter().map(|one| view! { <PastIncident incident=one/> }).collect_view()}</ul>
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

/// How everything is, in one sentence.
pub fn sentence(lang: Lang, overview: &Overview) -> String {
    let (state, services) = overview.worst();
    let names: Vec<&str> = services.iter().map(|service| service.title.text(lang)).collect();
    let names = list(lang, &names);
    match state {
        ServiceState::Operational => t!(lang, "status-overall-operational").to_owned(),
        ServiceState::UnderMaintenance => t!(lang, "status-overall-under-maintenance", services = names),
        ServiceState::Degraded => t!(lang, "status-overall-degraded-performance", services = names),
        ServiceState::PartialOutage => t!(lang, "status-overall-partial-outage", services = names),
        ServiceState::MajorOutage => t!(lang, "status-overall-major-outage", services = names),
    }
}

/// The sentence that says it all.
#[component]
fn Overall(overview: Overview) -> impl IntoView {
    let lang = use_cx().lang;
    let (state, _) = overview.worst();
    let sentence = sentence(lang, &overview);
    let more = state != ServiceState::Operational;
    view! {
        <div class="status-overall" data-color=tone(state).color()>
            <StateIcon state/>
            <div>
                <p class="status-sentence">{sentence}</p>
                {more.then(|| view! { <p class="ds-paragraph">{t!(lang, "status-overall-next")}</p> })}
            </div>
        </div>
    }
}

#[component]
fn Current(overview: Overview, incidents: Vec<Incident>) -> impl IntoView {
    let lang = use_cx().lang;
    let harmless = incidents.iter().all(|incident| incident.impact == Impact::None);
    let heading = if harmless { t!(lang, "status-current-notice") } else { t!(lang, "status-current") };
    let items: Vec<_> = incidents
        .into_iter()
        .map(|incident| {
            let href = format!("/status/incidents/{}", incident.id);
            view! {
                <article class="ds-card status-card">
                    <h3 class="ds-heading" data-size="sm"><a class="ds-link" href=href><Words text=incident.title/></a></h3>
                    <p class="tags"><ImpactTag impact=incident.impact/>" "<PhaseTag word=incident.status.as_str()/></p>
                    <Affected overview=overview.clone() services=incident.services/>
                    <Timeline updates=incident.updates/>
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
fn Services(overview: Overview) -> impl IntoView {
    let lang = use_cx().lang;
    let none = overview.services().is_empty();
    let items: Vec<_> = overview
        .services()
        .iter()
        .map(|service| {
            let state = overview.state(service.id);
            view! {
                <li class="service" id=service.slug.clone()>
                    <div class="service-head">
                        <h3 class="ds-heading" data-size="xs"><Words text=service.title.clone()/></h3>
                        <p class="service-state" data-color=tone(state).color()>
                            <StateIcon state/>{text_of(lang, "status-state-", state.as_str())}
                        </p>
                    </div>
                    <p class="service-text"><Words text=service.description.clone()/></p>
                    <Bars overview=overview.clone() service=service.clone()/>
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

/// A maintenance that goes on or comes.
#[component]
fn Plan(overview: Overview, maintenance: Maintenance) -> impl IntoView {
    let cx = use_cx();
    let href = format!("/status/maintenances/{}", maintenance.id);
    let first = maintenance.updates.last().map(|update| update.text.clone()).unwrap_or_default();
    view! {
        <article class="ds-card status-card">
            <h3 class="ds-heading" data-size="sm"><a class="ds-link" href=href><Words text=maintenance.title.clone()/></a></h3>
            <p class="tags"><PhaseTag word=maintenance.phase(cx.now).as_str()/></p>
            <p class="ds-paragraph"><strong>{span(&cx, maintenance.starts_at, maintenance.ends_at)}</strong></p>
            <Affected overview services=maintenance.services/>
            <Paragraphs text=first/>
        </article>
    }
}

#[component]
fn PastPlan(maintenance: Maintenance) -> impl IntoView {
    let cx = use_cx();
    let href = format!("/status/maintenances/{}", maintenance.id);
    view! {
        <li>
            <a class="ds-link" href=href><Words text=maintenance.title.clone()/></a>
            <span class="status-list-more">
                <PhaseTag word=maintenance.phase(cx.now).as_str()/>" "<Moment at=maintenance.starts_at/>
            </span>
        </li>
    }
}

/// An outage that is over, in a list.
#[component]
pub fn PastIncident(
    /// Which.
    incident: Incident,
) -> impl IntoView {
    let lang = use_cx().lang;
    let href = format!("/status/incidents/{}", incident.id);
    let lasted = incident.resolved_at.map(|end| fyr_i18n::duration(lang, end - incident.started_at));
    view! {
        <li>
            <a class="ds-link" href=href><Words text=incident.title/></a>
            <span class="status-list-more">
                <ImpactTag impact=incident.impact/>" "<Moment at=incident.started_at/>
                {lasted.map(|lasted| view! { " · "{lasted} })}
            </span>
        </li>
    }
}
