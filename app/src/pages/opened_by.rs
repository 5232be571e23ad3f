//! A form that was opened for somebody else than who is signed in now: shown again instead of being sent in the wrong name.

use fyr_domain::{Lang, fields::FieldErrors};
use fyr_i18n::{problem_text, t};
use leptos::prelude::*;

use crate::{Page, RequestContext};

/// What was sent.
#[derive(Clone, Debug)]
pub struct OpenedForm {
    /// Its fields with their values, without secrets.
    pub fields: Vec<(String, Vec<String>)>,
    /// The names of the files that go with it.
    pub files: Vec<String>,
    /// Problems of files that could not be kept.
    pub errors: FieldErrors,
}

/// The fields that people type in, in the order of the forms. What they chose, from a list or by ticking, is a word of ours and
/// would say nothing here.
const TYPED: [&str; 11] = [
    "name",
    "email",
    "organisation_name",
    "team_name",
    "subject",
    "title",
    "description",
    "body",
    "text",
    "purpose",
    "comment",
];

/// Whether a field is the one of this name, or the one for it in a language: `title_sv`.
fn is_field(name: &str, typed: &str) -> bool {
    let rest = name.strip_prefix(typed);
    let lang = rest.and_then(|rest| rest.strip_prefix('_'));
    rest == Some("") || lang.is_some_and(|tag| Lang::ALL.iter().any(|lang| lang.tag() == tag))
}

/// What was typed, in the order of the forms.
fn typed_values(form: &OpenedForm) -> impl Iterator<Item = &String> {
    TYPED
        .iter()
        .flat_map(|typed| form.fields.iter().filter(move |(name, _)| is_field(name, typed)))
        .flat_map(|(_, values)| values)
        .filter(|value| !value.trim().is_empty())
}

/// The page: who is signed in now, everything that was typed, and a button that sends it in their name.
pub fn show(cx: &RequestContext, form: &OpenedForm) -> Page {
    let lang = cx.lang;
    let name = cx.actor.user.as_ref().map(|user| user.name.clone()).unwrap_or_default();
    let texts: Vec<_> =
        typed_values(form).map(|value| view! { <li class="kept-lines">{value.clone()}</li> }).collect();
    let files: Vec<_> = form.files.iter().map(|file| view! { <li>{file.clone()}</li> }).collect();
    let typed = !texts.is_empty() || !files.is_empty();
    let problems: Vec<_> = form
        .errors
        .0
        .iter()
        .map(|(field, problem)| view! { <p class="ds-paragraph">{problem_text(lang, field, problem)}</p> })
        .collect();
    let hidden: Vec<_> = form
        .fields
        .iter()
        .flat_map(|(name, values)| values.iter().map(move |value| (name.clone(), value.clone())))
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect();
    let body = view! {
        <div class="narrow stack">
            <h1 class="ds-heading" data-size="lg">{t!(lang, "opened-by-title")}</h1>
            <div class="ds-alert" data-color="warning" role="alert">
                <p class="ds-paragraph">{t!(lang, "opened-by-text", name = name.as_str())}</p>
                {problems}
            </div>
            {typed.then(|| view! {
                <section class="ds-card" aria-labelledby="typed-title">
                    <h2 class="ds-heading" data-size="xs" id="typed-title">{t!(lang, "opened-by-typed")}</h2>
                    <ul class="plain-list stack">{texts}{files}</ul>
                </section>
            })}
            <form method="post" action=cx.uri.to_string()>
                {hidden}
                <p class="actions">
                    <button class="ds-button" data-variant="primary" type="submit">
                        {t!(lang, "opened-by-send", name = name.as_str())}
                    </button>
                    <a class="ds-button" data-variant="secondary" href="/">{t!(lang, "opened-by-leave")}</a>
                </p>
            </form>
        </div>
    };
    Page::new(t!(lang, "opened-by-title"), body).status(422)
}
