//! `/desk/status/maintenances/new` and `/desk/status/maintenances/{id}`: planning maintenance, and posting updates.

use fyr_domain::{
    fields::Problem,
    status::{MaintenanceAction, MaintenancePhase, RawMaintenance},
};
use fyr_i18n::t;
use fyr_usecases::{Error, status};
use leptos::prelude::*;
use uuid::Uuid;

use super::{
    status_fields::{
        ComponentCheckboxes, LocalisedTextFields, RadioChoices, TextHints, field_values, raw_texts,
    },
    status_incident::{SeenField, ancestors, latest_update},
};
use crate::{
    FormState, Page, RequestContext,
    components::{Breadcrumbs, FieldError, FormKey, LocalisedText, SubmitButton, TextField, described_by},
    pages::status::{AffectedComponents, CorrectText, MaintenanceTimeline, PhaseTag, date_range},
    use_request_context,
};

/// The entered values of a plan.
pub fn raw(form: &FormState) -> RawMaintenance {
    RawMaintenance {
        components: field_values(form, "services"),
        title: raw_texts(form, "title"),
        text: raw_texts(form, "text"),
        starts_at: form.value("starts_at"),
        ends_at: form.value("ends_at"),
        confirm: form.value("confirm"),
    }
}

/// `/desk/status/maintenances/new`.
pub async fn new(cx: &RequestContext, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let overview = status::overview_for_posting(&cx.backend, &cx.actor).await?;
    let title = t!(lang, "status-desk-new-maintenance");
    let hints = TextHints {
        title: Some(t!(lang, "status-desk-hint-title-plan")),
        text: Some(t!(lang, "status-desk-hint-text-plan")),
    };
    let zone = t!(lang, "status-desk-zone", zone = cx.backend.settings.zone.name());
    let body = view! {
        <div class="narrow">
            <Breadcrumbs ancestors=ancestors(cx) current=title/>
            <h1 class="ds-heading" data-size="lg">{title}</h1>
            <form method="post" action="/desk/status/maintenances/new" class="stack" novalidate>
                <FormKey form=form.clone()/>
                <ComponentCheckboxes form=form.clone() overview/>
                <LocalisedTextFields form=form.clone() hints/>
                <div class="fields-2">
                    <TextField form=form.clone() name="starts_at" kind="datetime-local" label=t!(lang, "status-desk-starts") hint=zone.clone()/>
                    <TextField form=form.clone() name="ends_at" kind="datetime-local" label=t!(lang, "status-desk-ends") hint=zone/>
                </div>
                <ShortNoticeConfirmation form=form.clone()/>
                <p class="actions">
                    <SubmitButton label=t!(lang, "status-desk-publish-maintenance")/>
                    <a class="ds-button" data-variant="tertiary" href="/desk/status">{t!(lang, "cancel")}</a>
                </p>
            </form>
        </div>
    };
    Ok(Page::new(title, body))
}

/// The confirmation of short notice. Shown only if the maintenance starts too soon to be announced in time.
#[component]
fn ShortNoticeConfirmation(form: FormState) -> impl IntoView {
    let lang = use_request_context().lang;
    let required = matches!(form.errors.get("confirm"), Some(Problem::ShortNotice | Problem::AlreadyStarted));
    let confirmed = !form.value("confirm").is_empty();
    (required || confirmed).then(|| {
        let error = form.problem_text(lang, "confirm");
        let described_by = described_by("confirm", false, error.is_some());
        view! {
            <div class="ds-alert" data-color="warning">
                <label class="checkbox" for="confirm">
                    <input class="ds-input" type="checkbox" id="confirm" name="confirm" value="yes" checked=confirmed
                        aria-describedby=described_by/>
                    {t!(lang, "status-desk-confirm")}
                </label>
                <FieldError field_id="confirm".to_owned() message=error/>
            </div>
        }
    })
}

