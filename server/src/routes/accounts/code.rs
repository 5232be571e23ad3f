//! The second step of signing in.

use axum::response::Response;
use fyr_app::pages::account::code as pages;
use fyr_services::{Error, accounts};
use tower_sessions::Session;

use super::{again, fresh, wrong};
use crate::{
    client::Client,
    forms::Sent,
    request::{Asked, failed, page, see_other},
    sessions::{pending, second_factor_shown},
};

/// `GET /sign-in/code`: for who has shown one factor in this session a moment ago.
pub async fn ask(Asked(cx): Asked, session: Session) -> Response {
    match pending(&cx, &session).await {
        Ok(Some(_)) => page(cx, async |cx| Ok(pages::ask(&cx, fresh()))).await,
        Ok(None) => see_other("/sign-in"),
        Err(error) => failed(cx, error).await,
    }
}

/// `POST /sign-in/code`.
pub async fn post(Asked(cx): Asked, session: Session, client: Client, sent: Sent) -> Response {
    let entry = match pending(&cx, &session).await {
        Ok(Some(entry)) => entry,
        Ok(None) => return see_other("/sign-in"),
        Err(error) => return failed(cx, error).await,
    };
    let asking = accounts::Asking { user: entry.user, by: entry.by.as_str() };
    let shown = match accounts::check_code(&cx.services, &cx.actor, asking, sent.value("code")).await {
        Ok(()) => second_factor_shown(&cx, &session, &client, entry).await,
        Err(Error::Invalid(errors)) => {
            return again(cx, wrong(sent, errors), async |cx, form| Ok(pages::ask(&cx, form))).await;
        }
        Err(error) => Err(error),
    };
    match shown {
        Ok(response) => response,
        Err(error) => failed(cx, error).await,
    }
}
