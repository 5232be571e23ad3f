//! URLs with query parameters, for links, and the titles of pages that such URLs filter.

use url::form_urlencoded::Serializer;

use crate::RequestContext;

/// A path with query parameters, encoded as browsers encode a form; the path alone where there are none.
pub(crate) fn with_query<'a>(path: &str, params: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let query = Serializer::new(String::new()).extend_pairs(params).finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// The title of a list's page: where its address filters, first what was found, because that is what a new page is for.
pub(crate) fn list_title(cx: &RequestContext, found: &str, title: &str) -> String {
    if cx.uri.contains('?') { format!("{found} – {title}") } else { title.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_are_encoded() {
        let params = [("who", "Åsa & Co"), ("next", "/tickets?show=open"), ("q", "")];
        assert_eq!(
            with_query("/search", params),
            "/search?who=%C3%85sa+%26+Co&next=%2Ftickets%3Fshow%3Dopen&q="
        );
        assert_eq!(with_query("/search", []), "/search");
    }
}
