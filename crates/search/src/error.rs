//! The errors of a search engine, as seen by callers of [`SearchEngine`](crate::SearchEngine).

/// The source of an [`Error`].
pub(crate) type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why a search engine did not complete an operation.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The engine is unreachable, too slow or failing. A retry may succeed: use a fallback until then.
    #[error("the search engine {engine} is unavailable: {reason}")]
    Unavailable {
        /// The engine's [name](crate::SearchEngine::name).
        engine: &'static str,
        /// The operation that failed, or what the engine reported.
        reason: String,
        /// The error of the engine or the network.
        #[source]
        source: Option<BoxError>,
    },
    /// The engine rejected the request. A retry will be rejected too.
    #[error("the search engine {engine} refused: {reason}")]
    Refused {
        /// The engine's [name](crate::SearchEngine::name).
        engine: &'static str,
        /// The engine's message.
        reason: String,
    },
    /// A setting is not valid, such as a malformed URL.
    #[error("search.{setting} {reason}")]
    Configuration {
        /// The name of the setting, below `search`.
        setting: &'static str,
        /// What is wrong with it, to be read after its name.
        reason: String,
    },
}

impl Error {
    /// Whether a retry may succeed.
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Self::Unavailable { .. })
    }
}
