//! Signing in and out.

use axum::response::Response;
use fyr_app::{FormState, pages};
use fyr_services::{Error, people};
use tower_sessions::Session;
use uuid::Uuid;

use crate::{
    client::Client,
    forms::Sent,
    request::{Asked, failed, page, see_other},
    routes::identities::Onward,
    sessions::{Entry, Proof, next_path, start_session},
};

fn asked_next(uri: &str) -> String {
    let query = uri.split_once('?').map_or("", |(_, query)| query);
    url::form_urlencoded::parse(query.as_bytes())
        .find_map(|(name, value)| (name == "next").then(|| next_path(&value).to_owned()))
        .unwrap_or_else(|| "/".to_owned())
}

/// `GET /sign-in?next=`.
pub async fn sign_in(Asked(cx): Asked) -> Response {
    if cx.actor.user.is_some() {
        return see_other(asked_next(&cx.uri));
    }
    let form = FormState::new(Uuid::nil()).with("next", asked_next(&cx.uri));
    page(cx, async |cx| pages::account::sign_in(&cx, form).await).await
}

/// `POST /sign-in`.
pub async fn post_sign_in(Asked(cx): Asked, session: Session, client: Client, sent: Sent) -> Response {
    let next = sent.value("next").to_owned();
    match people::sign_in(&cx.services, sent.value("email"), sent.value("password")).await {
        Ok(user) => {
            let entry = Entry { user: user.id, by: Proof::Password, next };
            match start_session(&cx, &session, &client, entry).await {
                Ok(response) => response,
                Err(error) => failed(cx, error).await,
            }
        }
        Err(Error::Invalid(errors)) => {
            let form = FormState { errors, ..sent.into_state(Uuid::nil()) };
            page(cx, async |cx| Ok(pages::account::sign_in(&cx, form).await?.status(422))).await
        }
        Err(error) => failed(cx, error).await,
    }
}

/// `POST /sign-out`.
pub async fn post_sign_out(Asked(cx): Asked, session: Session) -> Response {
    let onward = match Onward::of(&cx, &session).await {
        Ok(onward) => onward,
        Err(error) => return failed(cx, error).await,
    };
    match session.flush().await {
        Ok(()) => onward.answer(cx).await,
        Err(error) => failed(cx, Error::Internal(Box::new(error))).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_leads_nowhere_else() {
        assert_eq!(next_path("/tickets?show=open"), "/tickets?show=open");
        for bad in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "",
            "tickets",
            "/a\r\nb",
            "/\t/evil.example",
        ] {
            assert_eq!(next_path(bad), "/", "{bad:?}");
        }
        assert_eq!(asked_next("/sign-in?next=%2F%2Fevil.example"), "/");
        assert_eq!(asked_next("/sign-in?lang=nb&next=%2Ftickets%2FK7M-3Q9X"), "/tickets/K7M-3Q9X");
    }
}
