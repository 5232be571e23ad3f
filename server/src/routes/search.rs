//! `/search`: the search page.

use axum::{extract::RawQuery, response::Response};
use fyr_app::{
    RequestContext,
    pages::{self, search::SearchParams},
};

use fyr_usecases::tickets;

use crate::web::{Access::Anyone, Error, Policy, Routes, render_page, see_other};

/// The page of search results.
pub fn routes() -> Routes {
    Routes::new().get("/search", show, Policy::read(Anyone))
}

/// `GET /search?q=&category=&page=`. Invalid parameters count as missing. The reference of a ticket that the actor may see leads
/// there.
pub async fn show(cx: RequestContext, RawQuery(query): RawQuery) -> Result<Response, Error> {
    let params = parse_query(query.as_deref().unwrap_or_default());
    if let Some(reference) = tickets::find_typed_reference(&cx.backend, &cx.actor, &params.q).await? {
        return Ok(see_other(format!("/tickets/{reference}")));
    }
    render_page(cx, async |cx| pages::search::show(&cx, params).await).await
}

fn parse_query(query: &str) -> SearchParams {
    let mut params = SearchParams { page: 1, ..SearchParams::default() };
    for (name, value) in query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, ""))) {
        let value = decode(value);
        match decode(name).as_str() {
            "q" => params.q = value,
            "category" => params.category = value,
            "page" => params.page = value.parse().unwrap_or(1).max(1),
            _ => {}
        }
    }
    params
}

/// Decodes a name or a value. What is not UTF-8 is Latin-1, in which old programs and old links write letters: `l%F6senord`.
fn decode(raw: &str) -> String {
    let raw = raw.replace('+', " ");
    let bytes = percent_encoding::percent_decode_str(&raw).collect::<Vec<u8>>();
    String::from_utf8(bytes)
        .unwrap_or_else(|error| error.as_bytes().iter().copied().map(char::from).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_parameters_count_as_missing() {
        let params = parse_query("q=gl%C3%B6mt+l%C3%B6sen&page=2&category=sign-in&lang=sv");
        assert_eq!((params.q.as_str(), params.category.as_str(), params.page), ("glömt lösen", "sign-in", 2));
        for (query, q) in [
            ("q=l%F6senord", "lösenord"),
            ("q=%C5sa+%D8deg%E5rd", "Åsa Ødegård"),
            ("q=l%C3%B6sen%20ord", "lösen ord"),
            ("%71=a%3Db=c&x", "a=b=c"),
        ] {
            assert_eq!(parse_query(query).q, q, "{query}");
        }
        for invalid in ["page=0", "page=-1", "page=x", "page=99999999999999999999", "", "&&=", "q=%ff"] {
            assert_eq!(parse_query(invalid).page, 1, "{invalid}");
        }
    }
}
