//! Back from a provider.

use axum::{
    extract::{Path, Query},
    response::Response,
};
use fyr_app::{Cx, pages::identities::Refused};
use fyr_services::{
    Error,
    identities::{self, Connecting, SignIn},
    identity::{Answer, Provider, Vouched},
};
use tower_sessions::Session;

use super::{
    BY, Begun, Purpose, UNDER_WAY, UnderWay, broken, meaning, newcomer, note, provider, told, under_way,
};
use crate::{
    client::Client,
    request::{Asked, failed, see_other},
    sessions::{Entry, Proof, start_session},
};

/// `GET /auth/callback/{provider}?code=&state=&iss=`, or with `error`. It changes something although it is a GET, as the
/// protocol has it: only what this very browser began a moment ago, and only once.
pub async fn callback(
    Asked(cx): Asked,
    Path(slug): Path<String>,
    Query(answer): Query<Answer>,
    session: Session,
    client: Client,
) -> Response {
    match ended(&cx, &slug, &answer, (&session, &client)).await {
        Ok(response) => response,
        Err(error) => failed(cx, error).await,
    }
}

async fn ended(
    cx: &Cx,
    slug: &str,
    answer: &Answer,
    (session, client): (&Session, &Client),
) -> Result<Response, Error> {
    let provider = provider(cx, slug)?;
    let expired = |purpose: &Purpose| told(&provider, purpose, Refused::Expired);
    let nowhere = Purpose::SignIn { next: "/".to_owned() };
    let Some(UnderWay { pending, purpose }) = taken(cx, session, answer.state.as_deref()).await? else {
        tracing::info!(provider = slug, "an answer nobody here waits for");
        return Ok(expired(&nowhere));
    };
    if pending.provider != slug {
        // the answer of one provider at the address of another (a mix-up)
        return Ok(told(&provider, &purpose, Refused::Untrusted));
    }
    let vouched = match provider.finish(cx.now, &pending, answer).await {
        Ok(vouched) => vouched,
        Err(refusal) => {
            note(cx, &provider, &refusal).await;
            return Ok(told(&provider, &purpose, meaning(&refusal)));
        }
    };
    match purpose {
        Purpose::SignIn { next } => enter(cx, &provider, &vouched, (session, client, next)).await,
        Purpose::Connect { user } if cx.actor.user_id() == Some(user) => {
            match identities::connect(&cx.services, &cx.actor, &provider, &vouched).await? {
                Connecting::Done => Ok(see_other(format!("/account/identities?connected={slug}"))),
                Connecting::Taken => Ok(told(&provider, &Purpose::Connect { user }, Refused::Taken)),
            }
        }
        Purpose::Connect { .. } => Ok(expired(&nowhere)),
    }
}

/// The login that an answer belongs to. It is gone from the session, and that is written, before anything comes of it.
async fn taken(cx: &Cx, session: &Session, state: Option<&str>) -> Result<Option<UnderWay>, Error> {
    let Some(state) = state else { return Ok(None) };
    let found = async {
        let mut all = under_way(session, cx.now).await?;
        let Some(at) = all.iter().position(|one| one.pending.state == state) else { return Ok(None) };
        let one = all.remove(at);
        session.insert(UNDER_WAY, all).await?;
        session.save().await?;
        Ok(Some(one))
    };
    found.await.map_err(broken)
}

/// Lets someone in whom a provider vouches for.
pub(super) async fn enter(
    cx: &Cx,
    provider: &Provider,
    vouched: &Vouched,
    (session, client, next): (&Session, &Client, String),
) -> Result<Response, Error> {
    let refused = |refused| Ok(told(provider, &Purpose::SignIn { next: next.clone() }, refused));
    match identities::sign_in(&cx.services, &cx.actor, (provider, vouched), cx.lang).await? {
        SignIn::Known { user, session: begun } => {
            let slug = provider.config().slug.clone();
            let kept = Begun { provider: slug.clone(), id_token: vouched.id_token.clone(), session: begun };
            session.insert(BY, kept).await.map_err(broken)?;
            let by = if provider.config().second_factor {
                Proof::StrongProvider(slug)
            } else {
                Proof::Provider(slug)
            };
            start_session(cx, session, client, Entry { user, by, next }).await
        }
        SignIn::EmailTaken => refused(Refused::EmailTaken),
        SignIn::NoAccount => refused(Refused::NoAccount),
        SignIn::Incomplete => newcomer::ask(cx, session, (provider, vouched, next)).await,
    }
}
