//! The search form, what is suggested while somebody types, and highlighted search results.

use fyr_domain::articles::ErrorState;
use fyr_i18n::t;
use fyr_usecases::{
    search::{SearchHit, Segment},
    status::Incident,
};
use leptos::prelude::*;

use super::{LocalisedText, lang_attribute};
use crate::{
    islands::SearchSuggestions,
    pages::{articles::ErrorStateTag, status::ImpactTag},
    use_request_context,
};

/// The search form. With JavaScript it suggests articles while the query is typed.
#[component]
pub fn SearchForm(
    /// The initial query.
    #[prop(optional, into)]
    value: String,
) -> impl IntoView {
    let lang = use_request_context().lang;
    view! {
        <form class="search-form" role="search" method="get" action="/search">
            <label class="ds-label" data-weight="medium" for="q">{t!(lang, "search-label")}</label>
            <input class="ds-input" id="q" name="q" type="search" maxlength="200" value=value/>
            <button class="ds-button" data-variant="primary" type="submit">{t!(lang, "search-button")}</button>
            <ul role="listbox" id="q-entries" aria-label=t!(lang, "search-suggestions") hidden></ul>
            <p class="visually-hidden" role="status"></p>
            <SearchSuggestions/>
        </form>
    }
}

/// The options of the list below the search field: the articles, and last one that submits the form.
#[component]
pub fn SearchOptions(
    /// The query.
    query: String,
    /// The suggested articles, best first.
    hits: Vec<SearchHit>,
) -> impl IntoView {
    let lang = use_request_context().lang;
    let last = hits.len();
    let options = hits.into_iter().enumerate().map(|(index, hit)| {
        let (href, written_in) = (hit.nearest_href(), lang_attribute(lang, hit.lang));
        view! {
            <li role="option" id=option_id(index) aria-selected="false" data-href=href lang=written_in>
                <HighlightedText text=hit.title/>
                {hit.error_state.map(|state| view! { " "<span lang=lang.tag()><ErrorStateTag state/></span> })}
                {hit.heading.map(|heading| view! { " "<span class="search-heading">{heading.text}</span> })}
                {hit.answer.map(|answer| view! { <span class="search-answer">{answer}</span> })}
            </li>
        }
    });
    view! {
        {options.collect_view()}
        <li role="option" id=option_id(last) aria-selected="false" class="search-everything">{t!(lang, "search-for", q = query)}</li>
    }
}

fn option_id(index: usize) -> String {
    format!("q-entry-{index}")
}

/// The field of the form of a new ticket with the slug of the article that has solved it.
pub const SOLVED_FIELD: &str = "solved";

/// The field of the form of a new ticket with the slug of the known error that it is about, which is followed instead.
pub const AFFECTED_FIELD: &str = "affected";

/// Articles that may answer a ticket, each with a button that says that it does: of the form with the id `form`, where there is one. A form
/// with text fields has none, because Enter would press the first.
#[component]
pub fn SuggestedAnswers(
    /// The articles, best first.
    hits: Vec<SearchHit>,
    /// The id of the form of the ticket.
    #[prop(optional)]
    form: Option<&'static str>,
) -> impl IntoView {
    let lang = use_request_context().lang;
    let items = hits.into_iter().map(|hit| {
        let (href, title, slug) = (hit.nearest_href(), hit.title_text(), hit.slug().to_owned());
        let (about, written_in) = (title.clone(), hit.lang.tag());
        let (field, label) = match hit.error_state {
            Some(ErrorState::Investigating | ErrorState::Workaround) => (AFFECTED_FIELD, t!(lang, "help-affected")),
            Some(ErrorState::Fixed) | None => (SOLVED_FIELD, t!(lang, "help-solved")),
        };
        view! {
            <li>
                <a class="ds-link" href=href target="_blank" lang=written_in>
                    {title}{hit.heading.map(|heading| view! { " "<span class="search-heading">{heading.text}</span> })}
                </a>
                {hit.error_state.map(|state| view! { " "<ErrorStateTag state/> })}
                {hit.answer.map(|answer| view! { <span class="search-answer" lang=written_in>{answer}</span> })}
                {form.map(|form| view! {
                    <button class="ds-button" data-variant="tertiary" data-size="sm" type="submit" form=form name=field value=slug>
                        {label}<span class="visually-hidden" lang=written_in>" "{about}</span>
                    </button>
                })}
            </li>
        }
    });
    view! { <ul class="ds-list suggested-answers">{items.collect_view()}</ul> }
}

/// Articles that may answer a ticket, and incidents that it may be about, as they are suggested below its subject.
#[component]
pub fn SubjectHelp(
    /// The articles, best first.
    hits: Vec<SearchHit>,
    /// Open incidents whose words the ticket has.
    incidents: Vec<Incident>,
) -> impl IntoView {
    let lang = use_request_context().lang;
    let incidents: Vec<_> = incidents
        .into_iter()
        .map(|incident| {
            let href = format!("/status/incidents/{}", incident.id);
            view! {
                <li>
                    <a class="ds-link" href=href target="_blank"><LocalisedText text=incident.title/></a>
                    " "<ImpactTag impact=incident.impact/>
                </li>
            }
        })
        .collect();
    view! {
        <div class="ds-card">
            {(!incidents.is_empty()).then(|| view! {
                <p class="ds-label">{t!(lang, "help-incidents")}</p>
                <ul class="ds-list suggested-answers">{incidents}</ul>
            })}
            {(!hits.is_empty()).then(|| view! {
                <p class="ds-label">{t!(lang, "help-articles")}</p>
                <SuggestedAnswers hits/>
            })}
        </div>
    }
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
