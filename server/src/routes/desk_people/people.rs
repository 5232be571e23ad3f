//! The list of people, and exporting it.

use axum::response::Response;
use fyr_app::{
    RequestContext,
    pages::desk::{filter as queue_filter, people::list},
};
use fyr_usecases::{
    Error,
    organisations::{self, PeopleFilter},
    relations,
};
use uuid::Uuid;

use super::{download_response, query_pairs};
use crate::{
    web::context::{error_response, render_page, with_uri},
    web::forms::SubmittedForm,
};

/// The longest search text, in characters.
const MAX_TEXT: usize = 100;

/// Parses the filter of the list and the page number, from 1; invalid parameters count as missing.
fn parse_filter<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> (PeopleFilter, i64) {
    let (mut filter, mut number) = (PeopleFilter::default(), 1);
    for (name, value) in pairs {
        match name {
            "q" => {
                let text: String = value.trim().chars().take(MAX_TEXT).collect();
                filter.text = Some(text).filter(|text| !text.is_empty());
            }
            "organisation" => filter.organisation = Uuid::parse_str(value).ok(),
            "role" => filter.role = value.parse().ok(),
            "page" => number = queue_filter::parse_page(value),
            _ => {}
        }
    }
    (filter, number)
}

/// `GET /desk/people?q=&organisation=&role=&page=`.
pub async fn list(cx: RequestContext) -> Response {
    let pairs = query_pairs(&cx);
    let (filter, number) = parse_filter(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    render_page(cx, async |cx| list::show(&cx, filter, number).await).await
}

/// `POST /desk/people/export` with `what` = `people` or `relations`.
pub async fn post_export(cx: RequestContext, submitted: SubmittedForm) -> Response {
    let cx = with_uri(cx, "/desk/people");
    match export(&cx, &submitted).await {
        Ok(response) => response,
        Err(error) => error_response(cx, error).await,
    }
}

async fn export(cx: &RequestContext, submitted: &SubmittedForm) -> Result<Response, Error> {
    let day = cx.now.format("%Y-%m-%d");
    let (name, bytes) = if submitted.value("what") == "relations" {
        ("relations", relations::export(&cx.backend, &cx.actor, cx.lang).await?)
    } else {
        let (filter, _) =
            parse_filter(["q", "organisation", "role"].map(|name| (name, submitted.value(name))));
        ("people", organisations::export(&cx.backend, &cx.actor, &filter, cx.lang).await?)
    };
    Ok(download_response(&format!("{name}-{day}.csv"), "text/csv; charset=utf-8", bytes))
}
