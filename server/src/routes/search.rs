//! `/search`: the search page.

use axum::{extract::RawQuery, response::Response};
use fyr_app::{
    RequestContext,
    pages::{self, search::SearchParams},
};

use crate::web::{Access::Anyone, Error, Policy, Routes, render_page};

/// The page of search results.
pub fn routes() -> Routes {
    Routes::new().get("/search", show, Policy::read(Anyone))
}

/// `GET /search?q=&category=&page=`. Invalid parameters count as missing.
pub async fn show(cx: RequestContext, RawQuery(query): RawQuery) -> Result<Response, Error> {
    let params = parse_query(query.as_deref().unwrap_or_default());
    render_page(cx, async |cx| pages::search::show(&cx, params).await).await
}

fn parse_query(query: &str) -> SearchParams {
    let mut params = SearchParams { page: 1, ..SearchParams::default() };
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "q" => params.q = value.into_owned(),
            "category" => params.category = value.into_owned(),
            "page" => params.page = value.parse().unwrap_or(1).max(1),
            _ => {}
        }
    }
    params
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_parameters_count_as_missing() {
        let params = parse_query("q=gl%C3%B6mt+l%C3%B6sen&page=2&category=sign-in&lang=sv");
        assert_eq!((params.q.as_str(), params.category.as_str(), params.page), ("glömt lösen", "sign-in", 2));
        for invalid in ["page=0", "page=-1", "page=x", "page=99999999999999999999", "", "&&=", "q=%ff"] {
            assert_eq!(parse_query(invalid).page, 1, "{invalid}");
        }
    }
}
