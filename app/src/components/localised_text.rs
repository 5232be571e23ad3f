//! Texts that staff write in one or more languages, each with the `lang` attribute of the language it is in.

use fyr_domain::Localised;
use fyr_i18n::text_for;
use leptos::prelude::*;

use super::LinkedText;
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

/// A localised text as paragraphs: empty lines separate them, other line breaks are kept, addresses are links. A text in another
/// language than the page says which.
#[component]
pub fn LocalisedParagraphs(
    /// The text in all its languages.
    text: Localised,
) -> impl IntoView {
    let (text, lang) = localise(&text);
    let paragraphs = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    let paragraphs = paragraphs
        .map(|paragraph| view! { <p class="ds-paragraph kept-lines" lang=lang><LinkedText text=paragraph.to_owned()/></p> })
        .collect_view();
    let page_lang = use_request_context().lang;
    let only_in = lang.map(|lang| view! { <p class="meta">{text_for(page_lang, "only-in-", lang)}</p> });
    view! { {paragraphs}{only_in} }
}
