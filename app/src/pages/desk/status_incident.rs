//! `/desk/status/incidents/new` and `/desk/status/incidents/{id}`: reporting an incident, and posting updates.

use fyr_domain::{
    fields::Problem,
    status::{Impact, IncidentStatus, RawIncident, RawUpdate},
};
use fyr_i18n::t;
use fyr_usecases::{
    Error,
    status::{self, Incident, StatusOverview, StatusUpdate},
};
use leptos::prelude::*;
use uuid::Uuid;

use super::status_fields::{
    ComponentCheckboxes, ComponentImpacts, LocalisedTextFields, RadioChoices, TextHints, component_impacts,
    field_values, raw_texts,
};
use crate::{
    FormState, Page, RequestContext,
    components::{Breadcrumbs, FormKey, LocalisedText, SubmitButton, TextField},
    pages::status::{ComponentsOfIncident, CorrectText, ImpactTag, IncidentTimeline, PhaseTag},
};

/// The hidden field that says what the form showed as published last, so that nobody overwrites what they have not read.
pub const SEEN: &str = "seen";

/// [`SEEN`], where `latest` is published last. A form that is shown again keeps what it said, unless it was refused for that.
#[component]
pub(super) fn SeenField(
    /// The state of the form.
    form: FormState,
    /// What the page shows as published last.
    latest: String,
) -> impl IntoView {
    let seen = if has_conflict(&form) || form.value(SEEN).is_empty() { latest } else { form.value(SEEN) };
    view! { <input type="hidden" name=SEEN value=seen/> }
}

/// Whether the form was refused because somebody else has published something since it was opened.
pub(super) fn has_conflict(form: &FormState) -> bool {
    form.errors.0.iter().any(|(_, problem)| *problem == Problem::PublishedMeanwhile)
}

/// [`SEEN`] of updates: the id of the latest.
pub(super) fn latest_update(updates: &[StatusUpdate]) -> String {
    updates.first().map(|update| update.id.to_string()).unwrap_or_default()
}

/// The impacts in the order of the radio buttons.
const IMPACTS: [Impact; 4] = [Impact::Critical, Impact::Major, Impact::Minor, Impact::None];

fn impacts() -> Vec<&'static str> {
    IMPACTS.map(Impact::as_str).into()
}

/// An empty report with default values.
pub fn empty(form_key: Uuid) -> FormState {
    FormState::new(form_key)
        .with("impact", Impact::Major.as_str())
        .with("status", IncidentStatus::Investigating.as_str())
}

/// The entered values of a report.
pub fn raw(form: &FormState) -> RawIncident {
    RawIncident {
        components: field_values(form, "services"),
        impact: form.value("impact"),
        component_impacts: component_impacts(form),
        started_at: form.value("started_at"),
        status: form.value("status"),
        title: raw_texts(form, "title"),
        text: raw_texts(form, "text"),
    }
}

/// The entered values of an update of an incident or a maintenance.
pub fn raw_update(form: &FormState) -> RawUpdate {
    RawUpdate {
        components: field_values(form, "services"),
        component_impacts: component_impacts(form),
        impact: form.value("impact"),
        status: form.value("status"),
        started_at: form.value("started_at"),
        action: form.value("action"),
        starts_at: form.value("starts_at"),
        ends_at: form.value("ends_at"),
        confirm: form.value("confirm"),
        seen: form.value(SEEN),
        text: raw_texts(form, "text"),
    }
}

pub(super) fn ancestors(cx: &RequestContext) -> Vec<(String, String)> {
    vec![("/desk/status".to_owned(), t!(cx.lang, "status-desk-title").to_owned())]
}

/// `/desk/status/incidents/new`.
pub async fn new(cx: &RequestContext, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let overview = status::overview_for_posting(&cx.backend, &cx.actor).await?;
    let title = t!(lang, "status-desk-new-incident");
    let hints = TextHints {
        title: Some(t!(lang, "status-desk-hint-title")),
        text: Some(t!(lang, "status-desk-hint-text")),
    };
    let began_hint = t!(lang, "status-desk-began-hint", zone = cx.backend.settings.zone.name());
    // reporting a resolved incident is possible, but not offered
    let statuses = IncidentStatus::ALL.iter().filter(|status| **status != IncidentStatus::Resolved);
    let statuses = statuses.map(|status| status.as_str()).collect();
    let body = view! {
        <div class="narrow">
            <Breadcrumbs ancestors=ancestors(cx) current=title/>
            <h1 class="ds-heading" data-size="lg">{title}</h1>
            <form method="post" action="/desk/status/incidents/new" class="stack" novalidate>
                <FormKey form=form.clone()/>
                <ComponentCheckboxes form=form.clone() overview=overview.clone()/>
                <RadioChoices form=form.clone() name="impact" legend=t!(lang, "status-desk-impact") values=impacts() label_prefix="status-impact-"/>
                <ComponentImpacts form=form.clone() overview values=impacts()/>
                <TextField form=form.clone() name="started_at" kind="datetime-local" label=t!(lang, "status-began") hint=began_hint optional=true/>
                <LocalisedTextFields form=form.clone() hints/>
                <RadioChoices form=form.clone() name="status" legend=t!(lang, "status-desk-status") values=statuses label_prefix="status-word-"/>
                <p class="actions">
                    <SubmitButton label=t!(lang, "status-desk-publish-incident")/>
                    <a class="ds-button" data-variant="tertiary" href="/desk/status">{t!(lang, "cancel")}</a>
                </p>
            </form>
        </div>
    };
    Ok(Page::new(title, body))
}

