//! The classification of articles (categories) and tickets (topics), with article counts and popular articles. Nearly every
//! page shows some of it, so it is cached in memory by revision.

use std::{
    collections::HashMap,
    sync::{Arc, RwLock},
    time::Duration,
};

use fyr_domain::{
    Lang, Localised,
    articles::{Audience, Readable},
};
use fyr_store::{
    TitledItem,
    article_lists::{self, RecentArticle},
    articles::{self, ArticleSummary},
    categories,
    settings::Revision,
    topics,
};
use uuid::Uuid;

use crate::{Backend, Error, revisions};

/// How long to wait for the database to confirm the cached revision, before the cached data are used.
const REVISION_TIMEOUT: Duration = Duration::from_millis(500);
/// The number of popular articles on the start page.
const MAX_POPULAR: i64 = 6;
/// The number of articles in the feed of those that were changed last.
const MAX_RECENT: i64 = 30;

/// A category of articles, a topic of tickets, or a component of the status page.
#[derive(Clone, Debug)]
pub struct ClassificationItem {
    /// The id of its row.
    pub id: Uuid,
    /// Its name in paths and form fields.
    pub slug: String,
    /// The name that people see.
    pub title: Localised,
    /// A sentence about it; may be empty.
    pub description: Localised,
}

impl From<TitledItem> for ClassificationItem {
    fn from(item: TitledItem) -> Self {
        Self { id: item.id, slug: item.slug, title: item.titles.0, description: item.descriptions.0 }
    }
}

/// The classification at one revision.
#[derive(Debug, Default)]
pub struct Classification {
    /// The categories of articles, in their order.
    pub categories: Vec<ClassificationItem>,
    /// The topics of tickets, in their order.
    pub topics: Vec<ClassificationItem>,
    article_counts: HashMap<(String, Lang), Vec<(Audience, i64)>>,
    popular_articles: HashMap<Lang, Vec<ArticleSummary>>,
    recent_articles: HashMap<Lang, Vec<RecentArticle>>,
}

impl Classification {
    /// The number of articles of a category in a language that a reader may read.
    pub fn article_count(&self, category: &str, lang: Lang, readable: &Readable) -> i64 {
        let counts = self.article_counts.get(&(category.to_owned(), lang)).map_or(&[][..], Vec::as_slice);
        counts.iter().filter(|(audience, _)| readable.includes(*audience)).map(|(_, count)| count).sum()
    }

    /// The language in which to show a category: `lang`, or else the nearest one in which it has articles for the reader.
    pub fn category_lang(&self, category: &str, lang: Lang, readable: &Readable) -> Lang {
        let has_articles = |lang: &Lang| self.article_count(category, *lang, readable) > 0;
        lang.fallback_order().into_iter().find(has_articles).unwrap_or(lang)
    }

    /// The articles that most readers found helpful, of those that this one may read; in `lang` or else the nearest language that has any.
    pub fn popular_articles(&self, lang: Lang, readable: &Readable) -> Vec<ArticleSummary> {
        let is_readable = |article: &ArticleSummary| readable.includes(article.audience);
        first_with_any(&self.popular_articles, lang, MAX_POPULAR, is_readable)
    }

    /// The articles that were changed last, of those that the reader may read; in `lang` or else the nearest language that has any.
    pub fn recent_articles(&self, lang: Lang, readable: &Readable) -> Vec<RecentArticle> {
        let is_readable = |recent: &RecentArticle| readable.includes(recent.article.audience);
        first_with_any(&self.recent_articles, lang, MAX_RECENT, is_readable)
    }

    /// The title of a topic; its slug if the topic does not exist any more.
    pub fn topic_title<'a>(&'a self, slug: &'a str, lang: Lang) -> &'a str {
        self.topics.iter().find(|topic| topic.slug == slug).map_or(slug, |topic| topic.title.text(lang))
    }

    /// Finds a category by its slug.
    pub fn category(&self, slug: &str) -> Option<&ClassificationItem> {
        self.categories.iter().find(|category| category.slug == slug)
    }
}

/// The first `limit` entries that pass, in the nearest language that has any.
fn first_with_any<T: Clone>(
    by_lang: &HashMap<Lang, Vec<T>>,
    lang: Lang,
    limit: i64,
    passes: impl Fn(&T) -> bool,
) -> Vec<T> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let in_language = |lang| -> Vec<T> {
        let entries = by_lang.get(&lang).map_or(&[][..], Vec::as_slice);
        entries.iter().filter(|entry| passes(entry)).take(limit).cloned().collect()
    };
    lang.fallback_order().into_iter().map(in_language).find(|list| !list.is_empty()).unwrap_or_default()
}

/// The classification that was read last, with its revision.
#[derive(Debug, Default)]
pub(crate) struct ClassificationCache(RwLock<Option<(i64, Arc<Classification>)>>);

/// Returns the current classification, from the cache if its revision is still current.
///
/// # Errors
/// [`Error::Unavailable`] where the database is unavailable and nothing is cached.
pub async fn get(backend: &Backend) -> Result<Arc<Classification>, Error> {
    let cached = backend.classification.0.read().ok().and_then(|cached| cached.clone());
    let Some((revision, classification)) = cached else {
        return read(backend, None).await.map(Option::unwrap_or_default);
    };
    match tokio::time::timeout(REVISION_TIMEOUT, read(backend, Some(revision))).await {
        Ok(Ok(Some(fresh))) => Ok(fresh),
        Ok(Ok(None) | Err(Error::Unavailable(_))) | Err(_) => Ok(classification),
        Ok(Err(error)) => Err(error),
    }
}

/// Reads the classification and caches it; `None` where the database still has revision `cached`.
async fn read(backend: &Backend, cached: Option<i64>) -> Result<Option<Arc<Classification>>, Error> {
    let revision = revisions::current(backend, Revision::Classification).await?;
    if cached == Some(revision) {
        return Ok(None);
    }
    let mut db = backend.store.read().await?;
    let mut fresh = Classification {
        categories: categories::list(&mut db).await?.into_iter().map(ClassificationItem::from).collect(),
        topics: topics::list(&mut db).await?.into_iter().map(ClassificationItem::from).collect(),
        ..Classification::default()
    };
    for count in categories::count_articles(&mut db).await? {
        if let Ok(lang) = count.lang.parse() {
            let counts = fresh.article_counts.entry((count.slug, lang)).or_default();
            counts.push((count.audience, count.articles));
        }
    }
    for lang in Lang::ALL {
        fresh.popular_articles.insert(lang, articles::list_popular(&mut db, lang, MAX_POPULAR).await?);
        fresh.recent_articles.insert(lang, article_lists::list_recent(&mut db, lang, MAX_RECENT).await?);
    }
    let fresh = Arc::new(fresh);
    if let Ok(mut cache) = backend.classification.0.write() {
        *cache = Some((revision, fresh.clone()));
    }
    Ok(Some(fresh))
}
