//! The ways to sign in that someone has connected.

use axum::response::Response;
use fyr_app::{
    Cx, FormState,
    pages::{
        account::email::Proof,
        identities::{self as pages, Happened, Refused},
    },
};
use fyr_services::{
    Error, accounts,
    identities::{self, Disconnecting},
};
use tower_sessions::Session;
use uuid::Uuid;

use super::{Purpose, begin, provider, query};
use crate::{
    forms::Sent,
    request::{Asked, failed, page, see_other},
    routes::accounts::{again, fresh, proof, proven, wrong},
    sessions::proven_now,
};

const LIST: &str = "/account/identities";

/// `GET /account/identities`.
pub async fn list(Asked(cx): Asked, session: Session) -> Response {
    if cx.actor.user.is_none() {
        return failed(cx, Error::SignInFirst).await;
    }
    let connected = query(&cx, "connected");
    let happened = Happened {
        refused: query(&cx, "problem").and_then(|word| Refused::parse(&word)),
        connected: connected.is_some(),
        disconnected: query(&cx, "disconnected").is_some(),
        provider: connected.or_else(|| query(&cx, "provider")).unwrap_or_default().into_owned(),
    };
    match proof(&cx, &session).await {
        Ok(proof) => page(cx, async |cx| pages::list(&cx, happened, fresh(), proof).await).await,
        Err(error) => failed(cx, error).await,
    }
}

/// `POST /account/identities`: `action=prove&current=`, `action=connect&provider=`, or `action=disconnect&identity=`.
pub async fn post_list(Asked(cx): Asked, session: Session, sent: Sent) -> Response {
    match act(&cx, &session, &sent).await {
        Ok(response) => response,
        Err(Error::Invalid(errors)) => {
            let show = async |cx: Cx, form: FormState| {
                let proof = proof(&cx, &session).await?;
                pages::list(&cx, Happened::default(), form, proof).await
            };
            again(cx, wrong(sent, errors), show).await
        }
        Err(error) => failed(cx, error).await,
    }
}

async fn act(cx: &Cx, session: &Session, sent: &Sent) -> Result<Response, Error> {
    let user = cx.actor.user_id().ok_or(Error::SignInFirst)?;
    let action = sent.value("action");
    if action == "prove" {
        let shown = proven(proof(cx, session).await?, sent.value("current"));
        accounts::prove_again(&cx.services, &cx.actor, shown).await?;
        proven_now(cx, session).await?;
        return Ok(see_other(LIST));
    }
    if proof(cx, session).await? != Proof::None {
        // the page asks for it
        return Ok(see_other(LIST));
    }
    if action == "connect" {
        let provider = provider(cx, sent.value("provider"))?;
        return Ok(begin(cx.clone(), session, &provider, Purpose::Connect { user }).await);
    }
    let id = Uuid::parse_str(sent.value("identity")).unwrap_or_default();
    match identities::disconnect(&cx.services, &cx.actor, id).await? {
        Disconnecting::Done => Ok(see_other(format!("{LIST}?disconnected="))),
        Disconnecting::OnlyWay => Ok(see_other(format!("{LIST}?problem=only-way"))),
    }
}
