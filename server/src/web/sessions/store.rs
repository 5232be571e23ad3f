//! The session store of `tower-sessions` on our own table.

use async_trait::async_trait;
use fyr_store::sessions;
use fyr_usecases::Backend;
use serde_json::Value;
use tower_sessions::{
    SessionStore,
    cookie::time::OffsetDateTime,
    session::{Id, Record},
    session_store::{Error, Result},
};

use super::{ADDRESS, DEVICE, LAST_SEEN_AT, LIMITS, STARTED_AT, SessionLimits, hash_id};
use crate::{config::Config, web::context::USER};

/// Stores sessions in the database, with times from the injected clock.
#[derive(Clone, Debug)]
pub struct DatabaseSessionStore {
    /// The backend, for its store and its clock.
    pub backend: Backend,
    /// The configuration, for the limits of sessions that hold none.
    pub config: std::sync::Arc<Config>,
}

impl DatabaseSessionStore {
    fn row(&self, record: &Record) -> Result<sessions::Session> {
        let now = self.backend.clock.now();
        let value = |key: &str| record.data.get(key).cloned().unwrap_or(Value::Null);
        let text = |key: &str| value(key).as_str().unwrap_or_default().to_owned();
        let started_at = serde_json::from_value(value(STARTED_AT)).unwrap_or(now);
        let last_seen_at = serde_json::from_value(value(LAST_SEEN_AT)).unwrap_or(now);
        let limits: SessionLimits = serde_json::from_value(value(LIMITS))
            .unwrap_or_else(|_| SessionLimits::for_user(&self.config, None));
        Ok(sessions::Session {
            id: hash_id(&record.id),
            data: serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))?,
            user_id: serde_json::from_value(value(USER)).ok(),
            created_at: started_at,
            seen_at: last_seen_at,
            device: text(DEVICE),
            address: Some(text(ADDRESS)).filter(|address| !address.is_empty()),
            expires_at: limits.expires_at(started_at, last_seen_at),
        })
    }
}

fn backend_error(error: impl std::fmt::Display) -> Error {
    Error::Backend(error.to_string())
}

/// Creating and saving a session need not be on disk: after a power failure someone signs in again, or opens the link in their
/// mail again. Deleting one is on disk before the response is.
#[async_trait]
impl SessionStore for DatabaseSessionStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let mut tx = self.backend.store.begin().await.map_err(backend_error)?;
        while !sessions::insert(&mut tx, &self.row(record)?).await.map_err(backend_error)? {
            record.id = Id::default();
        }
        tx.commit_without_sync().await.map_err(backend_error)
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let mut tx = self.backend.store.begin().await.map_err(backend_error)?;
        sessions::update(&mut tx, &self.row(record)?).await.map_err(backend_error)?;
        tx.commit_without_sync().await.map_err(backend_error)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let now = self.backend.clock.now();
        let mut db = self.backend.store.read().await.map_err(backend_error)?;
        let Some(data) = sessions::find_data(&mut db, &hash_id(id), now).await.map_err(backend_error)? else {
            return Ok(None);
        };
        let data = serde_json::from_str(&data).map_err(|error| Error::Decode(error.to_string()))?;
        // the query has checked the expiry; nothing reads this field
        Ok(Some(Record { id: *id, data, expiry_date: OffsetDateTime::UNIX_EPOCH }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let mut tx = self.backend.store.begin().await.map_err(backend_error)?;
        sessions::delete(&mut tx, &hash_id(id)).await.map_err(backend_error)?;
        tx.commit().await.map_err(backend_error)
    }
}
