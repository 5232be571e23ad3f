//! Texts that people wrote in one or more languages, each marked with the language it is in.

use fyr_domain::Localised;
use leptos::prelude::*;

use crate::use_cx;

/// The text and, where it is not in the reader's language, the tag of its own.
pub fn in_language(text: &Localised) -> (String, Option<&'static str>) {
    let wanted = use_cx().lang;
    let (words, lang) = text.get(wanted);
    (words.to_owned(), (lang != wanted).then(|| lang.tag()))
}

/// A few words within a line.
#[component]
pub fn Words(
    /// In every language there is.
    text: Localised,
) -> impl IntoView {
    let (words, lang) = in_language(&text);
    match lang {
        Some(lang) => view! { <span lang=lang>{words}</span> }.into_any(),
        None => words.into_any(),
    }
}

/// Several paragraphs: empty lines part them, other line breaks are kept.
#[component]
pub fn Paragraphs(
    /// In every language there is.
    text: Localised,
) -> impl IntoView {
    let (words, lang) = in_language(&text);
    let paragraphs = words.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    paragraphs
        .map(|paragraph| view! { <p class="ds-paragraph kept-lines" lang=lang>{paragraph.to_owned()}</p> })
        .collect_view()
}
