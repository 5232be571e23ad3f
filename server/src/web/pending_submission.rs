//! A form that was submitted after its sender's session had ended. It is stored in the new session of the same browser while
//! its sender signs in, and its page shows it again afterwards.

use std::collections::HashMap;

use axum::response::Response;
use chrono::{DateTime, TimeDelta, Utc};
use fyr_app::{FormState, RequestContext};
use fyr_domain::fields::{FieldErrors, Problem};
use fyr_usecases::{
    Error,
    tickets::{self, FormRef},
};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;
use uuid::Uuid;

use super::{SubmittedForm, context::sign_in_path, error::session_error, see_other, uploads::store_uploads};

/// Session key of the [`PendingSubmission`].
const PENDING_SUBMISSION: &str = "unsent";
/// How long a submission stays available.
const LIFETIME: TimeDelta = TimeDelta::hours(1);
/// The form field with the id of the account that the form's page was rendered for.
pub const ACCOUNT_FIELD: &str = "account";

/// A submitted form that waits for its sender to sign in; serialised into the session.
#[derive(Debug, Serialize, Deserialize)]
struct PendingSubmission {
    /// The path of the page with the form.
    page: String,
    form_key: Uuid,
    values: HashMap<String, Vec<String>>,
    at: DateTime<Utc>,
}

/// Whether the request certainly comes from someone who is not signed in; `false` while the session cannot be read.
pub fn is_signed_out(cx: &RequestContext) -> bool {
    cx.actor_known && cx.actor.user.is_none()
}

/// Stores a form with its files in the session and redirects its sender to the sign-in page, which leads back to `page`.
///
/// # Errors
/// Where form or files cannot be stored.
pub async fn store_and_sign_in(
    cx: &RequestContext,
    session: &Session,
    page: String,
    form_key: Uuid,
    mut submitted: SubmittedForm,
) -> Result<Response, Error> {
    let owner = cx.owner_key();
    store_uploads(cx, FormRef { key: form_key, owner: &owner }, &mut submitted).await?;
    let sign_in = sign_in_path(&page);
    let pending = PendingSubmission { page, form_key, values: submitted.fields, at: cx.now };
    session.insert(PENDING_SUBMISSION, pending).await.map_err(session_error)?;
    Ok(see_other(sign_in))
}

/// The submission in the session; `None` while the session cannot be read, which the page reports by itself.
async fn load(cx: &RequestContext, session: &Session) -> Result<Option<PendingSubmission>, Error> {
    if !cx.actor_known {
        return Ok(None);
    }
    session.get(PENDING_SUBMISSION).await.map_err(session_error)
}

/// The form stored for this page, with the error at `field` that it was not sent yet. `None` where there is none, where it
/// has expired, or where it belongs to another account.
///
/// # Errors
/// Where the session or the files cannot be read.
pub async fn restore(
    cx: &RequestContext,
    session: &Session,
    page: &str,
    field: &str,
) -> Result<Option<FormState>, Error> {
    let pending = load(cx, session).await?;
    let is_own = |values: &HashMap<String, Vec<String>>| {
        let account = values.get(ACCOUNT_FIELD).and_then(|values| values.first());
        account.is_none_or(|account| cx.actor.user_id().is_some_and(|id| id.to_string() == *account))
    };
    let Some(pending) = pending
        .filter(|pending| pending.page == page && cx.now - pending.at <= LIFETIME && is_own(&pending.values))
    else {
        return Ok(None);
    };
    let owner = cx.owner_key();
    let files =
        tickets::list_pending_files(&cx.backend, FormRef { key: pending.form_key, owner: &owner }).await?;
    let errors = FieldErrors::single(field, Problem::NotSubmittedYet);
    Ok(Some(FormState { values: pending.values, errors, files, form_key: pending.form_key }))
}

/// Whether a form is stored for this page, whoever it belongs to.
///
/// # Errors
/// Where the session cannot be read.
pub async fn exists(cx: &RequestContext, session: &Session, page: &str) -> Result<bool, Error> {
    let pending = load(cx, session).await?;
    Ok(pending.is_some_and(|pending| pending.page == page && cx.now - pending.at <= LIFETIME))
}

/// Removes the stored form: it was submitted, or discarded.
///
/// # Errors
/// Where the session cannot be read or written.
pub async fn discard(session: &Session) -> Result<(), Error> {
    // removing a missing value would still mark the session as changed and save it
    if session.get_value(PENDING_SUBMISSION).await.map_err(session_error)?.is_some() {
        session.remove_value(PENDING_SUBMISSION).await.map_err(session_error)?;
    }
    Ok(())
}
