//! URLs with query parameters, for links, and the titles of pages that such URLs filter.

use url::form_urlencoded::Serializer;

use crate::RequestContext;

/// A path with query parameters, encoded as browsers encode a form; the path alone where there are none.
pub(crate) fn with_query<'a>(path: &str, params: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let query = Serializer::new(String::new()).extend_pairs(params).finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// The parameters of a query without those of these names, as they were written.
pub fn params_without<'q>(query: &'q str, names: &[&str]) -> Vec<&'q str> {
    let is_kept =
        |pair: &&str| !pair.is_empty() && !names.contains(&pair.split('=').next().unwrap_or_default());
    query.split('&').filter(is_kept).collect()
}

/// The title of a list's page: where its address filters, first what was found, because that is what a new page is for.
pub(crate) fn list_title(cx: &RequestContext, found: &str, title: &str) -> String {
    let query = cx.uri.split_once('?').map_or("", |(_, query)| query);
    if params_without(query, &["lang"]).is_empty() {
        title.to_owned()
    } else {
        format!("{found} – {title}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_parameters_stay_as_they_are() {
        assert_eq!(params_without("a=1&lang=nb&language=x&&page", &["lang", "page"]), ["a=1", "language=x"]);
        assert!(params_without("", &[]).is_empty());
    }

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
