//! The list of articles at the desk, with its filters.

use fyr_domain::{
    Lang,
    articles::ArticleKind,
    permission::{Permission, may},
};
use fyr_i18n::{t, text_for};
use fyr_usecases::{
    Error,
    articles::{self, DeskListEntry},
    classification::Classification,
    store::article_desk::{ArticleGroup, DeskFilter, DeskText},
};
use leptos::prelude::*;
use uuid::Uuid;

use super::{ARTICLES_PATH, AudienceTag, DraftTag, OutdatedTag, words_path};
use crate::{
    FormState, Page, RequestContext,
    components::{Breadcrumbs, Pagination, SelectField, Tag, Tone, lang_attribute},
    pages::articles::ErrorStateTag,
    pages::desk::filter::{parse_page, parse_text},
    query::list_title,
};

/// The query parameters of `/desk/articles`. Unknown and invalid values are ignored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleListParams {
    /// Which articles.
    pub filter: DeskFilter,
    /// The page, from 1.
    pub page: i64,
}

impl ArticleListParams {
    /// Parses the pairs of a query string.
    pub fn parse<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut params = Self { filter: DeskFilter::default(), page: 1 };
        for (name, value) in pairs {
            match name {
                "group" => {
                    let found = ArticleGroup::ALL.into_iter().find(|group| group.as_str() == value);
                    params.filter.group = found.unwrap_or_default();
                }
                "category" => params.filter.category = parse_text(value),
                "q" => params.filter.text = parse_text(value),
                "page" => params.page = parse_page(value),
                _ => {}
            }
        }
        params
    }
}

/// `/desk/articles?group=&category=&q=&page=`.
pub async fn list(cx: &RequestContext, mut params: ArticleListParams) -> Result<Page, Error> {
    let lang = cx.lang;
    let mut found = articles::list_for_desk(&cx.backend, &cx.actor, &params.filter, params.page).await?;
    if found.entries.is_empty() && found.total > 0 {
        // beyond the last page: show the last page
        params.page = (found.total + articles::PER_PAGE - 1) / articles::PER_PAGE;
        found = articles::list_for_desk(&cx.backend, &cx.actor, &params.filter, params.page).await?;
    }
    let count = t!(lang, "writing-count", count = found.total);
    let title = list_title(cx, &count, t!(lang, "writing-title"));
    let is_empty = found.entries.is_empty();
    let rows: Vec<_> = found.entries.into_iter().map(|entry| row(cx, &found.classification, entry)).collect();
    let ancestors = vec![("/desk".to_owned(), t!(lang, "nav-desk").to_owned())];
    let body = view! {
        <Breadcrumbs ancestors current=t!(lang, "writing-title")/>
        <div class="page-head">
            <h1 class="ds-heading" data-size="lg">
                {t!(lang, "writing-title")}" "<span class="desk-count">{count}</span>
            </h1>
            <p class="actions">
                <a class="ds-link" href=format!("{ARTICLES_PATH}/searches")>{t!(lang, "searches-title")}</a>
                {may(&cx.actor, Permission::PublishArticles).then(|| view! {
                    <a class="ds-link" href=words_path(lang)>{t!(lang, "search-words-title")}</a>
                })}
                <a class="ds-button" data-variant="primary" href=format!("{ARTICLES_PATH}/new")>{t!(lang, "writing-new")}</a>
            </p>
        </div>
        {groups(cx, &params)}
        {filters(cx, &found.classification, &params)}
        {is_empty.then(|| view! { <p class="empty">{t!(lang, "writing-none")}</p> })}
        {(!is_empty).then(|| view! { <ul class="rows">{rows}</ul> })}
        <Pagination page=params.page total=found.total per_page=articles::PER_PAGE/>
    };
    Ok(Page::new(title, body))
}

fn groups(cx: &RequestContext, params: &ArticleListParams) -> AnyView {
    let lang = cx.lang;
    let links: Vec<_> = ArticleGroup::ALL
        .into_iter()
        .map(|group| {
            let href = match group {
                ArticleGroup::Current => ARTICLES_PATH.to_owned(),
                _ => format!("{ARTICLES_PATH}?group={}", group.as_str()),
            };
            let current = (group == params.filter.group).then_some("page");
            view! { <li><a href=href aria-current=current>{text_for(lang, "writing-group-", group.as_str())}</a></li> }
        })
        .collect();
    view! { <nav aria-label=t!(lang, "writing-groups")><ul class="tabs">{links}</ul></nav> }.into_any()
}

