//! One's own account page, and ending one's sessions.

use axum::{extract::Path, response::Response};
use fyr_app::pages::account::show as pages;
use fyr_services::accounts;
use tower_sessions::Session;

use super::{asked, asks_first};
use crate::{
    forms::Sent,
    request::{Asked, at, failed, page, see_other},
    sessions::key,
};

/// `GET /account?done=`.
pub async fn account(Asked(cx): Asked, session: Session) -> Response {
    let (own, done) = (key(&session).unwrap_or_default(), asked(&cx, "done"));
    page(cx, async |cx| pages::account(&cx, &own, &done).await).await
}

/// `POST /account/sessions/{id}`: ends one, once it is known who asks.
pub async fn post_end(Asked(cx): Asked, Path(id): Path<String>, session: Session, sent: Sent) -> Response {
    match asks_first(&cx, &session, &sent).await {
        Ok(None) => {}
        Ok(Some(question)) => return question,
        Err(error) => return failed(at(cx, "/account"), error).await,
    }
    match accounts::end_session(&cx.services, &cx.actor, &id).await {
        Ok(()) => see_other("/account?done=sessions"),
        Err(error) => failed(at(cx, "/account"), error).await,
    }
}

/// `POST /account/sessions`: ends all others, once it is known who asks.
pub async fn post_end_others(Asked(cx): Asked, session: Session, sent: Sent) -> Response {
    match asks_first(&cx, &session, &sent).await {
        Ok(None) => {}
        Ok(Some(question)) => return question,
        Err(error) => return failed(at(cx, "/account"), error).await,
    }
    let own = key(&session).unwrap_or_default();
    match accounts::end_other_sessions(&cx.services, &cx.actor, &own).await {
        Ok(()) => see_other("/account?done=sessions"),
        Err(error) => failed(at(cx, "/account"), error).await,
    }
}
