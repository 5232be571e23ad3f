//! Texts that staff write in one or more languages, each with the `lang` attribute of the language it is in.

use fyr_domain::Localised;
use leptos::prelude::*;

use crate::use_request_context;

/// The text in the reader's language or a fallback, and the language tag if it is a fallback.
pub fn localise(text: &Localised) -> (String, Option<&'static str>) {
    let page_lang = use_request_context().lang;
    let (text, lang) = text.get(page_lang);
    (text.to_owned(), (lang != page_lang).then(|| lang.tag()))
}

/// A localised text, inline.
#[component]
pub fn LocalisedText(
    /// The text in all its languages.
    text: Localised,
) -> impl IntoView {
    let (text, lang) = localise(&text);
    match lang {
        Some(lang) => view! { <span lang=lang>{text}</span> }.into_any(),
        None => text.into_any(),
    }
}

/// A localised text as paragraphs: empty lines separate them, other line breaks are kept.
#[component]
pub fn LocalisedParagraphs(
    /// The text in all its languages.
    text: Localised,
) -> impl IntoView {
    let (text, lang) = localise(&text);
    let paragraphs = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    paragraphs
        .map(|paragraph| view! { <p class="ds-paragraph kept-lines" lang=lang>{paragraph.to_owned()}</p> })
        .collect_view()
}
