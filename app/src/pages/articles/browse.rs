//! Lists of articles: all categories, and one category.

use fyr_domain::{
    Lang,
    articles::{ArticleKind, Readable},
};
use fyr_i18n::{t, text_for};
use fyr_usecases::{
    Error, articles,
    articles::CategoryPage,
    classification::{self, Classification},
    status,
    store::articles::ArticleSummary,
};
use leptos::prelude::*;

use super::{ErrorStateTag, GLOSSARY_PATH};
use crate::{
    Page, PageMeta, RequestContext,
    components::{Breadcrumbs, OutageLine, Pagination, SearchForm, lang_attribute},
};

/// The number of articles that the page lists as changed last.
const SHOWN_RECENT: usize = 6;

/// `/articles`: every category with its first articles.
pub async fn index(cx: &RequestContext) -> Result<Page, Error> {
    let lang = cx.lang;
    let overview = status::overview(&cx.backend).await.ok();
    let category_pages = articles::list_category_pages(&cx.backend, &cx.actor, lang).await?;
    let empty = category_pages.is_empty();
    let recent = recent_articles(cx, &*classification::get(&cx.backend).await?);
    let known_errors = known_errors(cx).await?;
    let terms = articles::list_by_kind(&cx.backend, &cx.actor, ArticleKind::Term, lang).await?;
    let sections: Vec<_> =
        category_pages.into_iter().map(|category_page| category_card(cx, category_page)).collect();
    let body = view! {
        <Breadcrumbs current=t!(lang, "articles-title")/>
        <h1 class="ds-heading" data-size="lg">{t!(lang, "articles-title")}</h1>
        <OutageLine overview/>
        <p class="ds-paragraph lead">{t!(lang, "articles-lead")}</p>
        <SearchForm/>
        {known_errors}
        {empty.then(|| view! { <p class="empty">{t!(lang, "articles-empty")}</p> })}
        <div class="grid shelves" data-min="l">{sections}</div>
        {recent}
        {(!terms.is_empty()).then(|| view! { <p class="ds-paragraph"><a class="ds-link" href=GLOSSARY_PATH>{t!(lang, "glossary-title")}</a></p> })}
    };
    let feed = (format!("/articles/feed.atom?lang={lang}"), t!(lang, "articles-recent").to_owned());
    Ok(Page::new(t!(lang, "articles-title"), body)
        .with_meta(PageMeta { feed: Some(feed), ..PageMeta::default() }))
}

/// The known errors that are not fixed, or were a moment ago.
async fn known_errors(cx: &RequestContext) -> Result<Option<AnyView>, Error> {
    let lang = cx.lang;
    let found = articles::list_by_kind(&cx.backend, &cx.actor, ArticleKind::KnownError, lang).await?;
    let items: Vec<_> = found
        .into_iter()
        .filter_map(|article| {
            let (state, written_in) = (article.error_state()?, lang_attribute(lang, article.lang.0));
            let href = format!("/articles/{}", article.slug);
            Some(view! { <li><a class="ds-link" href=href lang=written_in>{article.title}</a>" "<ErrorStateTag state/></li> })
        })
        .collect();
    Ok((!items.is_empty()).then(|| {
        view! {
            <section aria-labelledby="known-errors">
                <h2 class="ds-heading" data-size="sm" id="known-errors">{t!(lang, "articles-known-errors")}</h2>
                <ul class="ds-list">{items}</ul>
            </section>
        }
        .into_any()
    }))
}

/// The articles that were changed last, with the feed of them.
fn recent_articles(cx: &RequestContext, classification: &Classification) -> Option<AnyView> {
    let lang = cx.lang;
    let recent = classification.recent_articles(lang, &Readable::by(&cx.actor));
    let items: Vec<_> = recent
        .iter()
        .take(SHOWN_RECENT)
        .map(|recent| {
            let (article, written_in) = (&recent.article, lang_attribute(lang, recent.article.lang.0));
            view! {
                <li>
                    <a class="ds-link" href=format!("/articles/{}", article.slug) lang=written_in>{article.title.clone()}</a>" "
                    <span class="meta">{cx.date(recent.updated_at)}</span>
                </li>
            }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <section aria-labelledby="recent">
                <h2 class="ds-heading" data-size="sm" id="recent">{t!(lang, "articles-recent")}</h2>
                <ul class="ds-list">{items}</ul>
                <p class="ds-paragraph"><a class="ds-link" href=format!("/articles/feed.atom?lang={lang}")>{t!(lang, "articles-feed")}</a></p>
            </section>
        }
        .into_any()
    })
}

