//! What a search found.

use std::fmt::Write as _;

use fyr_i18n::{t, text_of};
use fyr_services::{
    Error, catalogue, search,
    search::{Facet, Found, Hit, Question},
};
use leptos::prelude::*;

use crate::{
    Cx, Page,
    components::{ArticleCard, Breadcrumbs, Marked, Pagination, SearchForm, other_lang},
};

/// Hits on a page.
const PER_PAGE: u32 = 10;

/// What was asked for, as it stands in the address.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// As typed.
    pub q: String,
    /// Slug of a category; empty for all.
    pub category: String,
    /// From 1.
    pub page: u32,
}

impl Asked {
    fn href(&self, category: &str) -> String {
        let q = encoded(&self.q);
        if category.is_empty() {
            format!("/search?q={q}")
        } else {
            format!("/search?q={q}&category={}", encoded(category))
        }
    }
}

/// A text as a value in an address.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // writing to a string cannot fail
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// `/search?q=&category=&page=`.
pub async fn show(cx: &Cx, asked: Asked) -> Result<Page, Error> {
    let lang = cx.lang;
    let q: String = asked.q.trim().chars().take(search::MAX_QUESTION).collect();
    if q.is_empty() {
        return Ok(nothing_asked(cx));
    }
    let category = Some(asked.category.as_str()).filter(|slug| !slug.is_empty());
    let question = Question { text: &q, lang, category, page: asked.page, per_page: PER_PAGE };
    let mut found = search::search(&cx.services, question).await?;
    let mut page = asked.page;
    if found.hits.is_empty() && found.total > 0 {
        // beyond the last page is the last one
        page = u32::try_from(found.total.div_ceil(PER_PAGE.into())).unwrap_or(1);
        found = search::search(&cx.services, Question { page, ..question }).await?;
    }
    let count = found.total;
    let asked = Asked { q: q.clone(), page, ..asked };
    let facets = facets(cx, &asked, &found);
    let others = others(cx, &asked, &found);
    let results = if found.hits.is_empty() {
        no_hits(cx, &asked, &found).await?
    } else {
        let notice = (found.lang != lang).then(|| notice(cx, &found));
        let away = found.engine_away;
        let titles = found.facets;
        let hits: Vec<_> = found.hits.into_iter().map(|hit| result(cx, hit, &titles)).collect();
        view! {
            {away.then(|| view! { <EngineAway/> })}
            {notice}
            <ol class="results" role="list">{hits}</ol>
            <Pagination page=i64::from(asked.page) total=i64::try_from(count).unwrap_or(i64::MAX) per_page=i64::from(PER_PAGE)/>
            {others}
            <p class="ds-paragraph ask-instead">{t!(lang, "search-short-text")}" "{ask_link(cx, &q)}</p>
        }
        .into_any()
    };
    let heading = t!(lang, "search-heading", count = count, q = q.as_str());
    let results = match facets {
        Some(facets) => view! {
            <div class="sidebar" data-side="start">
                {facets}
                <div class="stack">{results}</div>
            </div>
        }
        .into_any(),
        None => view! { <div class="stack">{results}</div> }.into_any(),
    };
    let body = view! {
        <Breadcrumbs here=t!(lang, "search-title")/>
        <SearchForm value=q.clone()/>
        <h1 class="ds-heading" data-size="lg">{heading}</h1>
        {results}
    };
    Ok(Page::new(t!(lang, "search-title-for", q = q), body))
}

/// The page before anything was asked.
fn nothing_asked(cx: &Cx) -> Page {
    let lang = cx.lang;
    let body = view! {
        <div class="narrow">
            <h1 class="ds-heading" data-size="lg">{t!(lang, "search-title")}</h1>
            <p class="ds-paragraph lead">{t!(lang, "search-intro")}</p>
            <SearchForm/>
        </div>
    };
    Page::new(t!(lang, "search-title"), body)
}

#[component]
fn EngineAway() -> impl IntoView {
    let lang = crate::use_cx().lang;
    view! { <p class="ds-alert" data-color="warning">{t!(lang, "search-engine-away")}</p> }
}

/// That the hits are in another language than the page.
fn notice(cx: &Cx, found: &Found) -> AnyView {
    let language = text_of(cx.lang, "search-in-", found.lang.tag());
    view! { <p class="ds-alert" data-color="info">{t!(cx.lang, "search-all-languages", language = language)}</p> }.into_any()
}

