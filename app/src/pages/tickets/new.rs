//! The form that files a ticket.

use fyr_domain::{
    channels::ChannelKind,
    permission::{Permission, Scope, may},
    sla::Metric,
    tickets::{
        Impact, TicketScope, Triage,
        triage::{NOT_URGENT, OTHER_CAUSE},
    },
};
use fyr_i18n::t;
use fyr_usecases::{
    Error, classification, people, settings, status, store::people::Account, tickets::urgent_cause_title,
};
use leptos::prelude::*;
use uuid::Uuid;

use super::{organisation_choices, raw};
use crate::{
    FormState, Page, RequestContext,
    components::{
        CurrentStatus, FileField, FormKey, NumberHint, PlannedClosures, SelectField, TextArea, TextField,
        choices_of, topic_choices,
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
    let topics = topic_choices(lang, &classification);
    let guest = cx.actor.user.is_none();
    let recorded = is_recorded(cx, &form);
    let first_response = first_response_text(cx, &form).await;
    let settings = settings::load(&cx.backend).await;
    let (sla, triage) = (settings.sla(), settings.get::<Triage>());
    let title = match &participant {
        Some(person) => t!(lang, "new-title-for", name = person.name.as_str()),
        None if recorded => t!(lang, "new-title-recorded").to_owned(),
        None => t!(lang, "new-title").to_owned(),
    };
    let typed = ["topic", "subject", "description", "effect", "phone"];
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
                {recorded.then(|| recorded_fields(cx, &form))}
                {(!organisations.is_empty()).then(|| view! {
                    <SelectField form=form.clone() name="organisation" label=t!(lang, "new-organisation") choices=organisations/>
                })}
                {(!topics.is_empty()).then(|| view! {
                    <SelectField form=form.clone() name="topic" label=t!(lang, "ticket-topic") choices=topics unset=true/>
                })}
                {kind_field(cx, &form, &triage)}
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
                <SelectField form=form.clone() name="impact" label=t!(lang, "new-impact") choices=choices_of(lang, "impact-", Impact::ALL)/>
                {urgent_fields(cx, &form, &triage)}
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

/// Whether the form is support's, for somebody who reached it by another channel.
pub(super) fn is_recorded(cx: &RequestContext, form: &FormState) -> bool {
    !form.value("channel").is_empty() && may(&cx.actor, Permission::WorkEveryTicket)
}

/// Who reached support, and how.
fn recorded_fields(cx: &RequestContext, form: &FormState) -> AnyView {
    let lang = cx.lang;
    let channels = choices_of(lang, "channel-", &ChannelKind::RECORDED);
    view! {
        <p class="ds-paragraph">{t!(lang, "new-recorded")}</p>
        <SelectField form=form.clone() name="channel" label=t!(lang, "new-channel") choices=channels/>
        <TextField form=form.clone() name="name" autocomplete="off" label=t!(lang, "new-requester-name")/>
        <TextField form=form.clone() name="email" kind="email" autocomplete="off" label=t!(lang, "new-requester-email")
            hint=t!(lang, "new-requester-email-hint")/>
    }
    .into_any()
}

/// The kinds on offer; nothing where there is no choice.
fn kind_field(cx: &RequestContext, form: &FormState, triage: &Triage) -> Option<AnyView> {
    let choices = choices_of(cx.lang, "kind-", &triage.kinds);
    let label = t!(cx.lang, "new-kind");
    (choices.len() > 1)
        .then(|| view! { <SelectField form=form.clone() name="kind" label choices/> }.into_any())
}

/// What counts as urgent, and what follows from it. The style sheet hides the details while nothing urgent is chosen. Nothing where
/// the service has no urgent causes.
fn urgent_fields(cx: &RequestContext, form: &FormState, triage: &Triage) -> Option<AnyView> {
    let lang = cx.lang;
    let mut choices = vec![(NOT_URGENT.to_owned(), t!(lang, "new-urgent-no").to_owned())];
    choices.extend(
        triage.urgent_causes.iter().map(|cause| (cause.slug.clone(), urgent_cause_title(cause, lang))),
    );
    choices.push((OTHER_CAUSE.to_owned(), t!(lang, "new-urgent-other").to_owned()));
    let value = form.value("urgent");
    if !value.is_empty() && choices.iter().all(|(known, _)| *known != value) {
        // from a form with another list
        choices.push((value, t!(lang, "yes").to_owned()));
    }
    (!triage.urgent_causes.is_empty()).then(|| {
        view! {
            <SelectField form=form.clone() name="urgent" label=t!(lang, "new-urgent") hint=t!(lang, "new-urgent-hint") choices/>
            <div class="urgent-details stack">
                <TextArea form=form.clone() name="effect" label=t!(lang, "new-urgent-effect") rows=3/>
                <NumberHint field_id="effect"/>
                <TextField form=form.clone() name="phone" kind="tel" autocomplete="tel" label=t!(lang, "new-urgent-phone")
                    hint=t!(lang, "new-urgent-phone-hint") optional=true/>
            </div>
        }
        .into_any()
    })
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
    let settings = settings::load(&cx.backend).await;
    let (sla, raw) = (settings.sla(), raw(form));
    let organisation = Uuid::parse_str(&raw.organisation).ok();
    let triage = settings.get::<Triage>();
    let priority = raw.priority(&triage);
    let kind = raw.kind.parse().unwrap_or(triage.default_kind());
    let own = || cx.actor.organisation().filter(|_| !is_recorded(cx, form));
    let scope = TicketScope {
        kind,
        topic: raw.topic,
        organisation: organisation.or_else(own),
        channel: raw.channel.parse().unwrap_or_default(),
    };
    match sla.current().due(Metric::FirstResponse, priority, &scope, cx.now) {
        Some(by) if is_recorded(cx, form) || !form.value("participant").is_empty() => {
            t!(cx.lang, "new-promise-for", when = cx.relative_time(by))
        }
        Some(by) => t!(cx.lang, "new-promise", when = cx.relative_time(by)),
        None => t!(cx.lang, "new-promise-sometime").to_owned(),
    }
}
