//! The summary of a new ticket before it is filed, with suggested articles.

use fyr_domain::{
    Lang, personal_number,
    text::likely_address,
    tickets::{Impact, RawTicket, Triage, triage::OTHER_CAUSE},
};
use fyr_i18n::{file_size, join_with_and, t, text_for};
use fyr_usecases::{
    Error, classification, search, settings, status,
    tickets::{self, urgent_cause_title},
};
use leptos::prelude::*;

use super::{
    new::{first_response_text, is_recorded, on_behalf_of},
    organisation_choices,
};
use crate::{
    FormState, Page, RequestContext,
    components::{CurrentStatus, FormKey, SuggestedAnswers},
};

/// The page after "Continue"; nothing is filed yet.
pub async fn show(cx: &RequestContext, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let classification = classification::get(&cx.backend).await?;
    let overview = status::overview(&cx.backend).await.ok();
    let suggestions = search::suggest_for_ticket(
        &cx.backend,
        &cx.actor,
        lang,
        &form.value("subject"),
        &form.value("description"),
    )
    .await?;
    let topic = form.value("topic");
    let organisation_id = form.value("organisation");
    let organisation = organisation_choices(cx, &form)
        .await?
        .into_iter()
        .find(|choice| choice.id.to_string() == organisation_id);
    let triage = settings::current::<Triage>(&cx.backend).await;
    let kind = form.value("kind").parse().unwrap_or(triage.default_kind());
    let mut facts = vec![
        (t!(lang, "ticket-topic"), classification.topic_title(&topic, lang).to_owned()),
        (t!(lang, "ticket-kind"), text_for(lang, "kind-", kind.as_str())),
        (t!(lang, "ticket-subject"), form.value("subject")),
        (t!(lang, "new-description"), form.value("description")),
    ];
    if let Some(organisation) = organisation {
        facts.insert(0, (t!(lang, "people-organisation"), organisation.name));
    }
    if let Some(person) = on_behalf_of(cx, &form).await? {
        facts.insert(0, (t!(lang, "ticket-requester"), person.name));
    }
    if is_recorded(cx, &form) {
        let [mut name, email] = contact_facts(lang, &form, t!(lang, "ticket-requester"));
        let account = tickets::find_recorded_requester(&cx.backend, &cx.actor, &form.value("email")).await?;
        name.1 = account.unwrap_or(name.1);
        facts.splice(
            0..0,
            [(t!(lang, "ticket-channel"), text_for(lang, "channel-", &form.value("channel"))), name, email],
        );
    } else if cx.actor.user.is_none() {
        facts.extend(contact_facts(lang, &form, t!(lang, "new-name")));
    }
    let impact = form.value("impact").parse().unwrap_or_default();
    facts.push((t!(lang, "ticket-impact"), text_for(lang, "impact-", Impact::as_str(impact))));
    facts.extend(urgent_facts(lang, &form, &triage));
    // nothing is asked for that is empty
    facts.retain(|(_, value)| !value.is_empty());
    let files: Vec<String> =
        form.files.iter().map(|file| format!("{} ({})", file.name, file_size(lang, file.size))).collect();
    if !files.is_empty() {
        facts.push((t!(lang, "new-files"), files.join("\n")));
    }
    let facts: Vec<_> = facts
        .into_iter()
        .map(|(label, value)| view! { <div><dt>{label}</dt><dd class="entry-text">{value}</dd></div> })
        .collect();
    let has_number = ["subject", "description", "effect"]
        .iter()
        .any(|field| personal_number::contains(&form.value(field)));
    let hidden: Vec<_> = RawTicket::FIELDS
        .iter()
        .map(|name| view! { <input type="hidden" name=*name value=form.value(name)/> })
        .collect();
    let first_response = first_response_text(cx, &form).await;
    let body = view! {
        <div class="narrow">
            <h1 class="ds-heading" data-size="lg">{t!(lang, "check-title")}</h1>
            <CurrentStatus overview/>
            {(!suggestions.is_empty()).then(|| view! {
                <section class="ds-card suggestions" aria-labelledby="suggestions-title">
                    <h2 class="ds-heading" data-size="xs" id="suggestions-title">{t!(lang, "help-articles")}</h2>
                    <SuggestedAnswers hits=suggestions form="ticket-check"/>
                </section>
            })}
            {has_number.then(|| view! { <p class="ds-alert" data-color="warning">{t!(lang, "number-check")}</p> })}
            <dl class="facts">{facts}</dl>
            {not_urgent(lang, &form, &triage)}
            <p class="ds-paragraph">{first_response}</p>
            <form method="post" action="/tickets/new" enctype="multipart/form-data" class="actions" id="ticket-check">
                <FormKey form=form.clone()/>
                {hidden}
                <button class="ds-button" data-variant="primary" type="submit" name="step" value="send">{t!(lang, "new-send")}</button>
                <button class="ds-button" data-variant="secondary" type="submit" name="step" value="edit">{t!(lang, "change")}</button>
            </form>
        </div>
    };
    Ok(Page::new(t!(lang, "check-title"), body))
}

/// Name and address of the requester; with a question where the address is probably mistyped.
fn contact_facts(lang: Lang, form: &FormState, name_label: &'static str) -> [(&'static str, String); 2] {
    let email = form.value("email");
    let likely = likely_address(&email).map(|meant| t!(lang, "email-likely", email = meant));
    let shown = likely.map_or(email.clone(), |question| format!("{email}\n{question}"));
    [(name_label, form.value("name")), (t!(lang, "field-email"), shown)]
}

/// Why it is urgent, what follows, and where the person can be reached.
fn urgent_facts(lang: Lang, form: &FormState, triage: &Triage) -> Vec<(&'static str, String)> {
    let value = form.value("urgent");
    let urgent = match triage.cause(&value) {
        Some(cause) => urgent_cause_title(cause, lang),
        None if value == OTHER_CAUSE => t!(lang, "new-urgent-other").to_owned(),
        None if triage.counts_as_urgent(&value) => t!(lang, "yes").to_owned(),
        None => return vec![(t!(lang, "new-urgent"), t!(lang, "no").to_owned())],
    };
    vec![
        (t!(lang, "new-urgent"), urgent),
        (t!(lang, "new-urgent-effect"), form.value("effect")),
        (t!(lang, "new-urgent-phone"), form.value("phone")),
    ]
}

/// That a reason does not count as urgent, and what would.
fn not_urgent(lang: Lang, form: &FormState, triage: &Triage) -> Option<AnyView> {
    let causes: Vec<_> = triage.urgent_causes.iter().map(|cause| urgent_cause_title(cause, lang)).collect();
    let causes: Vec<_> = causes.iter().map(String::as_str).collect();
    let text = || t!(lang, "check-urgent-other", causes = join_with_and(lang, &causes));
    (form.value("urgent") == OTHER_CAUSE)
        .then(|| view! { <p class="ds-alert" data-color="info">{text()}</p> }.into_any())
}
