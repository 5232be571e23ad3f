//! A counsellor's people. Anyone else gets the page for what does not exist.

pub mod hand_over;
pub mod invite;
pub mod tickets;

use axum::response::Response;
use fyr_app::pages::{desk::filter, participants, tickets::list::SHOWS};
use fyr_domain::fields::{FieldErrors, Problem};
use fyr_services::{Error, people, relations, store::tickets::Show};

use super::{desk_people::pairs, id::Id};
use crate::{
    forms::Sent,
    request::{Asked, failed, page, see_other},
};

/// `GET /participants`.
pub async fn list(Asked(cx): Asked) -> Response {
    page(cx, async |cx| participants::list(&cx).await).await
}

/// Which tickets, by their word in addresses.
fn show(word: &str) -> Show {
    SHOWS.iter().find(|(known, _)| *known == word).map(|(_, show)| *show).unwrap_or_default()
}

/// `GET /participants/{id}?show=&page=`.
pub async fn one(Asked(cx): Asked, Id(id): Id) -> Response {
    let (mut wanted, mut number) = (Show::default(), 1);
    for (name, value) in pairs(&cx) {
        match name.as_str() {
            "show" => wanted = show(&value),
            "page" => number = filter::page(&value),
            _ => {}
        }
    }
    page(cx, async |cx| participants::one(&cx, id, wanted, number).await).await
}

/// `POST /participants/{id}` with `action=end`: the counsellor acts for them no longer.
pub async fn post_one(Asked(cx): Asked, Id(id): Id, sent: Sent) -> Response {
    let done = async {
        people::participant(&cx.services, &cx.actor, id).await?;
        if sent.value("action") != "end" {
            return Err(FieldErrors::one("action", Problem::UnknownChoice).into());
        }
        let user = cx.actor.user_id().ok_or(Error::SignInFirst)?;
        relations::end(&cx.services, &cx.actor, (user, id)).await
    };
    match done.await {
        Ok(()) => see_other("/participants?done=ended"),
        Err(error) => failed(cx, error).await,
    }
}