/// One hit. Which category it is in is said where there are several.
fn result(cx: &Cx, hit: Hit, facets: &[Facet]) -> AnyView {
    let written_in = other_lang(cx.lang, hit.lang);
    let facet = facets.iter().find(|facet| facet.slug == hit.category).filter(|_| facets.len() > 1);
    let category = facet.map(|facet| view! { <p class="meta" lang=cx.lang.tag()>{facet.title.clone()}</p> });
    view! {
        <li lang=written_in>
            <h2 class="ds-heading" data-size="2xs"><a class="ds-link" href=hit.href><Marked text=hit.title/></a></h2>
            <p class="ds-paragraph"><Marked text=hit.snippet/></p>
            {category}
        </li>
    }
    .into_any()
}

/// Categories with hits, each a link that keeps the question.
fn facets(cx: &Cx, asked: &Asked, found: &Found) -> Option<AnyView> {
    let lang = cx.lang;
    if found.facets.len() < 2 && asked.category.is_empty() {
        return None;
    }
    let all: u64 = found.facets.iter().map(|facet| facet.count).sum();
    let everything = (String::new(), t!(lang, "search-all-categories").to_owned(), all);
    let each = found.facets.iter().map(|facet| (facet.slug.clone(), facet.title.clone(), facet.count));
    let items: Vec<_> = std::iter::once(everything)
        .chain(each)
        .map(|(slug, title, count)| {
            let current = (slug == asked.category).then_some("true");
            view! {
                <li><a href=asked.href(&slug) aria-current=current>{title}" "<span class="count">{count}</span></a></li>
            }
        })
        .collect();
    let nav = view! {
        <nav aria-labelledby="facets-title">
            <h2 class="aside-title" id="facets-title">{t!(lang, "search-categories")}</h2>
            <ul class="facets">{items}</ul>
        </nav>
    };
    Some(nav.into_any())
}

/// Further languages with hits, as links to the page in that language.
fn others(cx: &Cx, asked: &Asked, found: &Found) -> Vec<AnyView> {
    let link = |(other, count): &(fyr_domain::Lang, u64)| {
        let language = text_of(cx.lang, "search-in-", other.tag());
        let href = format!("{}&lang={other}", asked.href(""));
        let words = t!(cx.lang, "search-also", count = *count, language = language);
        view! { <p class="ds-paragraph"><a class="ds-link" href=href hreflang=other.tag()>{words}</a></p> }
            .into_any()
    };
    found.others.iter().map(link).collect()
}

fn ask_link(cx: &Cx, q: &str) -> AnyView {
    let href = format!("/tickets/new?subject={}", encoded(q));
    view! { <a class="ds-link" href=href>{t!(cx.lang, "search-none-ask")}</a> }.into_any()
}

/// What one can do where nothing was found.
async fn no_hits(cx: &Cx, asked: &Asked, found: &Found) -> Result<AnyView, Error> {
    let lang = cx.lang;
    let catalogue = catalogue::get(&cx.services).await?;
    let popular: Vec<_> =
        catalogue.popular(lang).iter().cloned().map(|article| view! { <ArticleCard article/> }).collect();
    let elsewhere = !asked.category.is_empty();
    let away = found.engine_away;
    let href = format!("/tickets/new?subject={}", encoded(&asked.q));
    let body = view! {
        {away.then(|| view! { <EngineAway/> })}
        <section aria-labelledby="tips">
            <h2 class="ds-heading" data-size="sm" id="tips">{t!(lang, "search-none-tips")}</h2>
            <ul class="ds-list">
                {elsewhere.then(|| view! {
                    <li><a class="ds-link" href=asked.href("")>{t!(lang, "search-none-tip-category")}</a></li>
                })}
                <li>{t!(lang, "search-none-tip-spelling")}</li>
                <li>{t!(lang, "search-none-tip-words")}</li>
                <li>{t!(lang, "search-none-ask-text")}</li>
            </ul>
            <p class="actions"><a class="ds-button" data-variant="primary" href=href>{t!(lang, "search-none-ask")}</a></p>
        </section>
        {(!popular.is_empty()).then(|| view! {
            <section aria-labelledby="popular">
                <h2 class="ds-heading" data-size="sm" id="popular">{t!(lang, "home-popular")}</h2>
                <ul class="grid popular-articles">{popular}</ul>
            </section>
        })}
    };
    Ok(body.into_any())
}