fn filters(cx: &RequestContext, classification: &Classification, params: &ArticleListParams) -> AnyView {
    let lang = cx.lang;
    let form = FormState::new(Uuid::nil()).with("category", params.filter.category.as_deref().unwrap_or(""));
    let mut categories = vec![(String::new(), t!(lang, "writing-any-category").to_owned())];
    categories.extend(category_choices(cx, classification));
    let group = params.filter.group;
    view! {
        <form method="get" action=ARTICLES_PATH class="filters" role="search" aria-label=t!(lang, "desk-filter-label")>
            {(group != ArticleGroup::Current).then(|| view! { <input type="hidden" name="group" value=group.as_str()/> })}
            <div class="ds-field">
                <label class="ds-label" data-weight="medium" for="q">{t!(lang, "writing-search")}</label>
                <input class="ds-input" id="q" name="q" r#type="search" maxlength="100" value=params.filter.text.clone()/>
            </div>
            <SelectField form name="category" label=t!(lang, "writing-category") choices=categories optional=true/>
            <p class="actions">
                <button class="ds-button" data-variant="secondary" type="submit">{t!(lang, "show")}</button>
            </p>
        </form>
    }
    .into_any()
}

/// The choices of categories.
pub(super) fn category_choices(
    cx: &RequestContext,
    classification: &Classification,
) -> Vec<(String, String)> {
    let choice = |category: &fyr_usecases::classification::ClassificationItem| {
        (category.slug.clone(), category.title.text(cx.lang).to_owned())
    };
    classification.categories.iter().map(choice).collect()
}

fn row(cx: &RequestContext, classification: &Classification, entry: DeskListEntry) -> AnyView {
    let lang = cx.lang;
    let DeskListEntry { article, texts } = entry;
    let in_language = |lang| texts.iter().find(|text: &&DeskText| text.lang.0 == lang);
    let shown = lang.fallback_order().into_iter().find_map(in_language);
    let title = shown.map_or_else(|| article.slug.clone(), |text| text.title.clone());
    let written_in = shown.and_then(|text| lang_attribute(lang, text.lang.0));
    let category = classification.category(&article.category);
    let category = category.map_or_else(String::new, |category| category.title.text(lang).to_owned());
    let is_due = article.review_at.is_some_and(|at| at <= cx.now) && article.archived_at.is_none();
    view! {
        <li class="link-card">
            <h2 class="ds-heading" data-size="2xs" lang=written_in>
                <a href=format!("{ARTICLES_PATH}/{}", article.id)>{title}</a>
            </h2>
            <p class="cluster">
                <span class="meta">{category}</span>
                {(article.kind != ArticleKind::Article).then(|| view! { <span class="meta">{text_for(lang, "article-kind-", article.kind.as_str())}</span> })}
                {article.error_state().map(|state| view! { <ErrorStateTag state/> })}
                <AudienceTag audience=article.audience/>
                {(article.archived_at.is_some()).then(|| view! { <Tag tone=Tone::Neutral text=t!(lang, "writing-archived")/> })}
                {is_due.then(|| view! { <Tag tone=Tone::Warning text=t!(lang, "writing-due")/> })}
                {text_states(article.published, &texts, lang)}
            </p>
        </li>
    }
    .into_any()
}

/// The languages of an article, and how far each text has come.
fn text_states(published: bool, texts: &[DeskText], lang: Lang) -> Vec<AnyView> {
    let state = |language: Lang| {
        let own: Vec<_> = texts.iter().filter(|text| text.lang.0 == language).collect();
        let tags: Vec<_> = own
            .iter()
            .map(|text| match text.state.parse() {
                Ok(state) => view! { <DraftTag state/> }.into_any(),
                Err(_) if published => ().into_any(),
                Err(_) => view! { <Tag tone=Tone::Neutral text=t!(lang, "writing-unpublished")/> }.into_any(),
            })
            .collect();
        let outdated = own.iter().find_map(|text| text.outdated.as_deref()?.parse().ok());
        (!own.is_empty()).then(|| {
            view! {
                <span class="text-state">
                    <span lang=language.tag() title=language.endonym()>
                        {language.tag().to_uppercase()}<span class="visually-hidden">" "{language.endonym()}</span>
                    </span>
                    {tags}
                    <OutdatedTag outdated/>
                </span>
            }
            .into_any()
        })
    };
    Lang::ALL.into_iter().filter_map(state).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_query_shows_a_list() {
        let params = ArticleListParams::parse([
            ("group", "review"),
            ("category", "konto"),
            ("q", " byta "),
            ("page", "2"),
        ]);
        let filter = DeskFilter {
            group: ArticleGroup::InReview,
            category: Some("konto".to_owned()),
            text: Some("byta".to_owned()),
        };
        assert_eq!(params, ArticleListParams { filter, page: 2 });
        let nothing = ArticleListParams { filter: DeskFilter::default(), page: 1 };
        for (name, value) in
            [("group", "x"), ("category", ""), ("q", "\u{0}"), ("page", "-1"), ("other", "x")]
        {
            assert_eq!(ArticleListParams::parse([(name, value)]), nothing, "{name}={value:?}");
        }
    }
}
