//! Reading articles and categories.

use std::sync::Arc;

use chrono::TimeDelta;
use fyr_domain::{
    Actor, Lang,
    articles::{ArticleKind, Readable},
};
use fyr_store::{
    article_lists::{self, ArticleAddress, RecentArticle},
    articles,
    articles::{Article, ArticleSummary},
};

use crate::{
    Backend, Error,
    classification::{self, Classification, ClassificationItem},
    search::find_similar,
};

/// The number of articles on a page of a category.
pub const PER_PAGE: i64 = 25;
/// The number of articles under each category in [`list_category_pages`].
const SHOWN_PER_CATEGORY: i64 = 5;
/// The most related articles of an article page.
const RELATED: usize = 4;

/// How long a known error that was fixed is listed.
const FIXED_SHOWN: TimeDelta = TimeDelta::days(7);
/// The most articles of one kind that are listed.
const MAX_OF_KIND: i64 = 500;

/// An article with what its page shows besides.
#[derive(Clone, Debug)]
pub struct ArticlePage {
    /// The article in the wanted language, or else in the nearest language it exists in.
    pub article: Article,
    /// All languages it exists in.
    pub langs: Vec<Lang>,
    /// Other articles in its language: those that are similar to it, then others of its category.
    pub related: Vec<ArticleSummary>,
    /// For the title of its category.
    pub classification: Arc<Classification>,
}

/// Finds an article that the actor may read by its slug, in a language or else the nearest it exists in, with all languages it exists in.
///
/// # Errors
/// [`Error::NotFound`] where there is none with this slug, it is not published, or it is not for the actor.
pub async fn find_article(
    backend: &Backend,
    actor: &Actor,
    slug: &str,
    lang: Lang,
) -> Result<(Article, Vec<Lang>), Error> {
    validate_slug(slug)?;
    let mut db = backend.store.read().await?;
    let article =
        articles::find_by_slug(&mut db, slug, lang, &Readable::by(actor)).await?.ok_or(Error::NotFound)?;
    let langs = articles::list_languages(&mut db, article.id).await?;
    Ok((article, langs))
}

/// Finds an article that the actor may read by its slug, with what its page shows besides.
///
/// # Errors
/// As [`find_article`].
pub async fn find_page(
    backend: &Backend,
    actor: &Actor,
    slug: &str,
    lang: Lang,
) -> Result<ArticlePage, Error> {
    let (article, langs) = find_article(backend, actor, slug, lang).await?;
    let classification = classification::get(backend).await?;
    // without a connection: the search engine may be another server
    let related = list_related(backend, &article, &Readable::by(actor)).await?;
    Ok(ArticlePage { article, langs, related, classification })
}

/// A page of all published articles in one language.
#[derive(Clone, Debug)]
pub struct ArticleList {
    /// The articles of the page, by slug.
    pub articles: Vec<RecentArticle>,
    /// The number of articles on all pages.
    pub total: i64,
}

/// Lists articles that the actor may read in one language by slug, of a category where one is given; `page` counts from 1.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list_published(
    backend: &Backend,
    actor: &Actor,
    lang: Lang,
    category: Option<&str>,
    page: i64,
    per_page: i64,
) -> Result<ArticleList, Error> {
    let readable = Readable::by(actor);
    let mut db = backend.store.read().await?;
    let total = article_lists::count_published(&mut db, lang, category, &readable).await?;
    let offset = (page.max(1) - 1).saturating_mul(per_page);
    let articles =
        article_lists::list_published(&mut db, lang, category, &readable, per_page, offset).await?;
    Ok(ArticleList { articles, total })
}

/// The addresses of all translations of up to `limit` articles that everyone may read, after the one with the slug `after`, by slug and language.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list_addresses(
    backend: &Backend,
    after: &str,
    limit: i64,
) -> Result<Vec<ArticleAddress>, Error> {
    let mut db = backend.store.read().await?;
    Ok(article_lists::list_addresses(&mut db, after, limit).await?)
}

