//! The list of people, and taking it out.

use axum::response::Response;
use fyr_app::{
    Cx,
    pages::desk::{filter, people::list},
};
use fyr_services::{
    Error,
    organisations::{self, Wanted},
    relations,
};
use uuid::Uuid;

use super::{download, pairs};
use crate::{
    forms::Sent,
    request::{Asked, at, failed, page},
};

/// Characters of a search at most.
const MAX_TEXT: usize = 100;

/// What is listed, out of what was asked for; what is unreadable counts as not asked for.
fn wanted<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Wanted, i64) {
    let (mut wanted, mut number) = (Wanted::default(), 1);
    for (name, value) in pairs {
        match name {
            "q" => {
                let text: String = value.trim().chars().take(MAX_TEXT).collect();
                wanted.text = Some(text).filter(|text| !text.is_empty());
            }
            "organisation" => wanted.organisation = Uuid::parse_str(value).ok(),
            "role" => wanted.role = value.parse().ok(),
            "page" => number = filter::page(value),
            _ => {}
        }
    }
    (wanted, number)
}

/// `GET /desk/people?q=&organisation=&role=&page=`.
pub async fn list(Asked(cx): Asked) -> Response {
    let pairs = pairs(&cx);
    let (wanted, number) = wanted(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    page(cx, async |cx| list::show(&cx, wanted, number).await).await
}

/// `POST /desk/people/export` with `what` = `people` or `relations`.
pub async fn post_export(Asked(cx): Asked, sent: Sent) -> Response {
    let cx = at(cx, "/desk/people");
    match try_export(&cx, &sent).await {
        Ok(response) => response,
        Err(error) => failed(cx, error).await,
    }
}

async fn try_export(cx: &Cx, sent: &Sent) -> Result<Response, Error> {
    let day = cx.now.format("%Y-%m-%d");
    let (name, bytes) = if sent.value("what") == "relations" {
        ("relations", relations::export(&cx.services, &cx.actor, cx.lang).await?)
    } else {
        let (wanted, _) = wanted(["q", "organisation", "role"].map(|name| (name, sent.value(name))));
        ("people", organisations::export(&cx.services, &cx.actor, &wanted, cx.lang).await?)
    };
    Ok(download(&format!("{name}-{day}.csv"), "text/csv; charset=utf-8", bytes))
}
