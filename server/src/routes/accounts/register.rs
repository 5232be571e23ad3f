//! Making an account of one's own.

use axum::response::Response;
use fyr_app::pages::{account::register as pages, errors::Trouble};
use fyr_services::{Error, Registration, accounts};
use tower_sessions::Session;

use super::{again, dead, fresh, next, token, wrong};
use crate::{
    client::Client,
    forms::Sent,
    request::{Asked, failed, page, see_other, trouble},
    sessions::{Entry, Proof, next_path, start_session},
};

/// `GET /register?next=`.
pub async fn ask(Asked(cx): Asked) -> Response {
    if cx.services.settings.accounts.registration == Registration::Off {
        return trouble(cx, Trouble::NotFound).await;
    }
    let form = fresh().with("next", next(&cx));
    page(cx, async |cx| Ok(pages::ask(&cx, form))).await
}

/// `POST /register`: the same answer for known and unknown addresses.
pub async fn post(Asked(cx): Asked, sent: Sent) -> Response {
    let typed = accounts::Registration {
        name: sent.value("name"),
        email: sent.value("email"),
        password: sent.value("password"),
        next: next_path(sent.value("next")),
    };
    match accounts::register(&cx.services, &cx.actor, typed, cx.lang).await {
        Ok(()) => see_other("/register/sent"),
        Err(Error::Invalid(errors)) => {
            again(cx, wrong(sent, errors), async |cx, form| Ok(pages::ask(&cx, form))).await
        }
        Err(error) => failed(cx, error).await,
    }
}

/// `GET /register/sent`.
pub async fn sent(Asked(cx): Asked) -> Response {
    if cx.services.settings.accounts.registration == Registration::Off {
        return trouble(cx, Trouble::NotFound).await;
    }
    page(cx, async |cx| Ok(pages::sent(&cx))).await
}

/// `GET /register/confirm?token=`.
pub async fn confirm(Asked(cx): Asked) -> Response {
    let token = token(&cx);
    match accounts::open_registration(&cx.services, &token).await {
        Ok(open) => page(cx, async |cx| Ok(pages::confirm(&cx, &open, fresh().with("token", token)))).await,
        Err(error) => dead(cx, error, "/register").await,
    }
}

/// `POST /register/confirm`: makes the account and lets its owner in.
pub async fn post_confirm(Asked(cx): Asked, session: Session, client: Client, sent: Sent) -> Response {
    let (token, password) = (sent.value("token"), sent.value("password"));
    let (user, open) = match accounts::confirm_registration(&cx.services, &cx.actor, token, password).await {
        Ok(made) => made,
        Err(Error::Invalid(errors)) => {
            return match accounts::open_registration(&cx.services, token).await {
                Ok(open) => {
                    let show = async |cx, form| Ok(pages::confirm(&cx, &open, form));
                    again(cx, wrong(sent, errors), show).await
                }
                Err(error) => dead(cx, error, "/register").await,
            };
        }
        Err(error) => return dead(cx, error, "/register").await,
    };
    let entry = Entry { user, by: Proof::MailedLink, next: open.next().to_owned() };
    match start_session(&cx, &session, &client, entry).await {
        Ok(response) => response,
        Err(error) => failed(cx, error).await,
    }
}
