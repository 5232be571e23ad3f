//! How well searches are answered, and what led nowhere: what to write next.

use fyr_domain::search_outcome::SearchOutcome;
use fyr_i18n::{t, text_for};
use fyr_usecases::{
    Error,
    search::{self, SearchFigures, SearchGroup, Unanswered},
};
use leptos::prelude::*;

use super::{ARTICLES_PATH, ancestors};
use crate::{
    Page, RequestContext,
    components::{Breadcrumbs, lang_attribute},
    query::with_query,
};

/// The periods that can be looked at, in days.
pub const PERIODS: [i64; 4] = [7, 30, 90, 365];

/// `/desk/articles/searches?days=`.
pub async fn searches(cx: &RequestContext, days: i64) -> Result<Page, Error> {
    let lang = cx.lang;
    let days = if PERIODS.contains(&days) { days } else { 30 };
    let figures = search::find_figures(&cx.backend, &cx.actor, days).await?;
    let title = t!(lang, "searches-title");
    let tabs: Vec<_> = PERIODS
        .into_iter()
        .map(|period| {
            let href = format!("{ARTICLES_PATH}/searches?days={period}");
            let current = (period == days).then_some("page");
            view! { <li><a href=href aria-current=current>{t!(lang, "searches-days", count = period)}</a></li> }
        })
        .collect();
    let lists: Vec<_> = figures.unanswered.iter().map(|(kind, groups)| list(cx, *kind, groups)).collect();
    let body = view! {
        <Breadcrumbs ancestors=ancestors(lang) current=title/>
        <div class="narrow stack" data-gap="l">
            <h1 class="ds-heading" data-size="lg">{title}</h1>
            <p class="ds-paragraph lead">{t!(lang, "searches-intro")}</p>
            <nav aria-label=t!(lang, "searches-period")><ul class="tabs">{tabs}</ul></nav>
            {outcomes(cx, &figures)}
            {lists}
        </div>
    };
    Ok(Page::new(title, body))
}

fn outcomes(cx: &RequestContext, figures: &SearchFigures) -> AnyView {
    let lang = cx.lang;
    let ended = figures.ended();
    if ended == 0 {
        return view! { <p class="empty">{t!(lang, "searches-none")}</p> }.into_any();
    }
    let row = |outcome: SearchOutcome| {
        let count = figures.count(outcome);
        let share = t!(lang, "searches-share", share = count * 100 / ended, count = count);
        view! {
            <div><dt>{text_for(lang, "searches-outcome-", outcome.as_str())}</dt><dd>{share}</dd></div>
        }
    };
    let rephrased = figures.count(SearchOutcome::Rephrased);
    view! {
        <section aria-labelledby="outcomes">
            <h2 class="ds-heading" data-size="sm" id="outcomes">{t!(lang, "searches-ended", count = ended)}</h2>
            <dl class="facts">
                {[SearchOutcome::Answered, SearchOutcome::Filed, SearchOutcome::Abandoned].map(row).into_iter().collect_view()}
            </dl>
            {(rephrased > 0).then(|| view! { <p class="meta">{t!(lang, "searches-rephrased", count = rephrased)}</p> })}
        </section>
    }
    .into_any()
}

fn list(cx: &RequestContext, kind: Unanswered, groups: &[SearchGroup]) -> AnyView {
    let lang = cx.lang;
    let id = kind.as_str();
    let items: Vec<_> = groups
        .iter()
        .map(|group| {
            let language = group.lang.0;
            let new = with_query(&format!("{ARTICLES_PATH}/new"), [("title", &*group.text), ("language", language.tag())]);
            let find = with_query("/search", [("q", &*group.text), ("lang", language.tag())]);
            view! {
                <li class="version">
                    <span><a class="ds-link" href=find lang=lang_attribute(lang, language)>{group.text.clone()}</a>" "
                        <span class="meta">{t!(lang, "searches-people", count = group.people)}</span></span>
                    <a class="ds-link" href=new>{t!(lang, "searches-write")}<span class="visually-hidden">" "{group.text.clone()}</span></a>
                </li>
            }
        })
        .collect();
    let is_empty = items.is_empty();
    view! {
        <section aria-labelledby=id>
            <h2 class="ds-heading" data-size="sm" id=id>{text_for(lang, "searches-", id)}</h2>
            {is_empty.then(|| view! { <p class="meta">{t!(lang, "searches-too-few")}</p> })}
            {(!is_empty).then(|| view! { <ul class="versions">{items}</ul> })}
        </section>
    }
    .into_any()
}
