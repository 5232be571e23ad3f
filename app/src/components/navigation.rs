//! Small parts of many pages.

use chrono::{DateTime, SecondsFormat, Utc};
use fyr_i18n::t;
use leptos::prelude::*;

use crate::use_cx;

/// A moment as one says it, with the exact time for machines and on hover.
#[component]
pub fn Moment(
    /// When.
    at: DateTime<Utc>,
) -> impl IntoView {
    let cx = use_cx();
    let machine = at.to_rfc3339_opts(SecondsFormat::Secs, true);
    view! { <time datetime=machine title=cx.moment(at)>{cx.when(at)}</time> }
}

/// How a tag is coloured; its words always say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Nothing special.
    Neutral,
    /// Good news.
    Good,
    /// Someone's turn.
    Info,
    /// Take care.
    Warning,
    /// Trouble.
    Danger,
}

impl Tone {
    /// The name in the design system.
    pub const fn color(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Good => "success",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }
}

/// A word in a coloured box.
#[component]
pub fn Tag(
    /// Its colour.
    tone: Tone,
    /// The word.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <span class="ds-tag" data-color=tone.color() data-size="sm">{text}</span> }
}

/// The way from the start page: (address, words) of each page above; the page itself is not a link.
#[component]
pub fn Breadcrumbs(
    /// The pages between the start page and this one.
    #[prop(optional)]
    above: Vec<(String, String)>,
    /// This page.
    #[prop(into)]
    here: String,
) -> impl IntoView {
    let lang = use_cx().lang;
    let above: Vec<_> = above
        .into_iter()
        .map(|(href, words)| view! { <li><a class="ds-link" href=href>{words}</a></li> })
        .collect();
    view! {
        <nav class="breadcrumbs" aria-label=t!(lang, "breadcrumb-label")>
            <ol>
                <li><a class="ds-link" href="/">{t!(lang, "breadcrumb-home")}</a></li>
                {above}
                <li aria-current="page">{here}</li>
            </ol>
        </nav>
    }
}

/// Previous and next page, and where we are; nothing where everything fits on one page.
#[component]
pub fn Pagination(
    /// From 1.
    page: i64,
    /// How many things there are.
    total: i64,
    /// How many fit on a page.
    per_page: i64,
    /// Whether another page follows, where there are more things than were counted.
    #[prop(optional_no_strip)]
    follows: Option<bool>,
) -> impl IntoView {
    let cx = use_cx();
    let lang = cx.lang;
    let pages = (total.max(1) + per_page - 1) / per_page;
    let query = cx.uri.split_once('?').map_or("", |(_, query)| query);
    let kept: String = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("page=") && !pair.starts_with("lang="))
        .map(|pair| format!("{pair}&"))
        .collect();
    let href = |to: i64| format!("{}?{kept}page={to}", cx.path());
    let position = match follows {
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
                {follows.unwrap_or(page < pages).then(|| view! {
                    <a class="ds-button" data-variant="secondary" rel="next" href=href(page + 1)>{t!(lang, "pages-next")}</a>
                })}
            </nav>
        }
    })
}
