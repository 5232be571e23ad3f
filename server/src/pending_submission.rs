//! What someone sent after their session had ended. It waits in the session of their browser while they sign in, and is in
//! the form again when they are back.

use std::collections::HashMap;

use axum::response::Response;
use chrono::{DateTime, TimeDelta, Utc};
use fyr_app::{Cx, FormState};
use fyr_domain::fields::{FieldErrors, Problem};
use fyr_services::{
    Error,
    tickets::{self, Form},
};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;
use uuid::Uuid;

use crate::{
    forms::Sent,
    request::{see_other, sign_in_path},
    routes::tickets::gather,
};

/// Where it is in the session.
const UNSENT: &str = "unsent";
/// For how long.
const LASTS: TimeDelta = TimeDelta::hours(1);
/// The field by which a form says whose page it was on.
pub const ACCOUNT: &str = "account";

/// A form on its way.
#[derive(Debug, Serialize, Deserialize)]
struct Unsent {
    /// The page with the form.
    page: String,
    form_key: Uuid,
    values: HashMap<String, Vec<String>>,
    at: DateTime<Utc>,
}

/// Whether a request is nobody's with an account, as far as can be known now.
pub fn is_nobody(cx: &Cx) -> bool {
    cx.actor_known && cx.actor.user.is_none()
}

/// Keeps a form with its files and asks its sender to sign in, which leads back to its page.
///
/// # Errors
/// Where it cannot be kept.
pub async fn ask_to_sign_in(
    cx: &Cx,
    session: &Session,
    page: String,
    (form_key, mut sent): (Uuid, Sent),
) -> Result<Response, Error> {
    let owner = cx.owner();
    gather(cx, Form { key: form_key, owner: &owner }, &mut sent).await?;
    let way = sign_in_path(&page);
    let unsent = Unsent { page, form_key, values: sent.values, at: cx.now };
    session.insert(UNSENT, unsent).await.map_err(broken)?;
    Ok(see_other(way))
}

/// What is in the session; nothing while the session cannot be read, which the page says by itself.
async fn kept(cx: &Cx, session: &Session) -> Result<Option<Unsent>, Error> {
    if !cx.actor_known {
        return Ok(None);
    }
    session.get(UNSENT).await.map_err(broken)
}

/// The form that waits for its sender on this page, saying that it was not sent yet.
///
/// # Errors
/// Where the session or the files cannot be read.
pub async fn waiting(
    cx: &Cx,
    session: &Session,
    page: &str,
    field: &str,
) -> Result<Option<FormState>, Error> {
    let kept = kept(cx, session).await?;
    let own = |values: &HashMap<String, Vec<String>>| {
        let account = values.get(ACCOUNT).and_then(|all| all.first());
        account.is_none_or(|account| cx.actor.user_id().is_some_and(|id| id.to_string() == *account))
    };
    let Some(kept) = kept.filter(|kept| kept.page == page && cx.now - kept.at <= LASTS && own(&kept.values))
    else {
        return Ok(None);
    };
    let owner = cx.owner();
    let files = tickets::pending_files(&cx.services, Form { key: kept.form_key, owner: &owner }).await?;
    let errors = FieldErrors::one(field, Problem::NotSentYet);
    Ok(Some(FormState { values: kept.values, errors, files, form_key: kept.form_key }))
}

/// Whether a form waits for its sender to sign in.
///
/// # Errors
/// Where the session cannot be read.
pub async fn is_waiting(cx: &Cx, session: &Session, page: &str) -> Result<bool, Error> {
    let kept = kept(cx, session).await?;
    Ok(kept.is_some_and(|kept| kept.page == page && cx.now - kept.at <= LASTS))
}

/// Forgets it: it is sent, or thrown away.
///
/// # Errors
/// Where the session cannot be written.
pub async fn forget(session: &Session) -> Result<(), Error> {
    // a session that is written to is saved
    if session.get_value(UNSENT).await.map_err(broken)?.is_some() {
        session.remove_value(UNSENT).await.map_err(broken)?;
    }
    Ok(())
}

fn broken(error: tower_sessions::session::Error) -> Error {
    Error::Internal(Box::new(error))
}
