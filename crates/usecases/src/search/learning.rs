//! Learning from searches: whether they led anywhere, by the trail of what somebody searched, opened and filed within half an hour. What
//! happens is remembered in memory and written together, so that no reader waits for it. Whose a trail was is forgotten with it.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{
    Actor, Lang,
    articles::without_personal_data,
    permission::{Permission, may},
    personal_number,
    search_outcome::SearchOutcome,
};
pub use fyr_store::searches::{RephrasedSearch, SearchGroup, Unanswered};
use fyr_store::{
    Db,
    searches::{self, NewSearch, OutcomeCount},
};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use uuid::Uuid;

use super::current_vocabulary;
use crate::{
    Backend, Error,
    jobs::{Job, JobError, JobKey, JobRun, Queue},
    require::require,
};

/// How long after the last thing of a trail something still belongs to it.
const TRAIL: TimeDelta = TimeDelta::minutes(30);
/// How long searches are kept.
const KEPT: TimeDelta = TimeDelta::days(400);
/// The fewest people of a group that is shown.
const LEAST_PEOPLE: i64 = 5;
/// The most groups of a list.
const MAX_GROUPS: i64 = 50;
/// How long what happens waits in memory, to be written together.
const WRITE_AFTER: std::time::Duration = std::time::Duration::from_secs(2);
/// The most that waits. Above it, figures are of a part.
const MAX_WAITING: usize = 1_000;

/// Something that belongs to a trail.
#[derive(Clone, Debug)]
struct TrailEvent {
    visitor: String,
    at: DateTime<Utc>,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    Searched { lang: Lang, text: String, word_key: String, hits: u64 },
    Opened { article: Uuid },
    Filed,
    Confirmed,
}

/// What waits to be written.
#[derive(Debug, Default)]
pub(crate) struct WaitingEvents(Mutex<Vec<TrailEvent>>);

/// Remembers that something was searched. What those search who write articles is left out: they try things.
pub async fn record_search(
    backend: &Backend,
    actor: &Actor,
    visitor: &str,
    lang: Lang,
    text: &str,
    hits: u64,
) {
    if may(actor, Permission::WriteArticles) || personal_number::contains(text) {
        return;
    }
    let name = actor.user.as_ref().map(|user| user.name.clone()).unwrap_or_default();
    let text = without_personal_data(text.trim(), &[&name]);
    let word_key = fyr_search::word_key(&text, lang, &*current_vocabulary(backend).await);
    if !word_key.is_empty() {
        remember(backend, visitor, What::Searched { lang, text, word_key, hits });
    }
}

/// Remembers that an article was opened.
pub fn record_opened(backend: &Backend, visitor: &str, article: Uuid) {
    remember(backend, visitor, What::Opened { article });
}

/// Remembers that a ticket was filed.
pub fn record_filed(backend: &Backend, visitor: &str) {
    remember(backend, visitor, What::Filed);
}

/// Remembers that somebody said that an article solved it.
pub fn record_confirmed(backend: &Backend, visitor: &str) {
    remember(backend, visitor, What::Confirmed);
}

fn remember(backend: &Backend, visitor: &str, what: What) {
    let event = TrailEvent { visitor: visitor.to_owned(), at: backend.clock.now(), what };
    let mut waiting = backend.search_events.0.lock().unwrap_or_else(PoisonError::into_inner);
    if waiting.len() >= MAX_WAITING {
        return;
    }
    waiting.push(event);
    if waiting.len() == 1 {
        let backend = backend.clone();
        tokio::spawn(async move {
            tokio::time::sleep(WRITE_AFTER).await;
            if let Err(error) = write_waiting(&backend).await {
                tracing::debug!(%error, "what was searched is not counted");
            }
        });
    }
}

/// Writes what waits.
///
/// # Errors
/// [`Error::Unavailable`]: it is not counted then.
pub async fn write_waiting(backend: &Backend) -> Result<(), Error> {
    let events = std::mem::take(&mut *backend.search_events.0.lock().unwrap_or_else(PoisonError::into_inner));
    let key = backend.keys()?.links.current().copied().unwrap_or_default();
    let mut hashed = Vec::with_capacity(events.len());
    for event in events {
        hashed.push(TrailEvent { visitor: hash(&key, &event.visitor)?, ..event });
    }
    // most readers have searched nothing: those are not written about
    let mut has_trail: HashMap<String, bool> = HashMap::new();
    for event in hashed.iter().filter(|event| matches!(event.what, What::Searched { .. })) {
        has_trail.insert(event.visitor.clone(), true);
    }
    {
        let mut db = backend.store.read().await?;
        for event in &hashed {
            if !has_trail.contains_key(&event.visitor) {
                let trail = searches::find_trail(&mut db, &event.visitor, event.at - TRAIL).await?;
                has_trail.insert(event.visitor.clone(), trail.is_some());
            }
        }
    }
    hashed.retain(|event| has_trail.get(&event.visitor) == Some(&true));
    if hashed.is_empty() {
        return Ok(());
    }
    let mut tx = backend.begin().await?;
    for event in hashed {
        write(backend, &mut tx, event).await?;
    }
    tx.commit().await
}

/// A keyed hash, so that the database has no key of a person or browser.
fn hash(key: &[u8; 32], visitor: &str) -> Result<String, Error> {
    let mut mac =
        <Hmac<Sha256> as Mac>::new_from_slice(key).map_err(|error| Error::Internal(Box::new(error)))?;
    mac.update(b"search-trail:");
    mac.update(visitor.as_bytes());
    Ok(mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect())
}

