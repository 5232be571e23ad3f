//! What an account needs and the provider did not tell: a name, and an address that is theirs.

use std::sync::Arc;

use axum::{extract::Path, response::Response};
use chrono::{DateTime, TimeDelta, Utc};
use fyr_app::{
    Cx, FormState,
    pages::identities::{Refused, Step, newcomer},
};
use fyr_domain::fields::FieldErrors;
use fyr_services::{
    Error,
    identities::Newcomer,
    identity::{Provider, Vouched},
};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;

use super::{Purpose, broken, callback::enter, provider, told};
use crate::{
    client::Client,
    forms::Sent,
    request::{Asked, failed, page, see_other},
    routes::accounts::{again, fresh},
};

const NEWCOMER: &str = "newcomer";
/// How long someone may take.
const LASTS: TimeDelta = TimeDelta::minutes(45);

/// Someone on the way to an account, in their session.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct OnTheWay {
    provider: String,
    newcomer: Newcomer,
    next: String,
    since: DateTime<Utc>,
}

/// Asks someone for the rest.
pub(super) async fn ask(
    cx: &Cx,
    session: &Session,
    (provider, vouched, next): (&Provider, &Vouched, String),
) -> Result<Response, Error> {
    let slug = provider.config().slug.clone();
    let path = format!("/sign-in/{slug}/new");
    let newcomer = Newcomer::new(vouched.clone());
    let on_the_way = OnTheWay { provider: slug, newcomer, next, since: cx.now };
    let kept = async {
        // whoever knew the session's id before knows nothing of what it holds now
        session.cycle_id().await?;
        session.insert(NEWCOMER, on_the_way).await
    };
    kept.await.map_err(broken)?;
    Ok(see_other(path))
}

async fn kept(cx: &Cx, slug: &str, session: &Session) -> Result<(Arc<Provider>, Option<OnTheWay>), Error> {
    let provider = provider(cx, slug)?;
    let kept: Option<OnTheWay> = session.get(NEWCOMER).await.map_err(broken)?;
    Ok((provider, kept.filter(|kept| kept.provider == slug && cx.now - kept.since < LASTS)))
}

fn expired(provider: &Provider) -> Response {
    told(provider, &Purpose::SignIn { next: "/".to_owned() }, Refused::Expired)
}

/// `GET /sign-in/{provider}/new`.
pub async fn show_new(Asked(cx): Asked, Path(slug): Path<String>, session: Session) -> Response {
    match kept(&cx, &slug, &session).await {
        Ok((provider, Some(on_the_way))) => {
            let (form, step) = at(&on_the_way.newcomer);
            page(cx, async |cx| Ok(newcomer(&cx, &provider, form, step))).await
        }
        Ok((provider, None)) => expired(&provider),
        Err(error) => failed(cx, error).await,
    }
}

/// The step someone is at, and what its form starts with.
fn at(newcomer: &Newcomer) -> (FormState, Step) {
    if let Some(email) = newcomer.waits_for() {
        return (fresh().with("email", email), Step::Code);
    }
    let Vouched { name, email, .. } = &newcomer.vouched;
    let text = |told: &Option<String>| told.clone().unwrap_or_default();
    (fresh().with("name", text(name)).with("email", text(email)), Step::Details)
}

/// `POST /sign-in/{provider}/new`: `name` and `email`; then `code`, or `again`.
pub async fn post_new(
    Asked(cx): Asked,
    Path(slug): Path<String>,
    session: Session,
    client: Client,
    sent: Sent,
) -> Response {
    let (provider, on_the_way) = match kept(&cx, &slug, &session).await {
        Ok((provider, Some(on_the_way))) => (provider, on_the_way),
        Ok((provider, None)) => return expired(&provider),
        Err(error) => return failed(cx, error).await,
    };
    match step(&cx, (&provider, on_the_way), (&session, &client), &sent).await {
        Ok(response) => response,
        Err(Error::Invalid(errors)) => wrong(cx, provider, (sent, errors), &session).await,
        Err(error) => failed(cx, error).await,
    }
}

async fn step(
    cx: &Cx,
    (provider, mut on_the_way): (&Provider, OnTheWay),
    (session, client): (&Session, &Client),
    sent: &Sent,
) -> Result<Response, Error> {
    let newcomer = &mut on_the_way.newcomer;
    let shown = if sent.value("again") == "yes" {
        newcomer.again();
        Ok(None)
    } else if newcomer.waits_for().is_some() {
        newcomer.show(&cx.services, sent.value("code")).map(Some)
    } else {
        newcomer.tell(&cx.services, sent.value("name"), sent.value("email"), cx.lang).await.map(|()| None)
    };
    let next = on_the_way.next.clone();
    // also a try that failed counts
    session.insert(NEWCOMER, on_the_way).await.map_err(broken)?;
    match shown? {
        None => Ok(see_other(format!("/sign-in/{}/new", provider.config().slug))),
        Some(vouched) => {
            session.remove::<OnTheWay>(NEWCOMER).await.map_err(broken)?;
            enter(cx, provider, &vouched, (session, client, next)).await
        }
    }
}

async fn wrong(
    cx: Cx,
    provider: Arc<Provider>,
    (sent, errors): (Sent, FieldErrors),
    session: &Session,
) -> Response {
    let kept: Option<OnTheWay> = session.get(NEWCOMER).await.ok().flatten();
    let waits = kept.as_ref().and_then(|kept| kept.newcomer.waits_for());
    let (form, step) = match waits {
        Some(email) => (FormState { errors, ..fresh() }.with("email", email), Step::Code),
        None => (crate::routes::accounts::wrong(sent, errors), Step::Details),
    };
    again(cx, form, async |cx, form| Ok(newcomer(&cx, &provider, form, step))).await
}
