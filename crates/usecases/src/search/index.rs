//! Filling the index from the database.

use std::collections::BTreeSet;

use fyr_search::Document;
use fyr_store::{Db, articles, articles::Indexed, outbox::Job};
use uuid::Uuid;

use crate::{Error, Services, outbox::IndexArticle};

/// How many texts are read at once.
const PAGE: i64 = 500;

impl From<fyr_search::Error> for Error {
    fn from(error: fyr_search::Error) -> Self {
        Self::Internal(Box::new(error))
    }
}

fn document(text: Indexed) -> Document {
    Document {
        id: text.id,
        article_id: text.article_id,
        lang: text.lang.0,
        category: text.category,
        title: text.title,
        summary: text.summary,
        keywords: text.keywords.0,
        body: text.plain,
        popularity: u32::try_from(text.helpful_yes.max(0)).unwrap_or(u32::MAX),
    }
}

async fn published(db: &mut Db, article: Option<Uuid>) -> Result<Vec<Document>, Error> {
    let (mut docs, mut after) = (Vec::new(), Uuid::nil());
    loop {
        let page = articles::for_index(db, article, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(docs) };
        after = last.id;
        docs.extend(page.into_iter().map(document));
    }
}

/// Fills the index from the database; gives the number of texts.
///
/// # Errors
/// [`Error::Unavailable`] where the database is away, [`Error::Internal`] where the search engine is.
pub async fn rebuild(ctx: &Services) -> Result<u64, Error> {
    let docs = {
        let mut db = ctx.store.read().await?;
        published(&mut db, None).await?
    };
    let count = u64::try_from(docs.len()).unwrap_or(0);
    ctx.search.rebuild(docs).await?;
    Ok(count)
}

/// Fills the index where it does not hold as many texts as the database, or is known to be incomplete; gives the number of
/// texts if it did. Not to run at the same time as [`crate::outbox::run`], which would be overtaken.
///
/// # Errors
/// As [`rebuild`].
pub async fn catch_up(ctx: &Services) -> Result<Option<u64>, Error> {
    let wanted = {
        let mut db = ctx.store.read().await?;
        articles::count_published(&mut db).await?
    };
    let complete = !ctx.search.needs_rebuild()
        && i64::try_from(ctx.search.count().await?).is_ok_and(|held| held == wanted);
    if complete { Ok(None) } else { rebuild(ctx).await.map(Some) }
}

/// Renews the index entries of the articles that jobs name.
pub(crate) async fn index(ctx: &Services, jobs: &[Job]) -> Result<(), Error> {
    let named =
        jobs.iter().filter_map(|job| serde_json::from_value::<IndexArticle>(job.payload.0.clone()).ok());
    let wanted: BTreeSet<Uuid> = named.map(|job| job.article).collect();
    let (mut put, mut gone) = (Vec::new(), Vec::new());
    {
        let mut db = ctx.store.read().await?;
        for article in wanted {
            let docs = published(&mut db, Some(article)).await?;
            let all = articles::translation_ids(&mut db, article).await?;
            gone.extend(all.into_iter().filter(|id| docs.iter().all(|doc| doc.id != *id)));
            put.extend(docs);
        }
    }
    if !put.is_empty() {
        ctx.search.put(put).await?;
    }
    if !gone.is_empty() {
        ctx.search.remove(gone).await?;
    }
    Ok(())
}
