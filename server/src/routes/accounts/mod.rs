//! Making an account, the ways into it, and one's own account page.

pub mod access;
pub mod claim;
pub mod code;
pub mod email;
pub mod link;
pub mod password;
pub mod register;
pub mod second_factor;
pub mod show;

use std::future::Future;

use axum::{
    http::{HeaderValue, header},
    response::Response,
};
use fyr_app::{Cx, FormState, Page};
use fyr_domain::fields::{FieldErrors, Problem};
use fyr_services::{Error, accounts};
use tower_sessions::Session;
use uuid::Uuid;

use crate::{
    forms::Sent,
    request::{failed, page},
    sessions::{is_recent, next_path, proven_now},
};

/// The token in an address.
pub fn token(cx: &Cx) -> String {
    asked(cx, "token")
}

/// Where to go afterwards, as in an address: a path of this site.
pub fn next(cx: &Cx) -> String {
    next_path(&asked(cx, "next")).to_owned()
}

/// What an address asks for by a name; empty where it does not.
pub fn asked(cx: &Cx, name: &str) -> String {
    let query = cx.uri.split_once('?').map_or("", |(_, query)| query);
    let found = url::form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name);
    found.map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// A form as it is at first.
pub fn fresh() -> FormState {
    FormState::new(Uuid::nil())
}

/// A form as it was sent, with what is wrong.
pub fn wrong(sent: Sent, errors: FieldErrors) -> FormState {
    FormState { errors, ..sent.into_state(Uuid::nil()) }
}

/// Shows a page again with what is wrong: 422, or 429 with when to try again after too many tries.
pub async fn again<F, Fut>(cx: Cx, form: FormState, show: F) -> Response
where
    F: FnOnce(Cx, FormState) -> Fut,
    Fut: Future<Output = Result<Page, Error>>,
{
    let wait = form.errors.0.iter().find_map(|(_, problem)| match problem {
        Problem::Wait { seconds } => Some(*seconds),
        _ => None,
    });
    let status = if wait.is_some() { 429 } else { 422 };
    let mut response = page(cx, async |cx| Ok(show(cx, form).await?.status(status))).await;
    if let Some(seconds) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// The page behind a link that does not work (any more), or whatever else went wrong.
pub async fn dead(cx: Cx, error: Error, again: &'static str) -> Response {
    match error {
        Error::NotFound if cx.actor_known => {
            page(cx, async |cx| Ok(fyr_app::pages::account::dead_link(&cx, again))).await
        }
        error => failed(cx, error).await,
    }
}

/// What a signed-in person is asked for before something that would let others stay in their account. Who signs in with a
/// second factor signs in again: a password alone would be less.
pub async fn proof(cx: &Cx, session: &Session) -> Result<fyr_app::pages::account::email::Proof, Error> {
    use fyr_app::pages::account::email::Proof;
    if is_recent(cx, session).await? {
        return Ok(Proof::None);
    }
    let known = accounts::overview(&cx.services, &cx.actor).await?;
    Ok(if known.has_password && !known.has_second_factor { Proof::Password } else { Proof::SignIn })
}

/// The same as the use case takes it.
pub fn proven(proof: fyr_app::pages::account::email::Proof, typed: &str) -> accounts::Proven<'_> {
    match proof {
        fyr_app::pages::account::email::Proof::None => accounts::Proven::Recently,
        fyr_app::pages::account::email::Proof::Password => accounts::Proven::By(typed),
        fyr_app::pages::account::email::Proof::SignIn => accounts::Proven::Not,
    }
}

/// Whether someone may go on with what they sent: they have signed in just now, or sent their password along. If not, the
/// page that asks for it and sends everything once more.
///
/// # Errors
/// [`Error::SignInFirst`]; where the session cannot be read or written.
pub async fn asks_first(cx: &Cx, session: &Session, sent: &Sent) -> Result<Option<Response>, Error> {
    if cx.actor.user.is_none() {
        return Err(Error::SignInFirst);
    }
    let proof = proof(cx, session).await?;
    let mut form = FormState { values: sent.values.clone(), ..fresh() };
    let typed = form.values.remove("current").is_some();
    if let fyr_app::pages::account::email::Proof::None = proof {
        return Ok(None);
    }
    if typed {
        match accounts::prove_again(&cx.services, &cx.actor, proven(proof, sent.value("current"))).await {
            Ok(()) => {
                proven_now(cx, session).await?;
                return Ok(None);
            }
            Err(Error::Invalid(errors)) => form.errors = errors,
            Err(error) => return Err(error),
        }
    }
    let show = async |cx: Cx, form| Ok(fyr_app::pages::account::proof::ask(&cx, &form, proof));
    Ok(Some(if typed {
        again(cx.clone(), form, show).await
    } else {
        page(cx.clone(), async |cx| show(cx, form).await).await
    }))
}
