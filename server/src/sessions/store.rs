//! The table that holds sessions.

use async_trait::async_trait;
use fyr_services::Services;
use fyr_store::sessions;
use serde_json::Value;
use tower_sessions::{
    SessionStore,
    cookie::time::OffsetDateTime,
    session::{Id, Record},
    session_store::{Error, Result},
};

use super::{ADDRESS, BEGUN, DEVICE, LIMITS, Limits, SEEN, hashed};
use crate::{config::Config, request::USER};

/// Keeps sessions where everything else is kept, and by the same clock.
#[derive(Clone, Debug)]
pub struct Sessions {
    /// The use cases, for their store and their clock.
    pub services: Services,
    /// How long a session lasts of which nothing else is known.
    pub config: std::sync::Arc<Config>,
}

impl Sessions {
    fn row(&self, record: &Record) -> Result<sessions::Session> {
        let now = self.services.clock.now();
        let of = |key: &str| record.data.get(key).cloned().unwrap_or(Value::Null);
        let text = |key: &str| of(key).as_str().unwrap_or_default().to_owned();
        let begun = serde_json::from_value(of(BEGUN)).unwrap_or(now);
        let seen = serde_json::from_value(of(SEEN)).unwrap_or(now);
        let limits = serde_json::from_value(of(LIMITS)).unwrap_or_else(|_| Limits::of(&self.config, None));
        Ok(sessions::Session {
            id: hashed(&record.id),
            data: serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))?,
            user_id: serde_json::from_value(of(USER)).ok(),
            created_at: begun,
            seen_at: seen,
            device: text(DEVICE),
            address: Some(text(ADDRESS)).filter(|address| !address.is_empty()),
            expires_at: limits.end(begun, seen),
        })
    }
}

fn backend(error: impl std::fmt::Display) -> Error {
    Error::Backend(error.to_string())
}

/// What is written here may be lost with the power: then someone signs in once more, or opens the link in their mail again. That a
/// session has ended is on disk before anyone is told.
#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let mut tx = self.services.store.begin().await.map_err(backend)?;
        while !sessions::create(&mut tx, &self.row(record)?).await.map_err(backend)? {
            record.id = Id::default();
        }
        tx.commit_soon().await.map_err(backend)
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let mut tx = self.services.store.begin().await.map_err(backend)?;
        sessions::save(&mut tx, &self.row(record)?).await.map_err(backend)?;
        tx.commit_soon().await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let now = self.services.clock.now();
        let mut db = self.services.store.read().await.map_err(backend)?;
        let Some(data) = sessions::load(&mut db, &hashed(id), now).await.map_err(backend)? else {
            return Ok(None);
        };
        let data = serde_json::from_str(&data).map_err(|error| Error::Decode(error.to_string()))?;
        // the database has said that it has not ended; nobody else looks at this
        Ok(Some(Record { id: *id, data, expiry_date: OffsetDateTime::UNIX_EPOCH }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let mut tx = self.services.store.begin().await.map_err(backend)?;
        sessions::delete(&mut tx, &hashed(id)).await.map_err(backend)?;
        tx.commit().await.map_err(backend)
    }
}