fn category_card(cx: &RequestContext, category_page: CategoryPage) -> AnyView {
    let lang = cx.lang;
    let slug = category_page.category.slug;
    let title = category_page.category.title.text(lang).to_owned();
    let description = category_page.category.description.text(lang).to_owned();
    let href = format!("/categories/{slug}");
    let shown = i64::try_from(category_page.articles.len()).unwrap_or(i64::MAX);
    let all_articles = t!(lang, "articles-all-of", count = category_page.total, category = title.as_str());
    let written_in = lang_attribute(lang, category_page.lang);
    let items: Vec<_> = category_page
        .articles
        .into_iter()
        .map(|article| view! { <li><a class="ds-link" href=format!("/articles/{}", article.slug)>{article.title}</a></li> })
        .collect();
    view! {
        <section class="ds-card shelf" aria-labelledby=format!("category-{slug}")>
            <h2 class="ds-heading" data-size="xs" id=format!("category-{slug}")>
                <a class="ds-link" href=href.clone()>{title}</a>
            </h2>
            {(!description.is_empty()).then(|| view! { <p class="ds-paragraph meta">{description}</p> })}
            <ul class="plain-list" lang=written_in>{items}</ul>
            {(shown < category_page.total).then(|| view! { <p class="ds-paragraph"><a class="ds-link" href=href>{all_articles}</a></p> })}
        </section>
    }
    .into_any()
}

/// `/categories/{slug}?page=`.
pub async fn category(cx: &RequestContext, slug: &str, page: i64) -> Result<Page, Error> {
    let lang = cx.lang;
    let category_page = articles::find_category_page(&cx.backend, &cx.actor, slug, lang, page).await?;
    let title = category_page.category.title.text(lang).to_owned();
    let description = category_page.category.description.text(lang).to_owned();
    let notice = (category_page.lang != lang && category_page.total > 0)
        .then(|| other_language_notice(cx, category_page.lang));
    let empty = category_page.total == 0;
    let overview = status::overview(&cx.backend).await.ok();
    let items: Vec<_> = category_page.articles.into_iter().map(article_row).collect();
    let written_in = lang_attribute(lang, category_page.lang);
    let ancestors = vec![("/articles".to_owned(), t!(lang, "articles-title").to_owned())];
    let body = view! {
        <Breadcrumbs ancestors current=title.clone()/>
        <h1 class="ds-heading" data-size="lg">{title.clone()}</h1>
        <OutageLine overview/>
        {(!description.is_empty()).then(|| view! { <p class="ds-paragraph lead">{description}</p> })}
        {notice}
        {empty.then(|| view! { <p class="empty">{t!(lang, "articles-empty")}</p> })}
        {(!empty).then(|| view! { <ul class="rows articles" lang=written_in>{items}</ul> })}
        <Pagination page total=category_page.total per_page=articles::PER_PAGE/>
    };
    Ok(Page::new(title, body))
}

fn article_row(article: ArticleSummary) -> AnyView {
    view! {
        <li class="link-card">
            <h2 class="ds-heading" data-size="2xs"><a href=format!("/articles/{}", article.slug)>{article.title}</a></h2>
            <p class="ds-paragraph meta">{article.summary}</p>
        </li>
    }
    .into_any()
}

/// The notice that the articles of a category are in another language than the page.
fn other_language_notice(cx: &RequestContext, language: Lang) -> AnyView {
    let language = text_for(cx.lang, "search-in-", language.tag());
    view! { <p class="ds-alert" data-color="info">{t!(cx.lang, "articles-other-lang", language = language)}</p> }.into_any()
}
