//! One article, with table of contents, related articles and rating.

use fyr_domain::{
    Lang,
    articles::{ArticleKind, Outdated},
    permission::{Permission, may},
};
use fyr_i18n::{t, text_for};
use fyr_usecases::{
    Error,
    articles::{self, ArticlePage},
    search, status,
    store::articles::{Article, TocEntry},
};
use leptos::prelude::*;

use super::{
    known_error::known_error,
    rating::{Rating, RatingStep},
    troubleshooting::{StepParams, show_step},
};
use crate::{
    FormState, Page, PageMeta, RequestContext,
    components::{Breadcrumbs, OutageLine, lang_attribute},
    islands::GuideProgress,
    pages::desk::articles::{ARTICLES_PATH, AudienceTag},
};

/// The minimum number of headings for a table of contents.
const MIN_TOC_HEADINGS: usize = 4;

/// `/articles/{slug}?rated=&step=&via=`; `rating` and `form` are the state of the rating form, `at` the step of a troubleshooting article.
pub async fn show(
    cx: &RequestContext,
    slug: &str,
    at: StepParams,
    rating: RatingStep,
    form: FormState,
) -> Result<Page, Error> {
    let lang = cx.lang;
    let ArticlePage { article, langs, related, classification } =
        articles::find_page(&cx.backend, &cx.actor, slug, lang).await?;
    if cx.is_shown {
        search::record_opened(&cx.backend, &cx.visitor_key(), article.id);
    }
    let written_in = lang_attribute(lang, article.lang.0);
    let category =
        classification.category(&article.category).map(|category| category.title.text(lang).to_owned());
    let ancestors = vec![
        ("/articles".to_owned(), t!(lang, "articles-title").to_owned()),
        (format!("/categories/{}", article.category), category.unwrap_or_else(|| article.category.clone())),
    ];
    let meta = meta(cx, &article, &langs);
    let overview = status::overview(&cx.backend).await.ok();
    let step = match article.kind {
        ArticleKind::Troubleshooting => show_step(cx, &article, &at),
        _ => None,
    };
    let is_stepwise = step.is_some();
    let shown_headings = if is_stepwise { &[][..] } else { &article.toc.0 };
    let toc = toc(cx, shown_headings, written_in);
    let known_error = known_error(cx, &article).await?;
    let related: Vec<_> = related
        .into_iter()
        .map(|other| view! { <li><a class="ds-link" href=format!("/articles/{}", other.slug)>{other.title}</a></li> })
        .collect();
    let title = article.title.clone();
    let updated = cx.date(article.updated_at);
    let edit = may(&cx.actor, Permission::WriteArticles).then(|| {
        let href = format!("{ARTICLES_PATH}/{}", article.id);
        view! { <a class="ds-link" href=href>{t!(lang, "article-edit")}</a> }
    });
    let fold = toc_items(shown_headings).map(|items| {
        view! {
            <details class="fold toc-fold">
                <summary>{t!(lang, "article-toc")}</summary>
                <nav class="toc" aria-label=t!(lang, "article-toc")><ul lang=written_in>{items}</ul></nav>
            </details>
        }
    });
    // shown by the island alone: without it the steps are a numbered list
    let guide = (article.kind == ArticleKind::Guide).then(|| {
        view! {
            <p class="guide-progress meta" role="status" data-slug=article.slug.clone() data-done=t!(lang, "guide-done") data-step=t!(lang, "guide-step") hidden></p>
            <GuideProgress/>
        }
    });
    let text = view! {
        <article class="article stack" data-gap="l" data-kind=article.kind.as_str() itemscope="" itemtype="https://schema.org/Article">
            <meta itemprop="inLanguage" content=article.lang.0.tag()/>
            <meta itemprop="dateModified" content=article.updated_at.to_rfc3339()/>
            <header class="stack" data-gap="s">
                <OutageLine overview/>
                <h1 class="ds-heading" data-size="lg" lang=written_in itemprop="headline">{title.clone()}</h1>
                {notices(cx, &article)}
                {known_error}
                <p class="meta cluster">{t!(lang, "article-updated", date = updated)}<AudienceTag audience=article.audience/>{edit}</p>
                {language_links(cx, &article, &langs)}
            </header>
            {fold}
            {match step {
                Some(step) => step,
                None => view! { <div class="prose" lang=written_in itemprop="articleBody" inner_html=article.html></div> }.into_any(),
            }}
            {guide}
        </article>
        {(!is_stepwise || rating != RatingStep::NotRated).then(|| view! {
            <Rating action=format!("/articles/{}/rating", article.slug) step=rating form/>
        })}
        {(!related.is_empty()).then(|| view! {
            <section aria-labelledby="related">
                <h2 class="ds-heading" data-size="sm" id="related">{t!(lang, "article-related")}</h2>
                <ul class="ds-list related" lang=written_in>{related}</ul>
            </section>
        })}
        <p class="ds-paragraph ask-instead">{t!(lang, "article-help")}" "<a class="ds-link" href="/tickets/new">{t!(lang, "home-write")}</a></p>
    };
    let body = match toc {
        Some(toc) => view! {
            <Breadcrumbs ancestors current=title.clone()/>
            <div class="sidebar">
                <div class="stack" data-gap="l">{text}</div>
                {toc}
            </div>
        }
        .into_any(),
        None => view! {
            <Breadcrumbs ancestors current=title.clone()/>
            <div class="stack" data-gap="l">{text}</div>
        }
        .into_any(),
    };
    let page = Page::new(title, body).with_meta(meta);
    Ok(match rating.thanks(lang) {
        Some(thanks) => page.outcome(thanks),
        None => page,
    })
}

