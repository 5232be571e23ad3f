//! Addresses: asking for another, agreeing to it in both mailboxes, showing that one is one's own.

use axum::response::Response;
use fyr_app::pages::account::email as pages;
use fyr_services::{Error, accounts};
use tower_sessions::Session;

use super::{again, dead, fresh, proof, proven, token, wrong};
use crate::{
    forms::Sent,
    request::{Asked, at, failed, page, see_other},
    sessions::proven_now,
};

/// `GET /account/email`.
pub async fn ask(Asked(cx): Asked, session: Session) -> Response {
    if cx.actor.user.is_none() {
        return failed(cx, Error::SignInFirst).await;
    }
    match proof(&cx, &session).await {
        Ok(proof) => page(cx, async |cx| Ok(pages::ask(&cx, fresh(), proof))).await,
        Err(error) => failed(cx, error).await,
    }
}

/// `POST /account/email`.
pub async fn post(Asked(cx): Asked, session: Session, sent: Sent) -> Response {
    if cx.actor.user.is_none() {
        return failed(cx, Error::SignInFirst).await;
    }
    let proof = match proof(&cx, &session).await {
        Ok(proof) => proof,
        Err(error) => return failed(cx, error).await,
    };
    let shown = proven(proof, sent.value("current"));
    let asked = accounts::ask_to_change(&cx.services, &cx.actor, sent.value("email"), shown).await;
    let asked = match asked {
        Ok(()) if proof == pages::Proof::Password => proven_now(&cx, &session).await,
        other => other,
    };
    match asked {
        Ok(()) => see_other("/account?done=email"),
        Err(Error::Invalid(errors)) => {
            again(cx, wrong(sent, errors), async |cx, form| Ok(pages::ask(&cx, form, proof))).await
        }
        Err(error) => failed(cx, error).await,
    }
}

/// `GET /account/email/change?token=`.
pub async fn agree(Asked(cx): Asked) -> Response {
    let token = token(&cx);
    match accounts::open_change(&cx.services, &token).await {
        Ok((by, new)) => page(cx, async |cx| Ok(pages::agree(&cx, by, &new, &token))).await,
        Err(error) => dead(cx, error, "/account/email").await,
    }
}

/// `POST /account/email/change`.
pub async fn post_agree(Asked(cx): Asked, sent: Sent) -> Response {
    match accounts::change(&cx.services, &cx.actor, sent.value("token")).await {
        Ok(new) => page(cx, async |cx| Ok(pages::agreed(&cx, new.as_deref()))).await,
        Err(error) => dead(cx, error, "/account/email").await,
    }
}

/// `GET /account/email/confirm?token=`.
pub async fn confirm(Asked(cx): Asked) -> Response {
    if cx.actor.user.is_none() {
        return failed(cx, Error::SignInFirst).await;
    }
    let token = token(&cx);
    page(cx, async |cx| Ok(pages::confirm(&cx, &token))).await
}

/// `POST /account/email/confirm`.
pub async fn post_confirm(Asked(cx): Asked, sent: Sent) -> Response {
    match accounts::confirm(&cx.services, &cx.actor, sent.value("token")).await {
        Ok(()) => see_other("/account?done=confirmed"),
        Err(error) => dead(cx, error, "/account").await,
    }
}

/// `POST /account/email/unconfirmed`: asks for the mail once more.
pub async fn post_unconfirmed(Asked(cx): Asked) -> Response {
    match accounts::ask_to_confirm(&cx.services, &cx.actor).await {
        Ok(()) => see_other("/account?done=unconfirmed"),
        Err(error) => failed(at(cx, "/account"), error).await,
    }
}
