//! Signing in and out.

use axum::response::Response;
use fyr_app::pages;
use fyr_services::{Error, accounts};
use tower_sessions::Session;

use crate::{
    client::Client,
    forms::Sent,
    request::{Asked, failed, page, see_other},
    routes::{
        accounts::{again, fresh, next, wrong},
        identities::Onward,
    },
    sessions::{Entry, Proof, start_session},
    unsent,
};

/// `GET /sign-in?next=`.
pub async fn sign_in(Asked(cx): Asked, session: Session) -> Response {
    if cx.actor.user.is_some() {
        return see_other(next(&cx));
    }
    let next = next(&cx);
    let form = match unsent::is_waiting(&cx, &session, &next).await {
        Ok(true) => fresh().with("next", next).with("unsent", "yes"),
        Ok(false) => fresh().with("next", next),
        Err(error) => return failed(cx, error).await,
    };
    page(cx, async |cx| pages::account::sign_in(&cx, form).await).await
}

/// `POST /sign-in`.
pub async fn post_sign_in(Asked(cx): Asked, session: Session, client: Client, sent: Sent) -> Response {
    let attempt = accounts::Attempt {
        email: sent.value("email"),
        password: sent.value("password"),
        device: client.key.as_deref(),
    };
    let entered = match accounts::sign_in(&cx.services, &cx.actor, attempt).await {
        Ok(user) => {
            let entry = Entry { user, by: Proof::Password, next: sent.value("next").to_owned() };
            start_session(&cx, &session, &client, entry).await
        }
        Err(Error::Invalid(errors)) => {
            let show = async |cx: fyr_app::Cx, form| pages::account::sign_in(&cx, form).await;
            return again(cx, wrong(sent, errors), show).await;
        }
        Err(error) => Err(error),
    };
    match entered {
        Ok(response) => response,
        Err(error) => failed(cx, error).await,
    }
}

/// `POST /sign-out`.
pub async fn post_sign_out(Asked(cx): Asked, session: Session) -> Response {
    let onward = match Onward::of(&cx, &session).await {
        Ok(onward) => onward,
        Err(error) => return failed(cx, error).await,
    };
    if let Err(error) = accounts::leave(&cx.services, &cx.actor).await {
        return failed(cx, error).await;
    }
    match session.flush().await {
        Ok(()) => onward.answer(cx).await,
        Err(error) => failed(cx, Error::Internal(Box::new(error))).await,
    }
}
