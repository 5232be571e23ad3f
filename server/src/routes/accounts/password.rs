//! Passwords: forgotten, chosen by a link, changed.

use axum::response::Response;
use fyr_app::pages::account::{
    self,
    password::{self as pages, Has},
};
use fyr_domain::{fields::FieldErrors, text::EmailAddress};
use fyr_services::{Error, accounts};
use tower_sessions::Session;

use super::{again, dead, fresh, token, wrong};
use crate::{
    client::Client,
    forms::Sent,
    request::{Asked, failed, page, see_other},
    sessions::{self, Entry, Proof, start_session},
};

/// `GET /password/forgotten`.
pub async fn forgotten(Asked(cx): Asked) -> Response {
    page(cx, async |cx| Ok(pages::forgotten(&cx, fresh()))).await
}

/// `POST /password/forgotten`: the same answer for known and unknown addresses.
pub async fn post_forgotten(Asked(cx): Asked, sent: Sent) -> Response {
    let email = match EmailAddress::parse(sent.value("email")) {
        Ok(email) => email,
        Err(problem) => {
            let form = wrong(sent, FieldErrors::one("email", problem));
            return again(cx, form, async |cx, form| Ok(pages::forgotten(&cx, form))).await;
        }
    };
    match accounts::ask_to_reset(&cx.services, &email, cx.lang).await {
        Ok(()) => see_other("/password/forgotten/sent"),
        Err(error) => failed(cx, error).await,
    }
}

/// `GET /password/forgotten/sent`.
pub async fn sent(Asked(cx): Asked) -> Response {
    page(cx, async |cx| Ok(account::mail_sent(&cx))).await
}

/// `GET /password/reset?token=`.
pub async fn reset(Asked(cx): Asked) -> Response {
    let token = token(&cx);
    match accounts::open_reset(&cx.services, &token).await {
        Ok(open) => {
            page(cx, async |cx| Ok(pages::reset(&cx, &open.email, fresh().with("token", token)))).await
        }
        Err(error) => dead(cx, error, "/password/forgotten").await,
    }
}

/// `POST /password/reset`: sets the password and lets its owner in.
pub async fn post_reset(Asked(cx): Asked, session: Session, client: Client, sent: Sent) -> Response {
    let (token, password) = (sent.value("token"), sent.value("password"));
    let user = match accounts::reset(&cx.services, &cx.actor, token, password).await {
        Ok(user) => user,
        Err(Error::Invalid(errors)) => {
            return match accounts::open_reset(&cx.services, token).await {
                Ok(open) => {
                    let show = async |cx, form| Ok(pages::reset(&cx, &open.email, form));
                    again(cx, wrong(sent, errors), show).await
                }
                Err(error) => dead(cx, error, "/password/forgotten").await,
            };
        }
        Err(error) => return dead(cx, error, "/password/forgotten").await,
    };
    let entry = Entry { user, by: Proof::MailedLink, next: "/".to_owned() };
    match start_session(&cx, &session, &client, entry).await {
        Ok(response) => response,
        Err(error) => failed(cx, error).await,
    }
}

/// `GET /account/password`.
pub async fn change(Asked(cx): Asked) -> Response {
    match accounts::overview(&cx.services, &cx.actor).await {
        Ok(overview) => {
            let has = if overview.has_password { Has::Password } else { Has::None };
            page(cx, async |cx| Ok(pages::change(&cx, fresh(), has))).await
        }
        Err(error) => failed(cx, error).await,
    }
}

/// `POST /account/password`.
pub async fn post_change(Asked(cx): Asked, session: Session, sent: Sent) -> Response {
    let own = sessions::key(&session).unwrap_or_default();
    let (current, new) = (sent.value("current"), sent.value("password"));
    let changed = match accounts::change_password(&cx.services, &cx.actor, current, new, &own).await {
        Ok(()) => sessions::renew(&session).await,
        other => other,
    };
    match changed {
        Ok(()) => see_other("/account?done=password"),
        Err(Error::Invalid(errors)) => {
            let show = async |cx, form| Ok(pages::change(&cx, form, Has::Password));
            again(cx, wrong(sent, errors), show).await
        }
        Err(error) => failed(cx, error).await,
    }
}
