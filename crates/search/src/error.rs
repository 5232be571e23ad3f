//! What can go wrong with a search engine, as seen by the callers of the port.

/// Anything that can lie behind an [`Error`].
pub(crate) type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why a search engine did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It is away, too slow or broken right now. The same call may work later: fall back, and try again.
    #[error("the search engine {engine} is unavailable: {reason}")]
    Unavailable {
        /// The engine's [name](crate::SearchEngine::name).
        engine: &'static str,
        /// What was being done.
        reason: String,
        /// What the engine or the network said.
        #[source]
        source: Option<Cause>,
    },
    /// It answered, and refused. The same call will be refused again.
    #[error("the search engine {engine} refused: {reason}")]
    Refused {
        /// The engine's [name](crate::SearchEngine::name).
        engine: &'static str,
        /// What the engine said.
        reason: String,
    },
    /// A setting cannot work, such as an address that is none.
    #[error("search.{setting} {reason}")]
    Configuration {
        /// The setting, below `search`.
        setting: &'static str,
        /// What is wrong with it, to be read after its name.
        reason: String,
    },
}

impl Error {
    /// Whether a later try may succeed.
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Self::Unavailable { .. })
    }
}
