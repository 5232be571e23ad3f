//! `/desk/status`: open incidents and planned maintenance, with links to the forms.

use fyr_i18n::t;
use fyr_usecases::{
    Error,
    status::{self, Incident, Maintenance},
};
use leptos::prelude::*;

use crate::{
    Page, RequestContext,
    components::{LocalisedText, Timestamp},
    pages::status::{AffectedComponents, ComponentsOfIncident, ImpactTag, PhaseTag, StaleNotice, date_range},
    use_request_context,
};

/// `/desk/status`.
pub async fn show(cx: RequestContext) -> Result<Page, Error> {
    let lang = cx.lang;
    let overview = status::overview_for_posting(&cx.backend, &cx.actor).await?;
    let incidents: Vec<Incident> = overview.open_incidents().cloned().collect();
    let planned: Vec<Maintenance> =
        overview.active_maintenances().chain(overview.upcoming_maintenances()).cloned().collect();
    let (no_incidents, no_plans) = (incidents.is_empty(), planned.is_empty());
    let incidents: Vec<_> = incidents
        .into_iter()
        .map(|incident| {
            let at = incident.updated_at();
            let affected = view! { <ComponentsOfIncident overview=overview.clone() incident=incident.clone()/> };
            view! {
                <StatusCard kind="incidents" id=incident.id.to_string() title=incident.title.clone()>
                    <p class="tags"><ImpactTag impact=incident.impact/>" "<PhaseTag word=incident.status.as_str()/></p>
                    {affected}
                    <p class="ds-paragraph">{t!(lang, "status-desk-updated")}" "<Timestamp at/></p>
                </StatusCard>
            }
        })
        .collect();
    let planned: Vec<_> = planned
        .into_iter()
        .map(|maintenance| {
            let when = date_range(&cx, maintenance.starts_at, maintenance.ends_at);
            let affected =
                view! { <AffectedComponents overview=overview.clone() components=maintenance.components.clone()/> };
            view! {
                <StatusCard kind="maintenances" id=maintenance.id.to_string() title=maintenance.title.clone()>
                    <p class="tags"><PhaseTag word=maintenance.phase(cx.now).as_str()/></p>
                    {affected}
                    <p class="ds-paragraph">{when}</p>
                </StatusCard>
            }
        })
        .collect();
    let body = view! {
        <div class="narrow">
            <h1 class="ds-heading" data-size="lg">{t!(lang, "status-desk-title")}</h1>
            <p class="ds-paragraph">{t!(lang, "status-desk-intro")}</p>
            <StaleNotice since=overview.stale_since/>
            <p class="actions">
                <a class="ds-button" data-variant="primary" href="/desk/status/incidents/new">{t!(lang, "status-desk-new-incident")}</a>
                <a class="ds-button" data-variant="secondary" href="/desk/status/maintenances/new">{t!(lang, "status-desk-new-maintenance")}</a>
                <a class="ds-link" href="/status">{t!(lang, "status-desk-public")}</a>
            </p>
            <section aria-labelledby="open">
                <h2 class="ds-heading" data-size="md" id="open">{t!(lang, "status-desk-open")}</h2>
                {no_incidents.then(|| view! { <p class="ds-paragraph">{t!(lang, "status-desk-open-none")}</p> })}
                {incidents}
            </section>
            <section aria-labelledby="coming">
                <h2 class="ds-heading" data-size="md" id="coming">{t!(lang, "status-desk-coming")}</h2>
                {no_plans.then(|| view! { <p class="ds-paragraph">{t!(lang, "status-desk-coming-none")}</p> })}
                {planned}
            </section>
        </div>
    };
    Ok(Page::new(t!(lang, "status-desk-title"), body))
}

/// An incident or a maintenance, with a link to its form.
#[component]
fn StatusCard(
    kind: &'static str,
    id: String,
    title: fyr_domain::Localised,
    children: Children,
) -> impl IntoView {
    let lang = use_request_context().lang;
    let href = format!("/desk/status/{kind}/{id}");
    let title_text = title.text(lang).to_owned();
    view! {
        <article class="ds-card status-card">
            <h3 class="ds-heading" data-size="xs"><LocalisedText text=title/></h3>
            {children()}
            <p class="actions">
                <a class="ds-button" data-variant="secondary" data-size="sm" href=href>
                    {t!(lang, "status-desk-update")}<span class="visually-hidden">": "{title_text}</span>
                </a>
            </p>
        </article>
    }
}
