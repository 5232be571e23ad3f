//! The search form, and highlighted search results.

use fyr_i18n::t;
use fyr_usecases::search::Segment;
use leptos::prelude::*;

use crate::{
    islands::{SearchBox, SearchTexts},
    use_request_context,
};

/// The search form. With JavaScript it suggests articles while the query is typed.
#[component]
pub fn SearchForm(
    /// The initial query.
    #[prop(optional, into)]
    value: String,
) -> impl IntoView {
    /// The numbers of suggestions that can be announced.
    const COUNTS: std::ops::RangeInclusive<u32> = 0..=6;
    let lang = use_request_context().lang;
    let texts = SearchTexts {
        label: t!(lang, "search-label").to_owned(),
        button: t!(lang, "search-button").to_owned(),
        suggestions: t!(lang, "search-suggestions").to_owned(),
        search_all: t!(lang, "search-for", q = SearchTexts::QUERY_PLACEHOLDER),
        counts: COUNTS.map(|count| t!(lang, "search-suggestion-count", count = count)).collect(),
    };
    view! { <SearchBox texts lang value/> }
}

/// A text with its matching segments in `<mark>`.
#[component]
pub fn HighlightedText(
    /// The segments of the text, in order.
    text: Vec<Segment>,
) -> impl IntoView {
    text.into_iter()
        .map(|segment| {
            if segment.marked {
                view! { <mark>{segment.text}</mark> }.into_any()
            } else {
                segment.text.into_any()
            }
        })
        .collect_view()
}
