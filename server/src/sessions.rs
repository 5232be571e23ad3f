//! Sessions in the database, for tower-sessions.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use fyr_services::Services;
use fyr_store::sessions;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

/// Keeps sessions where everything else is kept, and by the same clock.
#[derive(Clone, Debug)]
pub struct Sessions {
    /// The use cases, for their store and their clock.
    pub services: Services,
    /// How long a session is kept after it was written.
    pub lasts: TimeDelta,
}

impl Sessions {
    fn expiry(&self) -> DateTime<Utc> {
        self.services.clock.now() + self.lasts
    }
}

fn backend(error: impl std::fmt::Display) -> Error {
    Error::Backend(error.to_string())
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let mut tx = self.services.store.begin().await.map_err(backend)?;
        loop {
            let data = serde_json::to_string(record).map_err(|error| Error::Encode(error.to_string()))?;
            if sessions::create(&mut tx, &record.id.to_string(), &data, self.expiry())
                .await
                .map_err(backend)?
            {
                return tx.commit().await.map_err(backend);
            }
            record.id = Id::default();
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let data = serde_json::to_string(record).map_err(|error| Error::Encode(error.to_string()))?;
        let mut tx = self.services.store.begin().await.map_err(backend)?;
        sessions::save(&mut tx, &record.id.to_string(), &data, self.expiry()).await.map_err(backend)?;
        tx.commit().await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let mut db = self.services.store.read().await.map_err(backend)?;
        let data =
            sessions::load(&mut db, &id.to_string(), self.services.clock.now()).await.map_err(backend)?;
        data.map(|data| serde_json::from_str(&data))
            .transpose()
            .map_err(|error| Error::Decode(error.to_string()))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let mut tx = self.services.store.begin().await.map_err(backend)?;
        sessions::delete(&mut tx, &id.to_string()).await.map_err(backend)?;
        tx.commit().await.map_err(backend)
    }
}
