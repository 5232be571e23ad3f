//! The form that files a ticket.

use fyr_domain::permission::Scope;
use fyr_i18n::t;
use fyr_services::{Error, catalogue, people, status, store::people::Account};
use leptos::prelude::*;
use uuid::Uuid;

use super::{organisations, raw};
use crate::{
    Cx, FormState, Page,
    components::{
        AccountKey, CurrentStatus, ErrorSummary, FileField, FormKey, SelectField, TextArea, TextField,
    },
    islands::{DraftKeeper, DraftTexts, NumberHint, SendButton, SubjectHelp, SubjectHelpTexts},
};

/// `/tickets/new`.
pub async fn show(cx: &Cx, mut form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let catalogue = catalogue::get(&cx.services).await?;
    let overview = status::overview(&cx.services).await.ok();
    let behalf = behalf(cx, &form).await?;
    let places: Vec<_> =
        organisations(cx, &form).await?.into_iter().map(|one| (one.id.to_string(), one.name)).collect();
    if let Some(first) = cx.actor.memberships().first().filter(|_| form.value("organisation").is_empty()) {
        form = form.with("organisation", first.organisation.to_string());
    }
    let mut topics = vec![(String::new(), t!(lang, "new-choose-topic").to_owned())];
    topics
        .extend(catalogue.topics.iter().map(|topic| (topic.slug.clone(), topic.title.text(lang).to_owned())));
    let guest = cx.actor.user.is_none();
    let title = behalf.as_ref().map_or_else(
        || t!(lang, "new-title").to_owned(),
        |person| t!(lang, "new-title-for", name = person.name.as_str()),
    );
    let urgent = !form.value("urgent").is_empty();
    let help = SubjectHelpTexts { articles: t!(lang, "help-articles").to_owned() };
    let draft = DraftTexts {
        saving: t!(lang, "draft-saving").to_owned(),
        saved: t!(lang, "draft-saved").to_owned(),
        failed: t!(lang, "draft-failed").to_owned(),
    };
    let body = view! {
        <div class="narrow">
            <h1 class="ds-heading" data-size="lg">{title.clone()}</h1>
            <p class="ds-paragraph lead">{promise(cx, &form)}</p>
            <ErrorSummary form=form.clone()/>
            <p class="field-hint">{t!(lang, "required-hint")}</p>
            <form method="post" action="/tickets/new" enctype="multipart/form-data" class="stack" id="ticket-form" novalidate>
                <FormKey form=form.clone()/>
                <AccountKey/>
                {behalf.map(|person| view! {
                    <input type="hidden" name="participant" value=person.id.to_string()/>
                    <p class="ds-paragraph">{t!(lang, "new-behalf", name = person.name)}</p>
                })}
                {(!places.is_empty()).then(|| view! {
                    <SelectField form=form.clone() name="organisation" label=t!(lang, "new-organisation") choices=places/>
                })}
                <SelectField form=form.clone() name="topic" label=t!(lang, "ticket-topic") choices=topics/>
                <TextField form=form.clone() name="subject" label=t!(lang, "ticket-subject") hint=t!(lang, "new-subject-hint")/>
                <NumberHint text=t!(lang, "number-typing").to_owned() field="subject".to_owned()/>
                <SubjectHelp texts=help lang/>
                <CurrentStatus overview/>
                <TextArea form=form.clone() name="description" label=t!(lang, "new-description") hint=t!(lang, "new-description-hint")/>
                <NumberHint text=t!(lang, "number-typing").to_owned() field="description".to_owned()/>
                {guest.then(|| view! {
                    <TextField form=form.clone() name="name" autocomplete="name" label=t!(lang, "new-name")/>
                    <TextField form=form.clone() name="email" kind="email" autocomplete="email"
                        label=t!(lang, "field-email") hint=t!(lang, "new-email-hint")/>
                })}
                <fieldset class="ds-fieldset">
                    <legend class="ds-label" data-weight="medium">{t!(lang, "new-urgent-legend")}</legend>
                    <p class="field-hint" id="urgent-hint">{t!(lang, "new-urgent-hint")}</p>
                    <label class="checkbox" for="urgent">
                        <input class="ds-input" type="checkbox" id="urgent" name="urgent" value="yes" checked=urgent
                            aria-describedby="urgent-hint"/>
                        {t!(lang, "new-urgent")}
                    </label>
                </fieldset>
                <FileField form=form.clone()/>
                <div class="actions">
                    <SendButton check=t!(lang, "continue").to_owned() send=t!(lang, "new-send").to_owned()/>
                    <DraftKeeper texts=draft form_key=form.form_key.to_string()/>
                </div>
            </form>
            <form method="post" action="/tickets/new" class="throw-away">
                <FormKey form=form.clone()/>
                <button class="ds-button" data-variant="tertiary" data-size="sm" type="submit" name="step" value="forget">
                    {t!(lang, "new-forget")}
                </button>
            </form>
        </div>
    };
    Ok(Page::new(title, body))
}

/// For whom a counsellor writes; `None` where it is for themselves.
pub async fn behalf(cx: &Cx, form: &FormState) -> Result<Option<Account>, Error> {
    let Ok(id) = Uuid::parse_str(&form.value("participant")) else { return Ok(None) };
    match people::participant(&cx.services, &cx.actor, id).await? {
        (person, Scope::Act) => Ok(Some(person)),
        (_, Scope::See) => Err(Error::NotFound),
    }
}

/// When an answer comes to what is sent now.
pub fn promise(cx: &Cx, form: &FormState) -> String {
    let settings = &cx.services.settings;
    let within = settings.service_level.within(raw(form).priority());
    match fyr_domain::promise::first_response_due(&settings.calendar, cx.now, within) {
        Some(by) => t!(cx.lang, "new-promise", when = cx.when(by)),
        None => t!(cx.lang, "new-promise-sometime").to_owned(),
    }
}
