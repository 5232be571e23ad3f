//! Ending one's sessions.

use axum::{extract::Path, response::Response};
use fyr_app::{Notice, RequestContext};
use fyr_usecases::accounts;
use tower_sessions::Session;

use crate::web::{
    Error, SubmittedForm, reauthentication::require_recent_authentication, see_other_with,
    sessions::hashed_id,
};

/// `POST /account/sessions/{id}`: ends one session, after reauthentication.
pub async fn post_end(
    cx: RequestContext,
    Path(id): Path<String>,
    session: Session,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    if let Some(prompt_page) = require_recent_authentication(&cx, &session, &submitted).await? {
        return Ok(prompt_page);
    }
    accounts::end_session(&cx.backend, &cx.actor, &id).await?;
    Ok(see_other_with("/account", Notice::SessionsEnded))
}

/// `POST /account/sessions`: ends all other sessions, after reauthentication.
pub async fn post_end_others(
    cx: RequestContext,
    session: Session,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    if let Some(prompt_page) = require_recent_authentication(&cx, &session, &submitted).await? {
        return Ok(prompt_page);
    }
    let own_session = hashed_id(&session).unwrap_or_default();
    accounts::end_other_sessions(&cx.backend, &cx.actor, &own_session).await?;
    Ok(see_other_with("/account", Notice::SessionsEnded))
}
