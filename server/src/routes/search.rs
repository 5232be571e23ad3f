//! Searching.

use axum::{extract::RawQuery, response::Response};
use fyr_app::pages::{self, search::Asked as AskedFor};

use crate::request::{Asked, page};

/// `GET /search?q=&category=&page=`. What cannot be read counts as not asked.
pub async fn show(Asked(cx): Asked, RawQuery(query): RawQuery) -> Response {
    let asked = read(query.as_deref().unwrap_or_default());
    page(cx, async |cx| pages::search::show(&cx, asked).await).await
}

fn read(query: &str) -> AskedFor {
    let mut asked = AskedFor { page: 1, ..AskedFor::default() };
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "q" => asked.q = value.into_owned(),
            "category" => asked.category = value.into_owned(),
            "page" => asked.page = value.parse().unwrap_or(1).max(1),
            _ => {}
        }
    }
    asked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_the_query_says_there_is_something_to_show() {
        let asked = read("q=gl%C3%B6mt+l%C3%B6sen&page=2&category=sign-in&lang=sv");
        assert_eq!((asked.q.as_str(), asked.category.as_str(), asked.page), ("glömt lösen", "sign-in", 2));
        for odd in ["page=0", "page=-1", "page=x", "page=99999999999999999999", "", "&&=", "q=%ff"] {
            assert_eq!(read(odd).page, 1, "{odd}");
        }
    }
}
