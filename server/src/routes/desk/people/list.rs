//! The list of people.

use axum::response::Response;
use fyr_app::{
    RequestContext,
    pages::desk::{filter as queue_filter, people::list as pages},
};
use fyr_usecases::organisations::PeopleFilter;
use uuid::Uuid;

use crate::web::{Error, query::query_pairs, render_page};

/// The longest search text, in characters.
const MAX_TEXT: usize = 100;

/// Parses the filter of the list and the page number, from 1; invalid parameters count as missing.
pub fn parse_filter<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> (PeopleFilter, i64) {
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
pub async fn show(cx: RequestContext) -> Result<Response, Error> {
    let pairs = query_pairs(&cx);
    let (filter, number) = parse_filter(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    render_page(cx, async |cx| pages::show(&cx, filter, number).await).await
}
