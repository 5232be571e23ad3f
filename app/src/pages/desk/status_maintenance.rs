//! `/desk/status/maintenances/new` and `/desk/status/maintenances/{id}`: planning work, and what becomes of it.

use fyr_domain::{
    fields::Problem,
    status::{MaintenanceAction, Phase, RawMaintenance},
};
use fyr_i18n::t;
use fyr_services::{Error, status};
use leptos::prelude::*;
use uuid::Uuid;

use super::{
    status_fields::{Asks, Choices, ServiceBoxes, Texts, texts, values},
    status_incident::above,
};
use crate::{
    Cx, FormState, Page,
    components::{Breadcrumbs, ErrorSummary, FieldError, FormKey, Submit, TextField, Words, described_by},
    pages::status::{Affected, PhaseTag, Timeline, span},
    use_cx,
};

/// What was typed into a plan.
pub fn raw(form: &FormState) -> RawMaintenance {
    RawMaintenance {
        services: values(form, "services"),
        title: texts(form, "title"),
        text: texts(form, "text"),
        starts_at: form.value("starts_at"),
        ends_at: form.value("ends_at"),
        confirm: form.value("confirm"),
    }
}

/// The plan.
pub async fn new(cx: &Cx, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let overview = status::desk(&cx.services, &cx.actor).await?;
    let title = t!(lang, "status-desk-new-maintenance");
    let asks = Asks {
        title: Some(t!(lang, "status-desk-hint-title-plan")),
        text: t!(lang, "status-desk-hint-text-plan"),
    };
    let zone = t!(lang, "status-desk-zone", zone = cx.services.settings.calendar.zone.name());
    let body = view! {
        <div class="narrow">
            <Breadcrumbs above=above(cx) here=title/>
            <h1 class="ds-heading" data-size="lg">{title}</h1>
            <ErrorSummary form=form.clone()/>
            <form method="post" action="/desk/status/maintenances/new" class="stack">
                <FormKey form=form.clone()/>
                <ServiceBoxes form=form.clone() overview/>
                <Texts form=form.clone() asks/>
                <div class="fields-2">
                    <TextField form=form.clone() name="starts_at" kind="datetime-local" label=t!(lang, "status-desk-starts") hint=zone.clone()/>
                    <TextField form=form.clone() name="ends_at" kind="datetime-local" label=t!(lang, "status-desk-ends") hint=zone/>
                </div>
                <Confirm form=form.clone()/>
                <p class="actions">
                    <Submit label=t!(lang, "status-desk-publish-maintenance")/>
                    <a class="ds-button" data-variant="tertiary" href="/desk/status">{t!(lang, "cancel")}</a>
                </p>
            </form>
        </div>
    };
    Ok(Page::new(title, body))
}

/// Asked only where the work begins so soon that some will not hear of it in time.
#[component]
fn Confirm(form: FormState) -> impl IntoView {
    let lang = use_cx().lang;
    let asked = matches!(form.errors.of("confirm"), Some(Problem::ShortNotice | Problem::BegunAlready));
    let confirmed = !form.value("confirm").is_empty();
    (asked || confirmed).then(|| {
        let wrong = form.problem(lang, "confirm");
        let described = described_by("confirm", false, wrong.is_some());
        view! {
            <div class="ds-alert" data-color="warning">
                <label class="checkbox" for="confirm">
                    <input class="ds-input" type="checkbox" id="confirm" name="confirm" value="yes" checked=confirmed
                        aria-describedby=described/>
                    {t!(lang, "status-desk-confirm")}
                </label>
                <FieldError name="confirm".to_owned() text=wrong/>
            </div>
        }
    })
}

/// What can still be done with a maintenance.
fn actions(phase: Phase) -> Vec<&'static str> {
    let all: &[MaintenanceAction] = match phase {
        Phase::Scheduled => &[MaintenanceAction::Note, MaintenanceAction::Cancel],
        Phase::InProgress => &[MaintenanceAction::Note, MaintenanceAction::Finish, MaintenanceAction::Cancel],
        Phase::Completed | Phase::Cancelled => &[MaintenanceAction::Note],
    };
    all.iter().map(|action| action.as_str()).collect()
}

/// More about a maintenance.
pub async fn show(cx: &Cx, id: Uuid, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    status::desk(&cx.services, &cx.actor).await?;
    let (maintenance, overview) = status::maintenance(&cx.services, id).await?;
    let title = maintenance.title.text(lang).to_owned();
    let phase = maintenance.phase(cx.now);
    let form =
        if form.values.is_empty() { form.with("action", MaintenanceAction::Note.as_str()) } else { form };
    let asks = Asks { title: None, text: t!(lang, "status-desk-hint-text-plan") };
    let can_move = phase != Phase::Cancelled;
    let end = t!(lang, "status-desk-new-end-hint", time = cx.day_and_time(maintenance.ends_at));
    let over = matches!(phase, Phase::Completed | Phase::Cancelled);
    let body = view! {
        <div class="narrow">
            <Breadcrumbs above=above(cx) here=title.clone()/>
            <h1 class="ds-heading" data-size="lg"><Words text=maintenance.title.clone()/></h1>
            <p class="tags"><PhaseTag word=phase.as_str()/></p>
            <p class="ds-paragraph"><strong>{span(cx, maintenance.starts_at, maintenance.ends_at)}</strong></p>
            <Affected overview services=maintenance.services.clone()/>
            <ErrorSummary form=form.clone()/>
            {over.then(|| view! { <p class="ds-alert" data-color="info">{t!(lang, "status-desk-over")}</p> })}
            <form method="post" action=format!("/desk/status/maintenances/{id}") class="stack">
                <FormKey form=form.clone()/>
                <Choices form=form.clone() name="action" legend=t!(lang, "status-desk-action") words=actions(phase) says="status-action-"/>
                <Texts form=form.clone() asks/>
                {can_move.then(|| view! {
                    <TextField form=form.clone() name="ends_at" kind="datetime-local" label=t!(lang, "status-desk-new-end") hint=end optional=true/>
                })}
                <p class="actions">
                    <Submit label=t!(lang, "status-desk-publish-update")/>
                    <a class="ds-button" data-variant="tertiary" href="/desk/status">{t!(lang, "cancel")}</a>
                </p>
            </form>
            <h2 class="ds-heading" data-size="sm">{t!(lang, "status-timeline-plan")}</h2>
            <Timeline updates=maintenance.updates/>
        </div>
    };
    Ok(Page::new(title, body))
}
