//! The session store of `tower-sessions` on our own table.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    sync::Arc,
};

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

use super::{
    ADDRESS, DEVICE, LAST_SEEN_AT, LIMITS, PENDING_SECOND_FACTOR, PendingSecondFactor, STARTED_AT,
    SUPERSEDED, SessionLimits, hash_id,
};
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
    /// What is stored of the request's session, as far as the request knows.
    static STORED: RefCell<Option<Record>>;
}

/// What a page can do without: it was read all the same, and the next request writes it again. The session then ends a little
/// earlier than it should.
const SIGNS_OF_USE: [&str; 2] = [LAST_SEEN_AT, LIMITS];

/// Whether nothing but signs that the session is in use would be lost where `record` is not saved over `stored`.
fn differs_in_signs_of_use(stored: &Record, record: &Record) -> bool {
    let is_new = |key: &str| !stored.data.contains_key(key);
    let is_sign = |key: &str| SIGNS_OF_USE.contains(&key) || (key == STARTED_AT && is_new(key));
    let rest = |record: &Record| -> HashMap<String, Value> {
        record
            .data
            .iter()
            .filter(|(key, _)| !is_sign(key))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    };
    stored.id == record.id && rest(stored) == rest(record)
}

fn note_stored(record: &Record) {
    // outside a request nothing is compared
    let _ = STORED.try_with(|stored| stored.replace(Some(record.clone())));
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
    let answered = GONE.scope(Cell::new(false), async {
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
    });
    STORED.scope(RefCell::new(None), answered).await
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
            pending_user_id: serde_json::from_value::<PendingSecondFactor>(value(PENDING_SECOND_FACTOR))
                .ok()
                .map(|pending| pending.authentication.user),
            created_at: started_at,
            seen_at: last_seen_at,
            device: text(DEVICE),
            address: Some(text(ADDRESS)).filter(|address| !address.is_empty()),
            expires_at: limits.expires_at(started_at, last_seen_at),
        })
    }
}

impl DatabaseSessionStore {
    async fn update(&self, record: &Record) -> Result<()> {
        let mut tx = self.backend.store.begin().await.map_err(backend_error)?;
        if !sessions::update(&mut tx, &self.row(record)?).await.map_err(backend_error)? {
            note_gone();
        }
        tx.commit_without_sync().await.map_err(backend_error)
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
        tx.commit_without_sync().await.map_err(backend_error)?;
        note_stored(record);
        Ok(())
    }

    /// Where only signs that the session is in use would be lost, a database that takes no changes is no error: reading works.
    async fn save(&self, record: &Record) -> Result<()> {
        match self.update(record).await {
            Ok(()) => note_stored(record),
            Err(error) => {
                let is_sign_of_use = STORED.try_with(|stored| {
                    stored.borrow().as_ref().is_some_and(|stored| differs_in_signs_of_use(stored, record))
                });
                if !is_sign_of_use.unwrap_or(false) {
                    return Err(error);
                }
                tracing::debug!(%error, "that a session is in use could not be saved");
            }
        }
        Ok(())
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
        let record = Record { id: *id, data, expiry_date: OffsetDateTime::UNIX_EPOCH };
        note_stored(&record);
        Ok(Some(record))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn record(data: &[(&str, i64)]) -> Record {
        let data = data.iter().map(|(key, value)| ((*key).to_owned(), Value::from(*value))).collect();
        Record { id: Id(1), data, expiry_date: OffsetDateTime::UNIX_EPOCH }
    }

    #[test]
    fn only_signs_of_use_may_be_lost() {
        let stored = [(USER, 1), (STARTED_AT, 1), (LAST_SEEN_AT, 1)];
        for (changed, may_be_lost) in [
            (&[(USER, 1), (STARTED_AT, 1), (LAST_SEEN_AT, 2), (LIMITS, 1)][..], true),
            (&[(USER, 1), (STARTED_AT, 1)], true),
            (&[(USER, 2), (STARTED_AT, 1), (LAST_SEEN_AT, 2)], false),
            (&[(STARTED_AT, 1), (LAST_SEEN_AT, 2)], false),
            (&[(USER, 1), (STARTED_AT, 2), (LAST_SEEN_AT, 2)], false),
            (&[(USER, 1), (STARTED_AT, 1), (LAST_SEEN_AT, 2), (GUEST, 1)], false),
        ] {
            assert_eq!(
                differs_in_signs_of_use(&record(&stored), &record(changed)),
                may_be_lost,
                "{changed:?}"
            );
        }
        let guest = record(&[(GUEST, 1)]);
        assert!(differs_in_signs_of_use(&guest, &record(&[(GUEST, 1), (STARTED_AT, 1), (LAST_SEEN_AT, 1)])));
        let other = Record { id: Id(2), ..guest.clone() };
        assert!(!differs_in_signs_of_use(&guest, &other), "the new id has to be stored");
    }
}
