//! The ways to sign in that someone has connected.

use axum::response::Response;
use fyr_app::pages::identities::{self as pages, Happened, Refused};
use fyr_services::{
    Error,
    identities::{self, Disconnecting},
};
use tower_sessions::Session;
use uuid::Uuid;

use super::{Purpose, begin, provider, query};
use crate::{
    forms::Sent,
    request::{Asked, failed, page, see_other},
};

/// `GET /account/identities`.
pub async fn list(Asked(cx): Asked) -> Response {
    let connected = query(&cx, "connected");
    let happened = Happened {
        refused: query(&cx, "problem").and_then(|word| Refused::parse(&word)),
        connected: connected.is_some(),
        disconnected: query(&cx, "disconnected").is_some(),
        provider: connected.or_else(|| query(&cx, "provider")).unwrap_or_default().into_owned(),
    };
    page(cx, async |cx| pages::list(&cx, happened).await).await
}

/// `POST /account/identities`: `action=connect&provider=` or `action=disconnect&identity=`.
pub async fn post_list(Asked(cx): Asked, session: Session, sent: Sent) -> Response {
    let Some(user) = cx.actor.user_id() else { return failed(cx, Error::SignInFirst).await };
    match sent.value("action") {
        "connect" => match provider(&cx, sent.value("provider")) {
            Ok(provider) => begin(cx, &session, &provider, Purpose::Connect { user }).await,
            Err(error) => failed(cx, error).await,
        },
        _ => {
            let id = Uuid::parse_str(sent.value("identity")).unwrap_or_default();
            match identities::disconnect(&cx.services, &cx.actor, id).await {
                Ok(Disconnecting::Done) => see_other("/account/identities?disconnected="),
                Ok(Disconnecting::OnlyWay) => see_other("/account/identities?problem=only-way"),
                Err(error) => failed(cx, error).await,
            }
        }
    }
}