async fn write(backend: &Backend, db: &mut Db, event: TrailEvent) -> Result<(), Error> {
    let TrailEvent { visitor, at, what } = event;
    let known = searches::find_trail(db, &visitor, at - TRAIL).await?;
    let open = match known {
        Some(trail) => searches::find_open(db, trail).await?,
        None => None,
    };
    let trail_id = known.unwrap_or_else(|| backend.clock.id());
    match (what, open) {
        // the same again, such as another page of it
        (What::Searched { word_key, .. }, Some(open)) if open.word_key == word_key => {}
        (What::Searched { lang, text, word_key, hits }, open) => {
            if let Some(open) = open {
                searches::set_outcome(db, open.id, SearchOutcome::Rephrased).await?;
            }
            let hits = i64::try_from(hits).unwrap_or(i64::MAX);
            let id = backend.clock.id();
            searches::insert(db, &NewSearch { id, trail_id, lang, text, word_key, hits, at }).await?;
        }
        (What::Opened { article }, Some(open)) => searches::set_opened(db, open.id, article).await?,
        (What::Filed, Some(open)) => searches::set_outcome(db, open.id, SearchOutcome::Filed).await?,
        (What::Confirmed, Some(open)) => searches::set_outcome(db, open.id, SearchOutcome::Answered).await?,
        (What::Opened { .. } | What::Filed | What::Confirmed, None) => {}
    }
    Ok(searches::put_trail(db, trail_id, &visitor, at).await?)
}

/// Recurring: decides what became of searches, and forgets whose they were.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct SettleSearches {}

impl Job for SettleSearches {
    const NAME: &'static str = "search.settle";
    const QUEUE: Queue = Queue::Schedules;

    fn key(&self) -> Option<JobKey> {
        Some(JobKey::of(Self::NAME))
    }

    async fn run(&self, run: &JobRun<'_>) -> Result<(), JobError> {
        Ok(settle(run.backend).await?)
    }
}

/// Decides what became of searches that nothing followed for half an hour, forgets whose they were, and deletes old ones.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn settle(backend: &Backend) -> Result<(), Error> {
    let now = backend.clock.now();
    let mut tx = backend.begin().await?;
    searches::settle(&mut tx, now - TRAIL).await?;
    searches::delete_before(&mut tx, now - KEPT).await?;
    tx.commit().await
}

/// How well searches are answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchFigures {
    /// The number of searches by outcome.
    pub outcomes: Vec<OutcomeCount>,
    /// What led nowhere, each in groups of at least five people.
    pub unanswered: Vec<(Unanswered, Vec<SearchGroup>)>,
}

impl SearchFigures {
    /// The number of searches with an outcome.
    pub fn count(&self, outcome: SearchOutcome) -> i64 {
        self.outcomes.iter().find(|count| count.outcome == outcome).map_or(0, |count| count.searches)
    }

    /// The number of searches that ended: all but those that were rephrased.
    pub fn ended(&self) -> i64 {
        let all = [SearchOutcome::Answered, SearchOutcome::Abandoned, SearchOutcome::Filed];
        all.into_iter().map(|outcome| self.count(outcome)).sum()
    }
}

/// Finds how well the searches of the last days were answered.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for who does not write articles.
pub async fn find_figures(backend: &Backend, actor: &Actor, days: i64) -> Result<SearchFigures, Error> {
    require(actor, Permission::WriteArticles)?;
    let since = backend.clock.now() - TimeDelta::days(days);
    let mut db = backend.store.read().await?;
    let mut unanswered = Vec::new();
    for kind in Unanswered::ALL {
        let groups = searches::list_unanswered(&mut db, kind, since, LEAST_PEOPLE, MAX_GROUPS).await?;
        unanswered.push((kind, groups));
    }
    Ok(SearchFigures { outcomes: searches::count_outcomes(&mut db, since).await?, unanswered })
}

/// Lists what people searched in vain and then found by other words: those words may be synonyms.
///
/// # Errors
/// As [`find_figures`].
pub async fn list_rephrased(
    backend: &Backend,
    actor: &Actor,
    lang: Lang,
) -> Result<Vec<RephrasedSearch>, Error> {
    require(actor, Permission::WriteArticles)?;
    let since = backend.clock.now() - TimeDelta::days(90);
    let mut db = backend.store.read().await?;
    Ok(searches::list_rephrased(&mut db, lang, since, LEAST_PEOPLE, MAX_GROUPS).await?)
}

/// What searches tell of an article in the last 90 days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleSearches {
    /// What was searched before it was opened, in groups of at least five people.
    pub leading: Vec<SearchGroup>,
    /// How many searches ended in a ticket although it was opened.
    pub filed_after: i64,
}

/// Finds what searches tell of an article.
pub(crate) async fn find_for_article(
    db: &mut Db,
    article: Uuid,
    now: DateTime<Utc>,
) -> Result<ArticleSearches, Error> {
    let since = now - TimeDelta::days(90);
    Ok(ArticleSearches {
        leading: searches::list_leading_to(db, article, since, LEAST_PEOPLE, 10).await?,
        filed_after: searches::count_filed_after(db, article, since).await?,
    })
}
