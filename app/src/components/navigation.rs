//! Breadcrumbs and pagination.

use fyr_i18n::t;
use leptos::prelude::*;

use crate::{query::params_without, use_request_context};

/// The breadcrumb navigation, from the start page to the current page. The current page is not a link.
#[component]
pub fn Breadcrumbs(
    /// URL path and title of each page between the start page and this one.
    #[prop(optional)]
    ancestors: Vec<(String, String)>,
    /// The title of this page.
    #[prop(into)]
    current: String,
) -> impl IntoView {
    let lang = use_request_context().lang;
    let ancestors: Vec<_> = ancestors
        .into_iter()
        .map(|(href, title)| view! { <li><a class="ds-link" href=href>{title}</a></li> })
        .collect();
    view! {
        <nav class="breadcrumbs" aria-label=t!(lang, "breadcrumb-label")>
            <ol>
                <li><a class="ds-link" href="/">{t!(lang, "breadcrumb-home")}</a></li>
                {ancestors}
                <li aria-current="page">{current}</li>
            </ol>
        </nav>
    }
}

/// Links to the previous and the next page, and the position. Renders nothing if all items fit on one page.
#[component]
pub fn Pagination(
    /// The current page, from 1.
    page: i64,
    /// The number of items.
    total: i64,
    /// The number of items on a page.
    per_page: i64,
    /// Whether there is a next page, if `total` is only a lower bound; the number of pages is not shown then.
    #[prop(optional_no_strip)]
    has_next: Option<bool>,
) -> impl IntoView {
    let cx = use_request_context();
    let lang = cx.lang;
    let pages = (total.max(1) + per_page - 1) / per_page;
    let query = cx.uri.split_once('?').map_or("", |(_, query)| query);
    let other_params: String =
        params_without(query, &["page", "lang"]).iter().map(|pair| format!("{pair}&")).collect();
    let href = |to: i64| format!("{}?{other_params}page={to}", cx.path());
    let position = match has_next {
        Some(_) => t!(lang, "pages-page", page = page),
        None => t!(lang, "pages-position", page = page, pages = pages),
    };
    (pages > 1).then(|| {
        view! {
            <nav class="pagination" aria-label=t!(lang, "pages-label")>
                {(page > 1).then(|| view! {
                    <a class="ds-button" data-variant="secondary" rel="prev" href=href(page - 1)>{t!(lang, "pages-previous")}</a>
                })}
                <span>{position}</span>
                {has_next.unwrap_or(page < pages).then(|| view! {
                    <a class="ds-button" data-variant="secondary" rel="next" href=href(page + 1)>{t!(lang, "pages-next")}</a>
                })}
            </nav>
        }
    })
}
