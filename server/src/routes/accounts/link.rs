//! Signing in by a link in a mail.

use axum::response::Response;
use fyr_app::pages::account::{self, link as pages};
use fyr_domain::{fields::FieldErrors, text::EmailAddress};
use fyr_services::accounts;
use tower_sessions::Session;

use super::{again, dead, fresh, next, token, wrong};
use crate::{
    client::Client,
    forms::Sent,
    request::{Asked, failed, page, see_other},
    sessions::{Entry, Proof, next_path, start_session},
};

/// `GET /sign-in/link?next=`.
pub async fn ask(Asked(cx): Asked) -> Response {
    let form = fresh().with("next", next(&cx));
    page(cx, async |cx| Ok(pages::ask(&cx, form))).await
}

/// `POST /sign-in/link`: the same answer for known and unknown addresses.
pub async fn post(Asked(cx): Asked, sent: Sent) -> Response {
    let email = match EmailAddress::parse(sent.value("email")) {
        Ok(email) => email,
        Err(problem) => {
            let form = wrong(sent, FieldErrors::one("email", problem));
            return again(cx, form, async |cx, form| Ok(pages::ask(&cx, form))).await;
        }
    };
    let next = next_path(sent.value("next"));
    match accounts::ask_for_link(&cx.services, &email, next, cx.lang).await {
        Ok(()) => see_other("/sign-in/link/sent"),
        Err(error) => failed(cx, error).await,
    }
}

/// `GET /sign-in/link/sent`.
pub async fn sent(Asked(cx): Asked) -> Response {
    page(cx, async |cx| Ok(account::mail_sent(&cx))).await
}

/// `GET /sign-in/link/open?token=`.
pub async fn open(Asked(cx): Asked) -> Response {
    let token = token(&cx);
    match accounts::open_link(&cx.services, &token).await {
        Ok(open) => page(cx, async |cx| Ok(pages::open(&cx, &open, &token))).await,
        Err(error) => dead(cx, error, "/sign-in/link").await,
    }
}

/// `POST /sign-in/link/open`.
pub async fn post_open(Asked(cx): Asked, session: Session, client: Client, sent: Sent) -> Response {
    let (user, open) = match accounts::follow_link(&cx.services, sent.value("token")).await {
        Ok(followed) => followed,
        Err(error) => return dead(cx, error, "/sign-in/link").await,
    };
    let entry = Entry { user, by: Proof::MailedLink, next: open.next().to_owned() };
    match start_session(&cx, &session, &client, entry).await {
        Ok(response) => response,
        Err(error) => failed(cx, error).await,
    }
}
