//! A counsellor's people. Anyone else gets the page for what does not exist.

use axum::response::Response;
use fyr_app::pages::{desk::filter, participants, tickets::list::SHOWS};
use fyr_services::store::tickets::Show;

use super::id::Id;
use crate::request::{Asked, page};

/// `GET /participants`.
pub async fn list(Asked(cx): Asked) -> Response {
    page(cx, async |cx| participants::list(&cx).await).await
}

/// `GET /participants/{id}?show=&page=`.
pub async fn one(Asked(cx): Asked, Id(id): Id) -> Response {
    let (mut show, mut number) = (Show::default(), 1);
    let query = cx.uri.split_once('?').map_or("", |(_, query)| query);
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "show" => {
                let asked = SHOWS.iter().find(|(word, _)| *word == value);
                show = asked.map(|(_, show)| *show).unwrap_or_default();
            }
            "page" => number = filter::page(&value),
            _ => {}
        }
    }
    page(cx, async |cx| participants::one(&cx, id, show, number).await).await
}