/// The form with the current values of the incident, unless it was submitted.
fn with_current_values(
    form: FormState,
    incident: &Incident,
    overview: &StatusOverview,
    started_at: &str,
) -> FormState {
    if !form.values.is_empty() {
        return form;
    }
    let impacts: Vec<Impact> = incident.components.iter().filter_map(|id| incident.impact_on(*id)).collect();
    // that of most components, so that few are exceptions
    let count = |impact: Impact| impacts.iter().filter(|other| **other == impact).count();
    let usual =
        impacts.iter().copied().max_by_key(|impact| (count(*impact), *impact)).unwrap_or(incident.impact);
    let mut form = form
        .with("impact", usual.as_str())
        .with("status", incident.status.as_str())
        .with("started_at", started_at);
    for component in overview.components_by_ids(&incident.components) {
        form.values.entry("services".to_owned()).or_default().push(component.slug.clone());
        if let Some(own) = incident.impact_on(component.id).filter(|impact| *impact != usual) {
            form = form.with(&format!("impact_{}", component.slug), own.as_str());
        }
    }
    form
}

/// `/desk/status/incidents/{id}`.
pub async fn show(cx: &RequestContext, id: Uuid, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    status::overview_for_posting(&cx.backend, &cx.actor).await?;
    let (incident, overview) = status::find_incident(&cx.backend, id).await?;
    let title = incident.title.text(lang).to_owned();
    let zone = cx.backend.settings.zone;
    let started_at = incident.started_at.with_timezone(&zone).format("%Y-%m-%dT%H:%M").to_string();
    let form = with_current_values(form, &incident, &overview, &started_at);
    let began_hint = t!(lang, "status-desk-began-correct-hint", zone = zone.name());
    let corrects_start = form.errors.get("started_at").is_some();
    let hints = TextHints { title: None, text: Some(t!(lang, "status-desk-hint-text")) };
    let statuses = IncidentStatus::ALL.iter().map(|status| status.as_str()).collect();
    let body = view! {
        <div class="narrow">
            <Breadcrumbs ancestors=ancestors(cx) current=title.clone()/>
            <h1 class="ds-heading" data-size="lg"><LocalisedText text=incident.title.clone()/></h1>
            <CorrectText id update=None label=t!(lang, "status-desk-correct-heading") corrections=incident.corrections.clone()/>
            <p class="tags"><ImpactTag impact=incident.impact/>" "<PhaseTag word=incident.status.as_str()/></p>
            <ComponentsOfIncident overview=overview.clone() incident=incident.clone()/>
            <form method="post" action=format!("/desk/status/incidents/{id}") class="stack" novalidate>
                <FormKey form=form.clone()/>
                <SeenField form=form.clone() latest=latest_update(&incident.updates)/>
                <RadioChoices form=form.clone() name="status" legend=t!(lang, "status-desk-status") values=statuses label_prefix="status-word-"/>
                <LocalisedTextFields form=form.clone() hints/>
                <ComponentCheckboxes form=form.clone() overview=overview.clone()/>
                <RadioChoices form=form.clone() name="impact" legend=t!(lang, "status-desk-impact") values=impacts() label_prefix="status-impact-"/>
                <ComponentImpacts form=form.clone() overview=overview.clone() values=impacts()/>
                <details class="fold" open=corrects_start>
                    <summary>{t!(lang, "status-desk-began-correct")}</summary>
                    <TextField form=form.clone() name="started_at" kind="datetime-local" label=t!(lang, "status-began") hint=began_hint optional=true/>
                </details>
                <p class="actions">
                    <SubmitButton label=t!(lang, "status-desk-publish-update")/>
                    <a class="ds-button" data-variant="tertiary" href="/desk/status">{t!(lang, "cancel")}</a>
                </p>
            </form>
            <h2 class="ds-heading" data-size="sm">{t!(lang, "status-timeline")}</h2>
            <IncidentTimeline overview incident correctable=true/>
        </div>
    };
    Ok(Page::new(title, body))
}
