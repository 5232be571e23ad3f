//! One's own account page, and ending one's sessions.

use axum::{extract::Path, response::Response};
use fyr_app::pages::account::show as pages;
use fyr_services::accounts;
use tower_sessions::Session;

use super::asked;
use crate::{
    request::{Asked, failed, page, see_other},
    routes::tickets::at,
    sessions::key,
};

/// `GET /account?done=`.
pub async fn account(Asked(cx): Asked, session: Session) -> Response {
    let (own, done) = (key(&session).unwrap_or_default(), asked(&cx, "done"));
    page(cx, async |cx| pages::account(&cx, &own, &done).await).await
}

/// `POST /account/sessions/{id}`: ends one.
pub async fn post_end(Asked(cx): Asked, Path(id): Path<String>) -> Response {
    match accounts::end_session(&cx.services, &cx.actor, &id).await {
        Ok(()) => see_other("/account?done=sessions"),
        Err(error) => failed(at(cx, "/account"), error).await,
    }
}

/// `POST /account/sessions`: ends all others.
pub async fn post_end_others(Asked(cx): Asked, session: Session) -> Response {
    let own = key(&session).unwrap_or_default();
    match accounts::end_other_sessions(&cx.services, &cx.actor, &own).await {
        Ok(()) => see_other("/account?done=sessions"),
        Err(error) => failed(at(cx, "/account"), error).await,
    }
}
