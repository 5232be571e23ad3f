//! A form that was submitted after its sender's session had ended. It is stored in the new session of the same browser while
//! its sender signs in, and its page shows it again afterwards.

use std::collections::HashMap;

use axum::response::Response;
use chrono::{DateTime, TimeDelta, Utc};
use fyr_app::{ACCOUNT_FIELD, FormState, RequestContext, pages::errors::ErrorPage};
use fyr_domain::fields::{FieldErrors, Problem};
use fyr_usecases::{
    Error, QuotaKind,
    tickets::{self, FormRef},
};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;
use uuid::Uuid;

use super::{SubmittedForm, context::sign_in_path, error::session_error, see_other, uploads::store_uploads};

/// Session key of the submissions that wait, newest first: one for each page.
const PENDING_SUBMISSIONS: &str = "unsent_forms";
/// The most that wait in a session.
const MAX_SUBMISSIONS: usize = 5;
/// The largest submission in bytes of text: the longest message in letters of four bytes, and half as much again.
pub const MAX_TEXT: usize = 128 * 1024;
/// How long a submission stays available.
const LIFETIME: TimeDelta = TimeDelta::hours(1);

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

/// Stores a form with its files in the session and redirects its sender to the sign-in page, which leads back to `page`. Anyone may
/// send some, so that they count against a quota.
///
/// # Errors
/// Where form or files cannot be stored, or are more than one sender may leave.
pub async fn store_and_sign_in(
    cx: &RequestContext,
    session: &Session,
    page: String,
    form_key: Uuid,
    mut submitted: SubmittedForm,
) -> Result<Response, super::Error> {
    let owner = cx.owner_key();
    let size = page.len()
        + submitted
            .fields
            .iter()
            .flat_map(|(name, values)| values.iter().map(|v| name.len() + v.len()))
            .sum::<usize>();
    if size > MAX_TEXT {
        return Err(ErrorPage::TooLarge { max_bytes: MAX_TEXT as u64, takes_files: false }.into());
    }
    cx.backend
        .charge_quota(QuotaKind::UnsentBytes, &cx.actor, &owner, size as u64)
        .map_err(|full| ErrorPage::TooManyRequests { seconds: full.seconds })?;
    store_uploads(cx, FormRef { key: form_key, owner: &owner }, &mut submitted).await?;
    let sign_in = sign_in_path(&page);
    let pending = PendingSubmission { page, form_key, values: submitted.fields, at: cx.now };
    let mut waiting = load(cx, session).await?;
    waiting.retain(|other| other.page != pending.page);
    waiting.insert(0, pending);
    waiting.truncate(MAX_SUBMISSIONS);
    session.insert(PENDING_SUBMISSIONS, waiting).await.map_err(session_error)?;
    Ok(see_other(sign_in))
}

/// The submissions in the session that have not expired; none while the session cannot be read, which the page reports by itself.
async fn load(cx: &RequestContext, session: &Session) -> Result<Vec<PendingSubmission>, Error> {
    if !cx.actor_known {
        return Ok(Vec::new());
    }
    let stored: Option<Vec<PendingSubmission>> =
        session.get(PENDING_SUBMISSIONS).await.map_err(session_error)?;
    let mut waiting = stored.unwrap_or_default();
    waiting.retain(|pending| cx.now - pending.at <= LIFETIME);
    Ok(waiting)
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
        account.is_none_or(|account| {
            account.is_empty() || cx.actor.user_id().is_some_and(|id| id.to_string() == *account)
        })
    };
    let Some(pending) = pending.into_iter().find(|pending| pending.page == page && is_own(&pending.values))
    else {
        return Ok(None);
    };
    let owner = cx.owner_key();
    let files =
        tickets::list_pending_files(&cx.backend, FormRef { key: pending.form_key, owner: &owner }).await?;
    let errors = FieldErrors::single(field, Problem::NotSubmittedYet);
    Ok(Some(FormState { values: pending.values, errors, files, ..FormState::new(pending.form_key) }))
}

/// Whether a form is stored for this page, whoever it belongs to.
///
/// # Errors
/// Where the session cannot be read.
pub async fn exists(cx: &RequestContext, session: &Session, page: &str) -> Result<bool, Error> {
    let pending = load(cx, session).await?;
    Ok(pending.iter().any(|pending| pending.page == page))
}

/// Removes the form stored for a page: it was submitted, or discarded.
///
/// # Errors
/// Where the session cannot be read or written.
pub async fn discard(cx: &RequestContext, session: &Session, page: &str) -> Result<(), Error> {
    let mut waiting = load(cx, session).await?;
    let before = waiting.len();
    waiting.retain(|pending| pending.page != page);
    // writing the same would still mark the session as changed and save it
    if waiting.len() < before {
        session.insert(PENDING_SUBMISSIONS, waiting).await.map_err(session_error)?;
    }
    Ok(())
}
