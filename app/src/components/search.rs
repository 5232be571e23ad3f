//! Parts for finding: the search field, hits, articles in lists, when support is open.

use fyr_domain::{Lang, promise::first_response_due, tickets::Priority};
use fyr_i18n::{clock, t};
use fyr_services::{search::Segment, store::articles::Listed};
use leptos::prelude::*;

use crate::{
    Cx,
    islands::{SearchBox, SearchTexts},
    use_cx,
};

/// The search field: a plain form, and suggestions while typing where there is JavaScript.
#[component]
pub fn SearchForm(
    /// What was searched for.
    #[prop(optional, into)]
    value: String,
) -> impl IntoView {
    /// As many suggestions as there can be, and none.
    const COUNTS: std::ops::RangeInclusive<u32> = 0..=6;
    let lang = use_cx().lang;
    let texts = SearchTexts {
        label: t!(lang, "search-label").to_owned(),
        button: t!(lang, "search-button").to_owned(),
        suggestions: t!(lang, "search-suggestions").to_owned(),
        everything: t!(lang, "search-for", q = SearchTexts::QUESTION),
        counts: COUNTS.map(|count| t!(lang, "search-suggestion-count", count = count)).collect(),
    };
    view! { <SearchBox texts lang value/> }
}

/// A text with what fits marked.
#[component]
pub fn Marked(
    /// Its pieces.
    text: Vec<Segment>,
) -> impl IntoView {
    text.into_iter()
        .map(|piece| {
            if piece.marked { view! { <mark>{piece.text}</mark> }.into_any() } else { piece.text.into_any() }
        })
        .collect_view()
}

/// The `lang` attribute of a text: only where it differs from the page's.
pub fn other_lang(page: Lang, text: Lang) -> Option<&'static str> {
    (page != text).then(|| text.tag())
}

/// An article in a list, as a card that leads to it.
#[component]
pub fn ArticleCard(
    /// The article.
    article: Listed,
) -> impl IntoView {
    let written_in = other_lang(use_cx().lang, article.lang.0);
    view! {
        <li class="ds-card link-card" lang=written_in>
            <p class="link-card-title"><a href=format!("/articles/{}", article.slug)>{article.title}</a></p>
            <p class="ds-paragraph meta">{article.summary}</p>
        </li>
    }
}

/// When support is open today, and when an answer comes: "Open today 08:00–17:00. Write now and …".
#[component]
pub fn OpeningHours() -> impl IntoView {
    let sentences = opening_hours(&use_cx());
    (!sentences.is_empty()).then(|| view! { <p class="ds-paragraph opening-hours">{sentences}</p> })
}

fn opening_hours(cx: &Cx) -> String {
    let settings = &cx.services.settings;
    let (calendar, lang) = (&settings.calendar, cx.lang);
    let today = calendar.span_on(cx.now.with_timezone(&calendar.zone).date_naive());
    let open = match today.filter(|(_, until)| cx.now < *until) {
        Some((from, until)) => {
            t!(lang, "hours-today", from = clock(from, calendar.zone), until = clock(until, calendar.zone))
        }
        None => match calendar.next_open(cx.now) {
            Some(opens) => t!(lang, "hours-closed", opens = cx.when(opens)),
            None => return String::new(),
        },
    };
    let answer = first_response_due(calendar, cx.now, settings.service_level.within(Priority::P3))
        .map(|by| t!(lang, "hours-answer", by = cx.when(by)));
    answer.map_or(open.clone(), |answer| format!("{open} {answer}"))
}