/// What programs read: the article in its languages.
fn meta(cx: &RequestContext, article: &Article, langs: &[Lang]) -> PageMeta {
    let address = format!("{}/articles/{}", cx.backend.settings.public_url, article.slug);
    let offered = cx.branding.languages();
    let in_language = |lang: &Lang| (lang.tag().to_owned(), format!("{address}?lang={lang}"));
    let alternates = langs.iter().filter(|lang| offered.contains(lang)).map(in_language);
    PageMeta {
        description: (!article.summary.is_empty()).then(|| article.summary.clone()),
        canonical: Some(format!("{address}?lang={}", article.lang.0)),
        alternates: alternates.chain([("x-default".to_owned(), address.clone())]).collect(),
        feed: None,
    }
}

/// Notices: the text is in another language than the page, machine-translated, or behind another language.
fn notices(cx: &RequestContext, article: &Article) -> AnyView {
    let lang = cx.lang;
    let other = (article.lang.0 != lang).then(|| {
        let language = text_for(lang, "search-in-", article.lang.0.tag());
        view! { <p class="ds-alert" data-color="info">{t!(lang, "article-other-lang", language = language)}</p> }
    });
    let machine = article
        .machine_translated
        .then(|| view! { <p class="ds-alert" data-color="warning">{t!(lang, "article-machine")}</p> });
    let outdated = article.outdated().filter(|outdated| *outdated == Outdated::Large);
    let followed = article.follows_lang.as_deref().and_then(|tag| tag.parse::<Lang>().ok());
    let outdated = outdated.and(followed).map(|followed| {
        let language = text_for(lang, "search-in-", followed.tag());
        let href = format!("/articles/{}?lang={followed}", article.slug);
        view! {
            <p class="ds-alert" data-color="warning">
                {t!(lang, "article-outdated", language = language)}" "
                <a class="ds-link" href=href lang=followed.tag() hreflang=followed.tag()>{followed.endonym()}</a>
            </p>
        }
    });
    view! { {other}{machine}{outdated} }.into_any()
}

/// Links to the article in its other languages; they switch the language of the page.
fn language_links(cx: &RequestContext, article: &Article, langs: &[Lang]) -> Option<AnyView> {
    let lang = cx.lang;
    let links: Vec<_> = langs
        .iter()
        .filter(|other| **other != article.lang.0)
        .map(|other| {
            let href = format!("/articles/{}?lang={other}", article.slug);
            view! { <li><a class="ds-link" href=href lang=other.tag() hreflang=other.tag()>{other.endonym()}</a></li> }
        })
        .collect();
    (!links.is_empty()).then(|| {
        view! {
            <nav class="article-languages cluster" aria-label=t!(lang, "article-languages")>
                <span class="meta">{t!(lang, "article-languages")}":"</span>
                <ul class="cluster">{links}</ul>
            </nav>
        }
        .into_any()
    })
}

/// The table of contents: the two upper levels of headings, if there are enough.
fn toc(cx: &RequestContext, headings: &[TocEntry], written_in: Option<&'static str>) -> Option<AnyView> {
    let items = toc_items(headings)?;
    let nav = view! {
        <nav class="toc" aria-labelledby="toc-title">
            <h2 class="aside-title" id="toc-title">{t!(cx.lang, "article-toc")}</h2>
            <ul lang=written_in>{items}</ul>
        </nav>
    };
    Some(nav.into_any())
}

/// Links to the two upper levels of headings, if there are enough.
fn toc_items(headings: &[TocEntry]) -> Option<AnyView> {
    if headings.len() < MIN_TOC_HEADINGS {
        return None;
    }
    let link = |heading: &TocEntry| {
        view! { <a href=format!("#{}", heading.id)>{heading.text.clone()}</a> }
    };
    // each top-level heading with its sub-headings
    let upper = headings.iter().map(|heading| heading.level).min().unwrap_or(2);
    let mut groups: Vec<(&TocEntry, Vec<&TocEntry>)> = Vec::new();
    for heading in headings.iter().filter(|heading| heading.level <= upper + 1) {
        match groups.last_mut() {
            Some((_, below)) if heading.level > upper => below.push(heading),
            _ => groups.push((heading, Vec::new())),
        }
    }
    let items: Vec<_> = groups
        .into_iter()
        .map(|(heading, below)| {
            let below: Vec<_> = below.into_iter().map(|heading| view! { <li>{link(heading)}</li> }).collect();
            view! { <li>{link(heading)}{(!below.is_empty()).then(|| view! { <ul>{below}</ul> })}</li> }
        })
        .collect();
    Some(items.into_any())
}
