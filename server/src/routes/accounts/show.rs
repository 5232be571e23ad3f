//! The page of one's own account, and ending one's sessions.

use axum::{extract::Path, response::Response};
use fyr_app::{RequestContext, pages::account::show as pages};
use fyr_usecases::accounts;
use tower_sessions::Session;

use super::{query_param, require_recent_authentication};
use crate::{
    web::context::{error_response, render_page, see_other, with_uri},
    web::forms::SubmittedForm,
    web::sessions::hashed_id,
};

/// `GET /account?done=`.
pub async fn show(cx: RequestContext, session: Session) -> Response {
    let (own_session, done) = (hashed_id(&session).unwrap_or_default(), query_param(&cx, "done"));
    render_page(cx, async |cx| pages::show(&cx, &own_session, &done).await).await
}

/// `POST /account/sessions/{id}`: ends one session, after reauthentication.
pub async fn post_end(
    cx: RequestContext,
    Path(id): Path<String>,
    session: Session,
    submitted: SubmittedForm,
) -> Response {
    match require_recent_authentication(&cx, &session, &submitted).await {
        Ok(None) => {}
        Ok(Some(prompt_page)) => return prompt_page,
        Err(error) => return error_response(with_uri(cx, "/account"), error).await,
    }
    match accounts::end_session(&cx.backend, &cx.actor, &id).await {
        Ok(()) => see_other("/account?done=sessions"),
        Err(error) => error_response(with_uri(cx, "/account"), error).await,
    }
}

/// `POST /account/sessions`: ends all other sessions, after reauthentication.
pub async fn post_end_others(cx: RequestContext, session: Session, submitted: SubmittedForm) -> Response {
    match require_recent_authentication(&cx, &session, &submitted).await {
        Ok(None) => {}
        Ok(Some(prompt_page)) => return prompt_page,
        Err(error) => return error_response(with_uri(cx, "/account"), error).await,
    }
    let own_session = hashed_id(&session).unwrap_or_default();
    match accounts::end_other_sessions(&cx.backend, &cx.actor, &own_session).await {
        Ok(()) => see_other("/account?done=sessions"),
        Err(error) => error_response(with_uri(cx, "/account"), error).await,
    }
}
