//! The session store of `tower-sessions` on our own table.

use std::{cell::Cell, collections::HashMap, sync::Arc};

use async_trait::async_trait;
use axum::{
    extract::{Request, State},
    http::{HeaderValue, header},
    middleware::Next,
    response::Response,
};
use fyr_store::sessions;
use fyr_usecases::Backend;
use serde_json::Value;
use tower_sessions::{
    SessionStore,
    cookie::time::OffsetDateTime,
    session::{Id, Record},
    session_store::{Error, Result},
};

use super::{ADDRESS, DEVICE, LAST_SEEN_AT, LIMITS, STARTED_AT, SUPERSEDED, SessionLimits, hash_id};
use crate::{
    config::Config,
    web::{
        context::{GUEST, USER},
        cookies::Cookie,
    },
};

tokio::task_local! {
    /// Whether the session that a request came with is gone, or superseded by a newer one.
    static GONE: Cell<bool>;
}

fn note_gone() {
    // outside a request, such as in a stream that goes on, nothing is answered
    let _ = GONE.try_with(|gone| gone.set(true));
}

/// Middleware around that of sessions: a request whose session was ended meanwhile, by signing in in another tab for instance, leaves
/// the browser's cookie as it is. It may be that of the new session by now, which must be neither removed nor replaced by the old.
pub async fn keep_newer_cookie(State(config): State<Arc<Config>>, request: Request, next: Next) -> Response {
    let is_https = config.http.is_https();
    let sent = Cookie::Session.find(request.headers(), is_https).map(str::to_owned);
    GONE.scope(Cell::new(false), async {
        let mut response = next.run(request).await;
        let Some(sent) = sent.filter(|_| GONE.with(Cell::get)) else { return response };
        let is_stale = |line: &HeaderValue| {
            let value = line.to_str().ok().and_then(|line| line.split(';').next());
            let value = value
                .and_then(|pair| pair.trim().split_once('='))
                .filter(|(name, _)| *name == Cookie::Session.name(is_https));
            value.is_some_and(|(_, value)| value.is_empty() || value == sent)
        };
        let lines: Vec<HeaderValue> =
            response.headers().get_all(header::SET_COOKIE).iter().cloned().collect();
        if lines.iter().any(is_stale) {
            response.headers_mut().remove(header::SET_COOKIE);
            for line in lines.into_iter().filter(|line| !is_stale(line)) {
                response.headers_mut().append(header::SET_COOKIE, line);
            }
        }
        response
    })
    .await
}

/// Stores sessions in the database, with times from the injected clock.
#[derive(Clone, Debug)]
pub struct DatabaseSessionStore {
    /// The backend, for its store and its clock.
    pub backend: Backend,
    /// The configuration, for the limits of sessions that hold none.
    pub config: Arc<Config>,
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
        if !sessions::update(&mut tx, &self.row(record)?).await.map_err(backend_error)? {
            note_gone();
        }
        tx.commit_without_sync().await.map_err(backend_error)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let now = self.backend.clock.now();
        let mut db = self.backend.store.read().await.map_err(backend_error)?;
        let Some(data) = sessions::find_data(&mut db, &hash_id(id), now).await.map_err(backend_error)? else {
            note_gone();
            return Ok(None);
        };
        let data: HashMap<String, Value> =
            serde_json::from_str(&data).map_err(|error| Error::Decode(error.to_string()))?;
        if data.contains_key(SUPERSEDED) {
            note_gone();
        }
        // the query has checked the expiry; nothing reads this field
        Ok(Some(Record { id: *id, data, expiry_date: OffsetDateTime::UNIX_EPOCH }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        // A guest's session stays when their browser is given a newer one: the answer with that may be lost, or come before that
        // of a request which is under way. Signing out takes the guest's key away before.
        if let Some(mut record) = self.load(id).await?
            && record.data.contains_key(GUEST)
            && !record.data.contains_key(USER)
        {
            record.data.insert(SUPERSEDED.to_owned(), Value::Bool(true));
            return self.save(&record).await;
        }
        let mut tx = self.backend.store.begin().await.map_err(backend_error)?;
        sessions::delete(&mut tx, &hash_id(id)).await.map_err(backend_error)?;
        tx.commit().await.map_err(backend_error)
    }
}
