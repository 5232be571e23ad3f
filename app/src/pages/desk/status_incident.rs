//! `/desk/status/incidents/new` and `/desk/status/incidents/{id}`: reporting an outage, and saying more about it.

use fyr_domain::status::{Impact, IncidentStatus, RawIncident, RawUpdate};
use fyr_i18n::t;
use fyr_services::{
    Error,
    status::{self, Incident},
};
use leptos::prelude::*;
use uuid::Uuid;

use super::status_fields::{Asks, Choices, ServiceBoxes, Texts, texts, values};
use crate::{
    Cx, FormState, Page,
    components::{Breadcrumbs, ErrorSummary, FormKey, Submit, Words},
    pages::status::{Affected, ImpactTag, PhaseTag, Timeline},
};

/// From bad to harmless; information alone comes last.
const IMPACTS: [Impact; 4] = [Impact::Critical, Impact::Major, Impact::Minor, Impact::None];

fn impacts() -> Vec<&'static str> {
    IMPACTS.map(Impact::as_str).into()
}

/// An empty report with what is likely.
pub fn empty(form_key: Uuid) -> FormState {
    FormState::new(form_key)
        .with("impact", Impact::Major.as_str())
        .with("status", IncidentStatus::Investigating.as_str())
}

/// What was typed into a report.
pub fn raw(form: &FormState) -> RawIncident {
    RawIncident {
        services: values(form, "services"),
        impact: form.value("impact"),
        status: form.value("status"),
        title: texts(form, "title"),
        text: texts(form, "text"),
    }
}

/// What was typed into an update, of an outage or of a maintenance.
pub fn raw_update(form: &FormState) -> RawUpdate {
    RawUpdate {
        impact: form.value("impact"),
        status: form.value("status"),
        action: form.value("action"),
        ends_at: form.value("ends_at"),
        text: texts(form, "text"),
    }
}

pub(super) fn above(cx: &Cx) -> Vec<(String, String)> {
    vec![("/desk/status".to_owned(), t!(cx.lang, "status-desk-title").to_owned())]
}

/// The report.
pub async fn new(cx: &Cx, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let overview = status::desk(&cx.services, &cx.actor).await?;
    let title = t!(lang, "status-desk-new-incident");
    let asks =
        Asks { title: Some(t!(lang, "status-desk-hint-title")), text: t!(lang, "status-desk-hint-text") };
    // a report of something that is over already is possible, but not offered
    let statuses = IncidentStatus::ALL.iter().filter(|status| **status != IncidentStatus::Resolved);
    let statuses = statuses.map(|status| status.as_str()).collect();
    let body = view! {
        <div class="narrow">
            <Breadcrumbs above=above(cx) here=title/>
            <h1 class="ds-heading" data-size="lg">{title}</h1>
            <ErrorSummary form=form.clone()/>
            <form method="post" action="/desk/status/incidents/new" class="stack">
                <FormKey form=form.clone()/>
                <ServiceBoxes form=form.clone() overview/>
                <Choices form=form.clone() name="impact" legend=t!(lang, "status-desk-impact") words=impacts() says="status-impact-"/>
                <Texts form=form.clone() asks/>
                <Choices form=form.clone() name="status" legend=t!(lang, "status-desk-status") words=statuses says="status-word-"/>
                <p class="actions">
                    <Submit label=t!(lang, "status-desk-publish-incident")/>
                    <a class="ds-button" data-variant="tertiary" href="/desk/status">{t!(lang, "cancel")}</a>
                </p>
            </form>
        </div>
    };
    Ok(Page::new(title, body))
}

/// How an outage is now, as the form for more about it starts.
fn as_it_is(form: FormState, incident: &Incident) -> FormState {
    let untouched = form.values.is_empty();
    if !untouched {
        return form;
    }
    form.with("impact", incident.impact.as_str()).with("status", incident.status.as_str())
}

/// More about an outage.
pub async fn show(cx: &Cx, id: Uuid, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    status::desk(&cx.services, &cx.actor).await?;
    let (incident, overview) = status::incident(&cx.services, id).await?;
    let title = incident.title.text(lang).to_owned();
    let form = as_it_is(form, &incident);
    let asks = Asks { title: None, text: t!(lang, "status-desk-hint-text") };
    let statuses = IncidentStatus::ALL.iter().map(|status| status.as_str()).collect();
    let body = view! {
        <div class="narrow">
            <Breadcrumbs above=above(cx) here=title.clone()/>
            <h1 class="ds-heading" data-size="lg"><Words text=incident.title/></h1>
            <p class="tags"><ImpactTag impact=incident.impact/>" "<PhaseTag word=incident.status.as_str()/></p>
            <Affected overview services=incident.services/>
            <ErrorSummary form=form.clone()/>
            <form method="post" action=format!("/desk/status/incidents/{id}") class="stack">
                <FormKey form=form.clone()/>
                <Choices form=form.clone() name="status" legend=t!(lang, "status-desk-status") words=statuses says="status-word-"/>
                <Texts form=form.clone() asks/>
                <Choices form=form.clone() name="impact" legend=t!(lang, "status-desk-impact") words=impacts() says="status-impact-"/>
                <p class="actions">
                    <Submit label=t!(lang, "status-desk-publish-update")/>
                    <a class="ds-button" data-variant="tertiary" href="/desk/status">{t!(lang, "cancel")}</a>
                </p>
            </form>
            <h2 class="ds-heading" data-size="sm">{t!(lang, "status-timeline")}</h2>
            <Timeline updates=incident.updates/>
        </div>
    };
    Ok(Page::new(title, body))
}
