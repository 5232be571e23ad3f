//! The search results page.

use fyr_domain::articles::Readable;
use fyr_i18n::{t, text_for};
use fyr_usecases::{
    Error, classification, search,
    search::{ArticleQuery, CategoryFacet, ExplainedWord, SearchHit, SearchResults},
    status::{self, StatusOverview},
};
use leptos::prelude::*;

use crate::{
    Page, RequestContext,
    components::{
        ArticleCard, Breadcrumbs, HighlightedText, OutageLine, Pagination, SearchForm, lang_attribute,
    },
    query::with_query,
};

/// The texts of an article, in the order of an explanation.
const PLACES: [&str; 4] = ["title", "keywords", "summary", "body"];
/// Hits on a page.
const PER_PAGE: u32 = 10;

/// The query parameters of `/search`.
#[derive(Clone, Debug, Default)]
pub struct SearchParams {
    /// The query as typed.
    pub q: String,
    /// The slug of a category; empty for all.
    pub category: String,
    /// The page of results, from 1.
    pub page: u32,
}

impl SearchParams {
    /// The URL of the first page of results in a category; in all categories if it is empty.
    fn href(&self, category: &str) -> String {
        let category = (!category.is_empty()).then_some(("category", category));
        with_query("/search", [("q", self.q.as_str())].into_iter().chain(category))
    }
}

/// `/search?q=&category=&page=`.
pub async fn show(cx: &RequestContext, params: SearchParams) -> Result<Page, Error> {
    let lang = cx.lang;
    let overview = status::overview(&cx.backend).await.ok();
    let q: String = params.q.trim().chars().take(search::MAX_QUERY_CHARS).collect();
    if q.is_empty() {
        return Ok(empty_search(cx, overview));
    }
    let category = Some(params.category.as_str()).filter(|slug| !slug.is_empty());
    let query = ArticleQuery { text: &q, lang, category, page: params.page, per_page: PER_PAGE };
    let mut results = search::search(&cx.backend, &cx.actor, query).await?;
    let mut page = params.page;
    if results.hits.is_empty() && results.total > 0 {
        // beyond the last page: show the last page
        page = u32::try_from(results.total.div_ceil(PER_PAGE.into())).unwrap_or(1);
        results = search::search(&cx.backend, &cx.actor, ArticleQuery { page, ..query }).await?;
    }
    let count = results.total;
    if cx.is_shown && page == 1 && category.is_none() && !results.engine_unavailable {
        search::record_search(&cx.backend, &cx.actor, &cx.visitor_key(), lang, &q, count).await;
    }
    let params = SearchParams { q: q.clone(), page, ..params };
    let facets = facets(cx, &params, &results);
    let other_languages = other_languages(cx, &params, &results);
    let content = if results.hits.is_empty() {
        no_hits(cx, &params, &results).await?
    } else {
        let notice = (results.lang != lang).then(|| other_language_notice(cx, &results));
        let engine_unavailable = results.engine_unavailable;
        let titles = results.facets;
        let mut hits = Vec::with_capacity(results.hits.len());
        for hit in results.hits {
            let explained = search::explain_hit(&cx.backend, &cx.actor, &q, &hit).await?;
            hits.push(hit_item(cx, hit, &titles, &explained));
        }
        view! {
            {engine_unavailable.then(|| view! { <EngineUnavailableNotice/> })}
            {notice}
            <ol class="results" role="list">{hits}</ol>
            <Pagination page=i64::from(params.page) total=i64::try_from(count).unwrap_or(i64::MAX) per_page=i64::from(PER_PAGE)/>
            {other_languages}
            <p class="ds-paragraph ask-instead">{t!(lang, "search-short-text")}" "{contact_link(cx, &q)}</p>
        }
        .into_any()
    };
    let heading = t!(lang, "search-heading", count = count, q = q.as_str());
    let content = match facets {
        Some(facets) => view! {
            <div class="sidebar" data-side="start">
                {facets}
                <div class="stack">{content}</div>
            </div>
        }
        .into_any(),
        None => view! { <div class="stack">{content}</div> }.into_any(),
    };
    let body = view! {
        <Breadcrumbs current=t!(lang, "search-title")/>
        <OutageLine overview/>
        <SearchForm value=q.clone()/>
        <h1 class="ds-heading" data-size="lg">{heading}</h1>
        {content}
    };
    Ok(Page::new(t!(lang, "search-heading", count = count, q = shortened(&q)), body))
}

/// At most 60 characters of a query, for the title.
fn shortened(q: &str) -> String {
    let mut short: String = q.chars().take(60).collect();
    if short.len() < q.len() {
        short.push('…');
    }
    short
}

/// The page without a query: only the search form.
fn empty_search(cx: &RequestContext, overview: Option<StatusOverview>) -> Page {
    let lang = cx.lang;
    let body = view! {
        <div class="narrow">
            <h1 class="ds-heading" data-size="lg">{t!(lang, "search-title")}</h1>
            <p class="ds-paragraph lead">{t!(lang, "search-intro")}</p>
            <OutageLine overview/>
            <SearchForm/>
        </div>
    };
    Page::new(t!(lang, "search-title"), body)
}

#[component]
fn EngineUnavailableNotice() -> impl IntoView {
    let lang = crate::use_request_context().lang;
    view! { <p class="ds-alert" data-color="warning">{t!(lang, "search-engine-away")}</p> }
}