/// The actions that are possible in a phase.
fn allowed_actions(phase: MaintenancePhase) -> Vec<&'static str> {
    let actions: &[MaintenanceAction] = match phase {
        MaintenancePhase::Scheduled => &[MaintenanceAction::Note, MaintenanceAction::Cancel],
        MaintenancePhase::InProgress => {
            &[MaintenanceAction::Note, MaintenanceAction::Finish, MaintenanceAction::Cancel]
        }
        MaintenancePhase::Completed | MaintenancePhase::Cancelled => &[MaintenanceAction::Note],
    };
    actions.iter().map(|action| action.as_str()).collect()
}

/// `/desk/status/maintenances/{id}`.
pub async fn show(cx: &RequestContext, id: Uuid, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    status::overview_for_posting(&cx.backend, &cx.actor).await?;
    let (maintenance, overview) = status::find_maintenance(&cx.backend, id).await?;
    let title = maintenance.title.text(lang).to_owned();
    let phase = maintenance.phase(cx.now);
    let form =
        if form.values.is_empty() { form.with("action", MaintenanceAction::Note.as_str()) } else { form };
    let hints = TextHints { title: None, text: Some(t!(lang, "status-desk-hint-text-plan")) };
    let can_move_start = maintenance.window().can_move_start(cx.now);
    let can_change_end = phase != MaintenancePhase::Cancelled;
    let start_hint = t!(lang, "status-desk-new-start-hint", time = cx.day_and_time(maintenance.starts_at));
    let end_hint = t!(lang, "status-desk-new-end-hint", time = cx.day_and_time(maintenance.ends_at));
    let over = matches!(phase, MaintenancePhase::Completed | MaintenancePhase::Cancelled);
    let body = view! {
        <div class="narrow">
            <Breadcrumbs ancestors=ancestors(cx) current=title.clone()/>
            <h1 class="ds-heading" data-size="lg"><LocalisedText text=maintenance.title.clone()/></h1>
            <CorrectText id update=None label=t!(lang, "status-desk-correct-heading") corrections=maintenance.corrections.clone()/>
            <p class="tags"><PhaseTag word=phase.as_str()/></p>
            <p class="ds-paragraph"><strong>{date_range(cx, maintenance.starts_at, maintenance.ends_at)}</strong></p>
            <AffectedComponents overview components=maintenance.components.clone()/>
            {over.then(|| view! { <p class="ds-alert" data-color="info">{t!(lang, "status-desk-over")}</p> })}
            <form method="post" action=format!("/desk/status/maintenances/{id}") class="stack" novalidate>
                <FormKey form=form.clone()/>
                <SeenField form=form.clone() latest=latest_update(&maintenance.updates)/>
                <RadioChoices form=form.clone() name="action" legend=t!(lang, "status-desk-action") values=allowed_actions(phase) label_prefix="status-action-"/>
                <LocalisedTextFields form=form.clone() hints/>
                {can_change_end.then(|| view! {
                    <div class="fields-2">
                        {can_move_start.then(|| view! {
                            <TextField form=form.clone() name="starts_at" kind="datetime-local" label=t!(lang, "status-desk-new-start") hint=start_hint optional=true/>
                        })}
                        <TextField form=form.clone() name="ends_at" kind="datetime-local" label=t!(lang, "status-desk-new-end") hint=end_hint optional=true/>
                    </div>
                })}
                <ShortNoticeConfirmation form=form.clone()/>
                <p class="actions">
                    <SubmitButton label=t!(lang, "status-desk-publish-update")/>
                    <a class="ds-button" data-variant="tertiary" href="/desk/status">{t!(lang, "cancel")}</a>
                </p>
            </form>
            <h2 class="ds-heading" data-size="sm">{t!(lang, "status-timeline-plan")}</h2>
            <MaintenanceTimeline maintenance correctable=true/>
        </div>
    };
    Ok(Page::new(title, body))
}
