//! Categories, topics and services, and what is popular: on nearly every page, so kept in memory until they change.

use std::{
    collections::HashMap,
    sync::{Arc, RwLock},
    time::Duration,
};

use fyr_domain::{Lang, Localised};
use fyr_store::{articles, articles::Listed, catalogue, settings, settings::Revision};
use uuid::Uuid;

use crate::{Error, Services};

/// How long the database may take to say whether what is in memory still holds.
const PATIENCE: Duration = Duration::from_millis(500);
/// How many popular articles the start page shows.
const POPULAR: i64 = 6;

/// A category, topic or service.
#[derive(Clone, Debug)]
pub struct Item {
    /// Which.
    pub id: Uuid,
    /// In addresses and forms.
    pub slug: String,
    /// What people read.
    pub title: Localised,
    /// A sentence more.
    pub description: Localised,
}

impl From<catalogue::Entry> for Item {
    fn from(entry: catalogue::Entry) -> Self {
        Self { id: entry.id, slug: entry.slug, title: entry.titles.0, description: entry.descriptions.0 }
    }
}

/// Everything at one moment.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// Of articles.
    pub categories: Vec<Item>,
    /// Of tickets.
    pub topics: Vec<Item>,
    counts: HashMap<(String, Lang), i64>,
    popular: HashMap<Lang, Vec<Listed>>,
}

impl Catalogue {
    /// How many articles a category has in a language.
    pub fn count(&self, category: &str, lang: Lang) -> i64 {
        self.counts.get(&(category.to_owned(), lang)).copied().unwrap_or(0)
    }

    /// The language of a category's articles for a reader of this one: another where it has none in this one.
    pub fn shelf_lang(&self, category: &str, lang: Lang) -> Lang {
        lang.nearest().into_iter().find(|lang| self.count(category, *lang) > 0).unwrap_or(lang)
    }

    /// The articles most readers found helpful; in another language where there are none in this one.
    pub fn popular(&self, lang: Lang) -> &[Listed] {
        let of = |lang| self.popular.get(&lang).map_or(&[][..], Vec::as_slice);
        lang.nearest().into_iter().map(of).find(|list| !list.is_empty()).unwrap_or_default()
    }

    /// A topic's title; the slug where the topic is gone.
    pub fn topic_title<'a>(&'a self, slug: &'a str, lang: Lang) -> &'a str {
        self.topics.iter().find(|topic| topic.slug == slug).map_or(slug, |topic| topic.title.text(lang))
    }

    /// A category by slug.
    pub fn category(&self, slug: &str) -> Option<&Item> {
        self.categories.iter().find(|category| category.slug == slug)
    }
}

/// What was read last, and at which revision.
#[derive(Debug, Default)]
pub(crate) struct Cache(RwLock<Option<(i64, Arc<Catalogue>)>>);

/// The catalogue as it is now. One small query says whether what is in memory still holds.
///
/// # Errors
/// [`Error::Unavailable`] where the database is away and nothing was read before.
pub async fn get(ctx: &Services) -> Result<Arc<Catalogue>, Error> {
    let kept = ctx.catalogue.0.read().ok().and_then(|kept| kept.clone());
    let Some((at, catalogue)) = kept else {
        return read(ctx, None).await.map(Option::unwrap_or_default);
    };
    match tokio::time::timeout(PATIENCE, read(ctx, Some(at))).await {
        Ok(Ok(Some(fresh))) => Ok(fresh),
        Ok(Ok(None) | Err(Error::Unavailable(_))) | Err(_) => Ok(catalogue),
        Ok(Err(error)) => Err(error),
    }
}

/// The catalogue as the database has it; `None` where that is still the revision in memory.
async fn read(ctx: &Services, at: Option<i64>) -> Result<Option<Arc<Catalogue>>, Error> {
    let mut db = ctx.store.read().await?;
    let revision = settings::revision(&mut db, Revision::Catalogue).await?;
    if at == Some(revision) {
        return Ok(None);
    }
    let mut fresh = Catalogue {
        categories: catalogue::categories(&mut db).await?.into_iter().map(Item::from).collect(),
        topics: catalogue::topics(&mut db).await?.into_iter().map(Item::from).collect(),
        ..Catalogue::default()
    };
    for count in catalogue::category_counts(&mut db).await? {
        if let Ok(lang) = count.lang.parse() {
            fresh.counts.insert((count.slug, lang), count.articles);
        }
    }
    for lang in Lang::ALL {
        fresh.popular.insert(lang, articles::popular(&mut db, lang, POPULAR).await?);
    }
    let fresh = Arc::new(fresh);
    if let Ok(mut kept) = ctx.catalogue.0.write() {
        *kept = Some((revision, fresh.clone()));
    }
    Ok(Some(fresh))
}
