//! Sessions in the database, for tower-sessions, and letting someone into one.

use async_trait::async_trait;
use axum::response::Response;
use chrono::{DateTime, TimeDelta, Utc};
use fyr_app::Cx;
use fyr_services::{Error as Failed, Services};
use fyr_store::sessions;
use serde::{Deserialize, Serialize};
use tower_sessions::{
    Session, SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};
use uuid::Uuid;

use crate::{
    client::Client,
    request::{USER, let_in, see_other},
};

/// How someone showed who they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// By a password.
    Password,
    /// By a link that was mailed to their address.
    MailedLink,
    /// By a provider, named as in the configuration, which has asked for one factor.
    Provider(String),
    /// By a provider that has asked for a second factor too: ours is not asked for again.
    StrongProvider(String),
}

/// Who comes in, and where to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Who.
    pub user: Uuid,
    /// How we know.
    pub by: Proof,
    /// Where to go then; anything but a path of this site leads to the start page.
    pub next: String,
}

/// Lets someone in under a new session id and sends them on: to where they wanted, or first to what is still asked of
/// them, such as a second factor.
///
/// # Errors
/// Where the session cannot be written.
pub async fn start_session(
    _cx: &Cx,
    session: &Session,
    _client: &Client,
    entry: Entry,
) -> std::result::Result<Response, Failed> {
    let_in(session, USER, entry.user).await?;
    Ok(see_other(next_path(&entry.next)))
}

/// Where to go after signing in: a path of this site, else the start page. `//host` and `/\host` are other sites, and so
/// is `/<tab>/host`, because browsers leave such characters out.
pub fn next_path(asked: &str) -> &str {
    let own = asked.starts_with('/')
        && !asked.starts_with("//")
        && !asked.contains(|c: char| c == '\\' || c.is_control());
    if own { asked } else { "/" }
}

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
