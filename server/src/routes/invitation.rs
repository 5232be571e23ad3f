//! Invitations that came by mail.

use axum::response::Response;
use fyr_app::{Cx, pages::invitation};
use fyr_services::{Error, organisations};
use tower_sessions::Session;

use super::accounts::{fresh, token, wrong};
use crate::{
    client::Client,
    forms::Sent,
    request::{Asked, failed, page, see_other},
    sessions::{Entry, Proof, start_session},
};

/// `GET /invitation?token=`.
pub async fn show(Asked(cx): Asked) -> Response {
    let token = token(&cx);
    page(cx, async |cx| invitation::show(&cx, &token, fresh()).await).await
}

/// `POST /invitation`: accepts as whoever is signed in, or as someone new with a name and a password.
pub async fn post(Asked(cx): Asked, session: Session, client: Client, sent: Sent) -> Response {
    let token = sent.value("token").to_owned();
    match act(&cx, &session, &client, &sent).await {
        Ok(response) => response,
        Err(Error::Invalid(errors)) => {
            let form = wrong(sent, errors);
            page(cx, async |cx| Ok(invitation::show(&cx, &token, form).await?.status(422))).await
        }
        // the address can sign in: then that comes first
        Err(Error::SignInFirst) => see_other(format!("/invitation?token={token}")),
        Err(error) => failed(cx, error).await,
    }
}

async fn act(cx: &Cx, session: &Session, client: &Client, sent: &Sent) -> Result<Response, Error> {
    let token = sent.value("token");
    if cx.actor.user.is_some() {
        organisations::accept(&cx.services, &cx.actor, token).await?;
        return Ok(see_other("/"));
    }
    let typed = (sent.value("name"), sent.value("password"));
    let user = organisations::join(&cx.services, &cx.actor, token, typed).await?;
    let entry = Entry { user, by: Proof::MailedLink, next: "/".to_owned() };
    start_session(cx, session, client, entry).await
}
