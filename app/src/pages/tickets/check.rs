//! The summary of a new ticket before it is filed, with suggested articles.

use fyr_domain::{personal_number, text::likely_address};
use fyr_i18n::{file_size, t};
use fyr_usecases::{Error, classification, search, status};
use leptos::prelude::*;

use super::{
    FIELDS,
    new::{first_response_text, on_behalf_of},
    organisation_choices,
};
use crate::{
    FormState, Page, RequestContext,
    components::{CurrentStatus, FormKey},
};

/// The page after "Continue"; nothing is filed yet.
pub async fn show(cx: &RequestContext, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let classification = classification::get(&cx.backend).await?;
    let overview = status::overview(&cx.backend).await.ok();
    let suggestions = search::suggest_for_subject(&cx.backend, lang, &form.value("subject")).await?;
    let topic = form.value("topic");
    let organisation_id = form.value("organisation");
    let organisation = organisation_choices(cx, &form)
        .await?
        .into_iter()
        .find(|choice| choice.id.to_string() == organisation_id);
    let mut facts = vec![
        (t!(lang, "ticket-topic"), classification.topic_title(&topic, lang).to_owned()),
        (t!(lang, "ticket-subject"), form.value("subject")),
        (t!(lang, "new-description"), form.value("description")),
    ];
    if let Some(organisation) = organisation {
        facts.insert(0, (t!(lang, "people-organisation"), organisation.name));
    }
    if let Some(person) = on_behalf_of(cx, &form).await? {
        facts.insert(0, (t!(lang, "ticket-requester"), person.name));
    }
    if cx.actor.user.is_none() {
        facts.push((t!(lang, "new-name"), form.value("name")));
        let email = form.value("email");
        let likely = likely_address(&email).map(|meant| t!(lang, "email-likely", email = meant));
        let shown = likely.map_or(email.clone(), |question| format!("{email}\n{question}"));
        facts.push((t!(lang, "field-email"), shown));
    }
    let urgent = if form.value("urgent").is_empty() { t!(lang, "no") } else { t!(lang, "yes") };
    facts.push((t!(lang, "check-urgent"), urgent.to_owned()));
    let files: Vec<String> =
        form.files.iter().map(|file| format!("{} ({})", file.name, file_size(lang, file.size))).collect();
    if !files.is_empty() {
        facts.push((t!(lang, "new-files"), files.join("\n")));
    }
    let facts: Vec<_> = facts
        .into_iter()
        .map(|(label, value)| view! { <div><dt>{label}</dt><dd class="entry-text">{value}</dd></div> })
        .collect();
    let has_number =
        ["subject", "description"].iter().any(|field| personal_number::contains(&form.value(field)));
    let hidden: Vec<_> = FIELDS
        .map(|name| view! { <input type="hidden" name=name value=form.value(name)/> })
        .into_iter()
        .collect();
    let articles: Vec<_> = suggestions
        .into_iter()
        .map(|hit| view! { <li><a class="ds-link" href=hit.href lang=hit.lang.tag()>{hit.title_text()}</a></li> })
        .collect();
    let first_response = first_response_text(cx, &form).await;
    let body = view! {
        <div class="narrow">
            <h1 class="ds-heading" data-size="lg">{t!(lang, "check-title")}</h1>
            <CurrentStatus overview/>
            {(!articles.is_empty()).then(|| view! {
                <section class="ds-card suggestions" aria-labelledby="suggestions-title">
                    <h2 class="ds-heading" data-size="xs" id="suggestions-title">{t!(lang, "help-articles")}</h2>
                    <ul class="ds-list">{articles}</ul>
                </section>
            })}
            {has_number.then(|| view! { <p class="ds-alert" data-color="warning">{t!(lang, "number-check")}</p> })}
            <dl class="facts">{facts}</dl>
            <p class="ds-paragraph">{first_response}</p>
            <form method="post" action="/tickets/new" enctype="multipart/form-data" class="actions">
                <FormKey form=form.clone()/>
                {hidden}
                <button class="ds-button" data-variant="primary" type="submit" name="step" value="send">{t!(lang, "new-send")}</button>
                <button class="ds-button" data-variant="secondary" type="submit" name="step" value="edit">{t!(lang, "change")}</button>
            </form>
        </div>
    };
    Ok(Page::new(t!(lang, "check-title"), body))
}