/// The notice that the hits are in another language than the page.
fn other_language_notice(cx: &RequestContext, results: &SearchResults) -> AnyView {
    let language = text_for(cx.lang, "search-in-", results.lang.tag());
    view! { <p class="ds-alert" data-color="info">{t!(cx.lang, "search-all-languages", language = language)}</p> }.into_any()
}

/// One hit, with its category if there are hits in several.
fn hit_item(
    cx: &RequestContext,
    hit: SearchHit,
    facets: &[CategoryFacet],
    explained: &[ExplainedWord],
) -> AnyView {
    let written_in = lang_attribute(cx.lang, hit.lang);
    let facet = facets.iter().find(|facet| facet.slug == hit.category).filter(|_| facets.len() > 1);
    let category = facet.map(|facet| view! { <p class="meta" lang=cx.lang.tag()>{facet.title.clone()}</p> });
    view! {
        <li lang=written_in>
            <h2 class="ds-heading" data-size="2xs"><a class="ds-link" href=hit.href><HighlightedText text=hit.title/></a></h2>
            <p class="ds-paragraph"><HighlightedText text=hit.snippet/></p>
            {category}
            {explanation(cx, explained)}
        </li>
    }
    .into_any()
}

/// Why a hit stands where it does, for who writes articles: where each word of the query is, and in which form.
fn explanation(cx: &RequestContext, explained: &[ExplainedWord]) -> Option<AnyView> {
    let lang = cx.lang;
    let words: Vec<_> = explained
        .iter()
        .map(|found| {
            let places = PLACES.iter().zip(&found.places).filter_map(|(place, found)| {
                let (form, count) = (*found)?;
                let form = text_for(lang, "search-form-", form.as_str());
                let place = text_for(lang, "search-place-", place);
                Some(t!(lang, "search-why-place", place = place, form = form, count = count))
            });
            let places: Vec<String> = places.collect();
            let places =
                if places.is_empty() { t!(lang, "search-why-nowhere").to_owned() } else { places.join("; ") };
            view! { <div><dt>{found.word.clone()}</dt><dd>{places}</dd></div> }
        })
        .collect();
    (!words.is_empty()).then(|| {
        view! {
            <details class="fold" lang=lang.tag()>
                <summary>{t!(lang, "search-why")}</summary>
                <dl class="facts">{words}</dl>
            </details>
        }
        .into_any()
    })
}

/// Links to the same search in each category that has hits. `None` if there is nothing to choose.
fn facets(cx: &RequestContext, params: &SearchParams, results: &SearchResults) -> Option<AnyView> {
    let lang = cx.lang;
    if results.facets.len() < 2 && params.category.is_empty() {
        return None;
    }
    let total: u64 = results.facets.iter().map(|facet| facet.count).sum();
    let all_categories = (String::new(), t!(lang, "search-all-categories").to_owned(), total);
    let categories =
        results.facets.iter().map(|facet| (facet.slug.clone(), facet.title.clone(), facet.count));
    let items: Vec<_> = std::iter::once(all_categories)
        .chain(categories)
        .map(|(slug, title, count)| {
            let current = (slug == params.category).then_some("true");
            view! {
                <li><a href=params.href(&slug) aria-current=current>{title}" "<span class="count">{count}</span></a></li>
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

/// Links to the results page in other languages that have hits.
fn other_languages(cx: &RequestContext, params: &SearchParams, results: &SearchResults) -> Vec<AnyView> {
    let link = |(other, count): &(fyr_domain::Lang, u64)| {
        let language = text_for(cx.lang, "search-in-", other.tag());
        let href = format!("{}&lang={other}", params.href(""));
        let text = t!(cx.lang, "search-also", count = *count, language = language);
        view! { <p class="ds-paragraph"><a class="ds-link" href=href hreflang=other.tag()>{text}</a></p> }
            .into_any()
    };
    results.other_langs.iter().map(link).collect()
}

fn contact_link(cx: &RequestContext, q: &str) -> AnyView {
    let href = with_query("/tickets/new", [("subject", q)]);
    view! { <a class="ds-link" href=href>{t!(cx.lang, "search-none-ask")}</a> }.into_any()
}

/// The results page without hits: tips, the contact form, popular articles.
async fn no_hits(
    cx: &RequestContext,
    params: &SearchParams,
    results: &SearchResults,
) -> Result<AnyView, Error> {
    let lang = cx.lang;
    let classification = classification::get(&cx.backend).await?;
    let popular: Vec<_> = classification
        .popular_articles(lang, &Readable::by(&cx.actor))
        .into_iter()
        .map(|article| view! { <ArticleCard article/> })
        .collect();
    let in_category = !params.category.is_empty();
    let engine_unavailable = results.engine_unavailable;
    let href = with_query("/tickets/new", [("subject", params.q.as_str())]);
    let body = view! {
        {engine_unavailable.then(|| view! { <EngineUnavailableNotice/> })}
        <section aria-labelledby="tips">
            <h2 class="ds-heading" data-size="sm" id="tips">{t!(lang, "search-none-tips")}</h2>
            <ul class="ds-list">
                {in_category.then(|| view! {
                    <li><a class="ds-link" href=params.href("")>{t!(lang, "search-none-tip-category")}</a></li>
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