/// Lists articles of one kind that the actor may read by title: in a language, or else the nearest one that has any. A known error is listed
/// until a week after it was fixed.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list_by_kind(
    backend: &Backend,
    actor: &Actor,
    kind: ArticleKind,
    lang: Lang,
) -> Result<Vec<ArticleSummary>, Error> {
    let readable = Readable::by(actor);
    let since = backend.clock.now() - FIXED_SHOWN;
    let mut db = backend.store.read().await?;
    for lang in lang.fallback_order() {
        let found = article_lists::list_by_kind(&mut db, kind, lang, &readable, since, MAX_OF_KIND).await?;
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Ok(Vec::new())
}

/// The path of the article to which the address of an archived one leads; `None` where it leads nowhere, or to what the actor may not read.
///
/// # Errors
/// [`Error::NotFound`] where the slug cannot be one.
pub async fn find_redirect(backend: &Backend, actor: &Actor, slug: &str) -> Result<Option<String>, Error> {
    validate_slug(slug)?;
    let mut db = backend.store.read().await?;
    Ok(articles::find_redirect(&mut db, slug, &Readable::by(actor))
        .await?
        .map(|slug| format!("/articles/{slug}")))
}

/// The articles that are similar to this one; where there are too few, others of its category.
async fn list_related(
    backend: &Backend,
    article: &Article,
    readable: &Readable,
) -> Result<Vec<ArticleSummary>, Error> {
    let mut related = find_similar(backend, article, readable, RELATED).await?;
    if related.len() < RELATED {
        let mut db = backend.store.read().await?;
        let limit = i64::try_from(RELATED * 2).unwrap_or(i64::MAX);
        let same_category =
            articles::list_related(&mut db, article.id, article.lang.0, readable, limit).await?;
        let known: Vec<_> = related.iter().map(|other| other.id).collect();
        related.extend(same_category.into_iter().filter(|other| !known.contains(&other.id)));
        related.truncate(RELATED);
    }
    Ok(related)
}

/// Checks that a text can be a slug, which is ASCII letters, digits and hyphens: PostgreSQL rejects a NUL in a parameter.
pub(super) fn validate_slug(text: &str) -> Result<(), Error> {
    let valid = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if valid { Ok(()) } else { Err(Error::NotFound) }
}

/// A page of a category's articles.
#[derive(Clone, Debug)]
pub struct CategoryPage {
    /// The category with its title.
    pub category: ClassificationItem,
    /// Its articles, by title.
    pub articles: Vec<ArticleSummary>,
    /// The number of articles on all pages.
    pub total: i64,
    /// Their language: the nearest one to the requested language in which the category has articles.
    pub lang: Lang,
}

/// Finds a page of a category's articles that the actor may read, ordered by title; `page` counts from 1, with [`PER_PAGE`] articles each.
///
/// # Errors
/// [`Error::NotFound`] where there is no such category, or no such page of it.
pub async fn find_category_page(
    backend: &Backend,
    actor: &Actor,
    slug: &str,
    lang: Lang,
    page: i64,
) -> Result<CategoryPage, Error> {
    let readable = Readable::by(actor);
    let classification = classification::get(backend).await?;
    let category = classification.category(slug).ok_or(Error::NotFound)?.clone();
    let lang = classification.category_lang(slug, lang, &readable);
    let total = classification.article_count(slug, lang, &readable);
    if page > 1 && (page - 1).saturating_mul(PER_PAGE) >= total {
        return Err(Error::NotFound);
    }
    let mut db = backend.store.read().await?;
    let articles =
        articles::list_by_category(&mut db, slug, lang, &readable, PER_PAGE, (page.max(1) - 1) * PER_PAGE)
            .await?;
    Ok(CategoryPage { category, articles, total, lang })
}

/// Lists all categories that have articles which the actor may read, each with its first few.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list_category_pages(
    backend: &Backend,
    actor: &Actor,
    lang: Lang,
) -> Result<Vec<CategoryPage>, Error> {
    let readable = Readable::by(actor);
    let classification = classification::get(backend).await?;
    let mut pages: Vec<CategoryPage> = classification
        .categories
        .iter()
        .map(|category| {
            let lang = classification.category_lang(&category.slug, lang, &readable);
            let total = classification.article_count(&category.slug, lang, &readable);
            CategoryPage { category: category.clone(), articles: Vec::new(), total, lang }
        })
        .filter(|page| page.total > 0)
        .collect();
    let langs: Vec<Lang> =
        Lang::ALL.into_iter().filter(|lang| pages.iter().any(|page| page.lang == *lang)).collect();
    let mut db = backend.store.read().await?;
    for article in articles::list_first_per_category(&mut db, &langs, &readable, SHOWN_PER_CATEGORY).await? {
        let page = pages
            .iter_mut()
            .find(|page| page.category.slug == article.category && page.lang == article.lang.0);
        if let Some(page) = page {
            page.articles.push(article);
        }
    }
    Ok(pages)
}
