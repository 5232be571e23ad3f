//! The form that files a ticket.

use fyr_domain::{permission::Scope, sla::Metric};
use fyr_i18n::t;
use fyr_usecases::{Error, classification, people, settings, status, store::people::Account};
use leptos::prelude::*;
use uuid::Uuid;

use super::{organisation_choices, raw};
use crate::{
    FormState, Page, RequestContext,
    components::{
        Checkbox, CurrentStatus, FileField, FormKey, NumberHint, PlannedClosures, SelectField, TextArea,
        TextField,
    },
    islands::{DraftAutosave, SubjectSuggestions, SubmitTicketButton},
};

/// `/tickets/new`.
pub async fn show(cx: &RequestContext, mut form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let classification = classification::get(&cx.backend).await?;
    let overview = status::overview(&cx.backend).await.ok();
    let participant = on_behalf_of(cx, &form).await?;
    let organisations: Vec<_> = organisation_choices(cx, &form)
        .await?
        .into_iter()
        .map(|organisation| (organisation.id.to_string(), organisation.name))
        .collect();
    if let Some(first) = cx.actor.memberships().first().filter(|_| form.value("organisation").is_empty()) {
        form = form.with("organisation", first.organisation.to_string());
    }
    let topics: Vec<_> = classification
        .topics
        .iter()
        .map(|topic| (topic.slug.clone(), topic.title.text(lang).to_owned()))
        .collect();
    let guest = cx.actor.user.is_none();
    let first_response = first_response_text(cx, &form).await;
    let sla = settings::load(&cx.backend).await.sla();
    let title = participant.as_ref().map_or_else(
        || t!(lang, "new-title").to_owned(),
        |person| t!(lang, "new-title-for", name = person.name.as_str()),
    );
    let typed = ["topic", "subject", "description", "urgent"];
    let has_draft = !form.files.is_empty() || typed.iter().any(|name| !form.value(name).is_empty());
    let body = view! {
        <div class="narrow">
            <h1 class="ds-heading" data-size="lg">{title.clone()}</h1>
            <p class="ds-paragraph lead">{first_response}</p>
            <PlannedClosures sla/>
            <CurrentStatus overview/>
            <p class="field-hint">{t!(lang, "required-hint")}</p>
            <form method="post" action="/tickets/new" enctype="multipart/form-data" class="stack" id="ticket-form" novalidate>
                <FormKey form=form.clone()/>
                {participant.map(|person| view! {
                    <input type="hidden" name="participant" value=person.id.to_string()/>
                    <p class="ds-paragraph">{t!(lang, "new-behalf", name = person.name)}</p>
                })}
                {(!organisations.is_empty()).then(|| view! {
                    <SelectField form=form.clone() name="organisation" label=t!(lang, "new-organisation") choices=organisations/>
                })}
                <SelectField form=form.clone() name="topic" label=t!(lang, "ticket-topic") choices=topics unset=true/>
                <TextField form=form.clone() name="subject" label=t!(lang, "ticket-subject") hint=t!(lang, "new-subject-hint")/>
                <NumberHint field_id="subject"/>
                <div class="subject-help" aria-live="polite"></div>
                <SubjectSuggestions/>
                <TextArea form=form.clone() name="description" label=t!(lang, "new-description") hint=t!(lang, "new-description-hint")/>
                <NumberHint field_id="description"/>
                {guest.then(|| view! {
                    <TextField form=form.clone() name="name" autocomplete="name" label=t!(lang, "new-name")/>
                    <TextField form=form.clone() name="email" kind="email" autocomplete="email"
                        label=t!(lang, "field-email") hint=t!(lang, "new-email-hint")/>
                })}
                <fieldset class="ds-fieldset">
                    <legend class="ds-label" data-weight="medium">{t!(lang, "new-urgent-legend")}</legend>
                    <p class="field-hint" id="urgent-hint">{t!(lang, "new-urgent-hint")}</p>
                    <Checkbox form=form.clone() name="urgent" label=t!(lang, "new-urgent") described_by="urgent-hint"/>
                </fieldset>
                <FileField form=form.clone()/>
                <div class="actions">
                    <button class="ds-button submit-ticket" data-variant="primary" type="submit" name="step" value="check"
                        data-send=t!(lang, "new-send")>{t!(lang, "continue")}</button>
                    <SubmitTicketButton/>
                    <span class="draft-state" role="status" data-saving=t!(lang, "draft-saving") data-saved=t!(lang, "draft-saved")
                        data-failed=t!(lang, "draft-failed")></span>
                    <DraftAutosave/>
                </div>
            </form>
            // the style sheet shows it when a draft is saved while the page is open
            <form method="post" action="/tickets/new" class="throw-away" data-empty=(!has_draft).then_some("yes")>
                <FormKey form=form.clone()/>
                <button class="ds-button" data-variant="tertiary" data-size="sm" type="submit" name="step" value="forget">
                    {t!(lang, "new-forget")}
                </button>
            </form>
        </div>
    };
    Ok(Page::new(title, body))
}

/// The participant for whom a counsellor files the ticket; `None` if the person files for themselves.
///
/// # Errors
/// [`Error::NotFound`] if the actor may not act for the participant.
pub async fn on_behalf_of(cx: &RequestContext, form: &FormState) -> Result<Option<Account>, Error> {
    let Ok(id) = Uuid::parse_str(&form.value("participant")) else { return Ok(None) };
    let participant = people::find_participant(&cx.backend, &cx.actor, id).await?;
    match participant.scope {
        Scope::Act => Ok(Some(participant.account)),
        Scope::See => Err(Error::NotFound),
    }
}

/// The first-response target of a ticket that is filed now, in a sentence.
pub async fn first_response_text(cx: &RequestContext, form: &FormState) -> String {
    let sla = settings::load(&cx.backend).await.sla();
    match sla.current().due(Metric::FirstResponse, raw(form).priority(), cx.now) {
        Some(by) => t!(cx.lang, "new-promise", when = cx.relative_time(by)),
        None => t!(cx.lang, "new-promise-sometime").to_owned(),
    }
}
