//! `/desk/status/corrections/{id}`: correcting a published text.

use fyr_domain::status::{RawTexts, TextCorrection};
use fyr_i18n::t;
use fyr_usecases::{
    Error,
    status::{self, StatusSubject},
};
use leptos::prelude::*;
use uuid::Uuid;

use super::{
    status_fields::{LocalisedTextFields, TextHints, raw_texts, with_texts},
    status_incident::{SEEN, SeenField, ancestors, has_conflict},
};
use crate::{
    FormState, Page, RequestContext,
    components::{Breadcrumbs, FormKey, SubmitButton},
};

/// The entered wording: of the fields for the text that is corrected.
pub fn raw(form: &FormState, kind: TextCorrection) -> RawTexts {
    raw_texts(form, kind.field())
}

/// How often the text had been corrected when the form was opened, where the form says so.
pub fn seen(form: &FormState) -> Option<usize> {
    form.value(SEEN).parse().ok()
}

/// `/desk/status/corrections/{id}`, with the id of an update, or that of an incident or a maintenance for its title.
pub async fn show(cx: &RequestContext, id: Uuid, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let published = status::find_published_text(&cx.backend, &cx.actor, id).await?;
    let kind = published.kind();
    let form = if form.values.is_empty() { with_texts(form, kind.field(), &published.text) } else { form };
    let (is_plan, about) = match published.subject {
        StatusSubject::Incident(id) => (false, format!("/desk/status/incidents/{id}")),
        StatusSubject::Maintenance(id) => (true, format!("/desk/status/maintenances/{id}")),
    };
    let hints = match kind {
        TextCorrection::Title if is_plan => {
            TextHints { title: Some(t!(lang, "status-desk-hint-title-plan")), text: None }
        }
        TextCorrection::Title => TextHints { title: Some(t!(lang, "status-desk-hint-title")), text: None },
        TextCorrection::Update if is_plan => {
            TextHints { title: None, text: Some(t!(lang, "status-desk-hint-text-plan")) }
        }
        TextCorrection::Update => TextHints { title: None, text: Some(t!(lang, "status-desk-hint-text")) },
    };
    let now = has_conflict(&form).then(|| {
        let texts: Vec<_> = published
            .text
            .iter()
            .map(|(lang, text)| view! { <p class="ds-paragraph kept-lines" lang=lang.tag()>{text.to_owned()}</p> })
            .collect();
        view! {
            <div class="ds-alert" data-color="info">
                <p class="ds-paragraph"><strong>{t!(lang, "status-desk-published-now")}</strong></p>
                {texts}
            </div>
        }
    });
    let mut ancestors = ancestors(cx);
    ancestors.push((about.clone(), published.title.text(lang).to_owned()));
    let title = t!(lang, "status-desk-correct-title");
    let body = view! {
        <div class="narrow">
            <Breadcrumbs ancestors current=title/>
            <h1 class="ds-heading" data-size="lg">{title}</h1>
            <p class="ds-paragraph">{t!(lang, "status-desk-correct-intro")}</p>
            <form method="post" action=format!("/desk/status/corrections/{id}") class="stack" novalidate>
                <FormKey form=form.clone()/>
                <SeenField form=form.clone() latest=published.corrections.to_string()/>
                {now}
                <LocalisedTextFields form=form.clone() hints/>
                <p class="actions">
                    <SubmitButton label=t!(lang, "status-desk-publish-correction")/>
                    <a class="ds-button" data-variant="tertiary" href=about>{t!(lang, "cancel")}</a>
                </p>
            </form>
        </div>
    };
    Ok(Page::new(title, body))
}
