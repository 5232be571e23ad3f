//! Parameters of the request's query, decoded.

use fyr_app::RequestContext;
use fyr_domain::text::nfc;

use super::sessions::safe_next_path;

/// The parameters of the query, in order.
pub fn query_pairs(cx: &RequestContext) -> Vec<(String, String)> {
    let query = cx.uri.split_once('?').map_or("", |(_, query)| query);
    url::form_urlencoded::parse(query.as_bytes())
        .map(|(key, value)| (key.into_owned(), nfc(&value)))
        .collect()
}

/// The first value of a parameter; `None` where it is missing.
pub fn find_query_param(cx: &RequestContext, name: &str) -> Option<String> {
    query_pairs(cx).into_iter().find_map(|(key, value)| (key == name).then_some(value))
}

/// The first value of a parameter; empty where it is missing.
pub fn query_param(cx: &RequestContext, name: &str) -> String {
    find_query_param(cx, name).unwrap_or_default()
}

/// The `token` of a mailed link; empty where it is missing.
pub fn token_param(cx: &RequestContext) -> String {
    plain_token(&query_param(cx, "token")).to_owned()
}

/// A token without what programs and people add to a link that stands in a sentence: a full stop, a bracket, a space. Tokens have
/// letters, digits, dashes and underscores.
pub fn plain_token(token: &str) -> &str {
    token.trim_matches(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | '='))
}

/// The path of this site in `next`; the start page where it is missing or leads elsewhere.
pub fn next_param(cx: &RequestContext) -> String {
    safe_next_path(&query_param(cx, "next")).to_owned()
}
