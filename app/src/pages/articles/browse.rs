//! Articles by category.

use fyr_domain::Lang;
use fyr_i18n::{t, text_of};
use fyr_services::{Error, articles, articles::Shelf, store::articles::Listed};
use leptos::prelude::*;

use crate::{
    Cx, Page,
    components::{Breadcrumbs, Pagination, SearchForm, other_lang},
};

/// `/articles`: every category with its first articles.
pub async fn all(cx: &Cx) -> Result<Page, Error> {
    let lang = cx.lang;
    let shelves = articles::shelves(&cx.services, lang).await?;
    let empty = shelves.is_empty();
    let sections: Vec<_> = shelves.into_iter().map(|shelf| section(cx, shelf)).collect();
    let body = view! {
        <Breadcrumbs here=t!(lang, "articles-title")/>
        <h1 class="ds-heading" data-size="lg">{t!(lang, "articles-title")}</h1>
        <p class="ds-paragraph lead">{t!(lang, "articles-lead")}</p>
        <SearchForm/>
        {empty.then(|| view! { <p class="empty">{t!(lang, "articles-empty")}</p> })}
        <div class="grid shelves" data-min="l">{sections}</div>
    };
    Ok(Page::new(t!(lang, "articles-title"), body))
}

fn section(cx: &Cx, shelf: Shelf) -> AnyView {
    let lang = cx.lang;
    let slug = shelf.category.slug;
    let title = shelf.category.title.text(lang).to_owned();
    let description = shelf.category.description.text(lang).to_owned();
    let href = format!("/categories/{slug}");
    let shown = i64::try_from(shelf.articles.len()).unwrap_or(i64::MAX);
    let more = t!(lang, "articles-all-of", count = shelf.total, category = title.as_str());
    let written_in = other_lang(lang, shelf.lang);
    let items: Vec<_> = shelf
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
            {(shown < shelf.total).then(|| view! { <p class="ds-paragraph"><a class="ds-link" href=href>{more}</a></p> })}
        </section>
    }
    .into_any()
}

/// `/categories/{slug}?page=`.
pub async fn category(cx: &Cx, slug: &str, page: i64) -> Result<Page, Error> {
    let lang = cx.lang;
    let shelf = articles::shelf(&cx.services, slug, lang, page).await?;
    let title = shelf.category.title.text(lang).to_owned();
    let description = shelf.category.description.text(lang).to_owned();
    let notice = (shelf.lang != lang && shelf.total > 0).then(|| other_language(cx, shelf.lang));
    let empty = shelf.total == 0;
    let items: Vec<_> = shelf.articles.into_iter().map(row).collect();
    let written_in = other_lang(lang, shelf.lang);
    let above = vec![("/articles".to_owned(), t!(lang, "articles-title").to_owned())];
    let body = view! {
        <Breadcrumbs above here=title.clone()/>
        <h1 class="ds-heading" data-size="lg">{title.clone()}</h1>
        {(!description.is_empty()).then(|| view! { <p class="ds-paragraph lead">{description}</p> })}
        {notice}
        {empty.then(|| view! { <p class="empty">{t!(lang, "articles-empty")}</p> })}
        {(!empty).then(|| view! { <ul class="rows articles" lang=written_in>{items}</ul> })}
        <Pagination page total=shelf.total per_page=articles::PER_PAGE/>
    };
    Ok(Page::new(title, body))
}

fn row(article: Listed) -> AnyView {
    view! {
        <li class="link-card">
            <h2 class="ds-heading" data-size="2xs"><a href=format!("/articles/{}", article.slug)>{article.title}</a></h2>
            <p class="ds-paragraph meta">{article.summary}</p>
        </li>
    }
    .into_any()
}

/// That the articles of a category are in another language than the page.
fn other_language(cx: &Cx, language: Lang) -> AnyView {
    let language = text_of(cx.lang, "search-in-", language.tag());
    view! { <p class="ds-alert" data-color="info">{t!(cx.lang, "articles-other-lang", language = language)}</p> }.into_any()
}
