//! The synonyms and stop words of the portal: those that are built in, and those that editors add. Every search has the current ones;
//! an engine that keeps synonyms with its index gets them by a job.

use std::sync::{Arc, PoisonError, RwLock};

use fyr_domain::search_words::SearchWords;
use fyr_search::Vocabulary;
use serde::{Deserialize, Serialize};

use crate::{
    Backend, Error,
    jobs::{Job, JobError, JobRun, Queue},
    settings,
};

/// The vocabulary that was made last, with the words that it was made of.
#[derive(Debug, Default)]
pub(crate) struct VocabularyCache(RwLock<Option<(Arc<SearchWords>, Arc<Vocabulary>)>>);

/// The current vocabulary; where the database is away, that of before.
pub(crate) async fn current_vocabulary(backend: &Backend) -> Arc<Vocabulary> {
    let words = settings::current::<SearchWords>(backend).await;
    let cached = backend.vocabulary.0.read().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some((_, vocabulary)) = cached.filter(|(known, _)| *known == words) {
        return vocabulary;
    }
    let vocabulary = Arc::new(Vocabulary::new(|lang| words.of(lang)));
    *backend.vocabulary.0.write().unwrap_or_else(PoisonError::into_inner) = Some((words, vocabulary.clone()));
    vocabulary
}

/// Gives the engine the current vocabulary.
pub(crate) async fn set_vocabulary(backend: &Backend) -> Result<(), Error> {
    let vocabulary = current_vocabulary(backend).await;
    Ok(backend.search.set_vocabulary(vocabulary).await?)
}

/// The job that gives the engine the vocabulary after it was changed.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct SetVocabulary {}

impl Job for SetVocabulary {
    const NAME: &'static str = "search.set_vocabulary";
    const QUEUE: Queue = Queue::Index;

    async fn run(&self, run: &JobRun<'_>) -> Result<(), JobError> {
        Ok(set_vocabulary(run.backend).await?)
    }
}
