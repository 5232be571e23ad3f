//! `/desk/status`: what goes on and what is planned, and the ways to post more. The forms are beside it.

use fyr_i18n::t;
use fyr_services::{
    Error,
    status::{self, Incident, Maintenance},
};
use leptos::prelude::*;

use crate::{
    Cx, Page,
    components::{Moment, Words},
    pages::status::{Affected, Away, ImpactTag, PhaseTag, span},
    use_cx,
};

/// The page.
pub async fn show(cx: Cx) -> Result<Page, Error> {
    let lang = cx.lang;
    let overview = status::desk(&cx.services, &cx.actor).await?;
    let incidents: Vec<Incident> = overview.current().cloned().collect();
    let planned: Vec<Maintenance> = overview.running().chain(overview.coming()).cloned().collect();
    let (no_incidents, no_plans) = (incidents.is_empty(), planned.is_empty());
    let incidents: Vec<_> = incidents
        .into_iter()
        .map(|incident| {
            let at = incident.updated_at();
            let services = view! { <Affected overview=overview.clone() services=incident.services.clone()/> };
            view! {
                <Card kind="incidents" id=incident.id.to_string() title=incident.title.clone()>
                    <p class="tags"><ImpactTag impact=incident.impact/>" "<PhaseTag word=incident.status.as_str()/></p>
                    {services}
                    <p class="ds-paragraph">{t!(lang, "status-desk-updated")}" "<Moment at/></p>
                </Card>
            }
        })
        .collect();
    let planned: Vec<_> = planned
        .into_iter()
        .map(|maintenance| {
            let when = span(&cx, maintenance.starts_at, maintenance.ends_at);
            let services =
                view! { <Affected overview=overview.clone() services=maintenance.services.clone()/> };
            view! {
                <Card kind="maintenances" id=maintenance.id.to_string() title=maintenance.title.clone()>
                    <p class="tags"><PhaseTag word=maintenance.phase(cx.now).as_str()/></p>
                    {services}
                    <p class="ds-paragraph">{when}</p>
                </Card>
            }
        })
        .collect();
    let body = view! {
        <div class="narrow">
            <h1 class="ds-heading" data-size="lg">{t!(lang, "status-desk-title")}</h1>
            <p class="ds-paragraph">{t!(lang, "status-desk-intro")}</p>
            <Away since=overview.away_since/>
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

/// One of them, with the way to its form.
#[component]
fn Card(kind: &'static str, id: String, title: fyr_domain::Localised, children: Children) -> impl IntoView {
    let lang = use_cx().lang;
    let href = format!("/desk/status/{kind}/{id}");
    let words = title.text(lang).to_owned();
    view! {
        <article class="ds-card status-card">
            <h3 class="ds-heading" data-size="xs"><Words text=title/></h3>
            {children()}
            <p class="actions">
                <a class="ds-button" data-variant="secondary" data-size="sm" href=href>
                    {t!(lang, "status-desk-update")}<span class="visually-hidden">": "{words}</span>
                </a>
            </p>
        </article>
    }
}
