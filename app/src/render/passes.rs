//! What is done to the HTML of a whole page after its components were rendered. Texts that people wrote hold no `<` in it: they are
//! escaped, or sanitised without forms, comments and scripts.

use memchr::memmem;

use super::Refusal;
use crate::FORM_PAGE_FIELD;

/// The field of every form with the id of the account that its page was rendered for; empty for nobody. The server compares it with
/// who is signed in when the form is sent.
pub const ACCOUNT_FIELD: &str = "account";

/// What Leptos puts between text nodes, for hydration.
const MARKER: &str = "<!>";
/// The same, as HTML has it.
const COMMENT: &str = "<!---->";
const ISLAND: &str = "<leptos-island";
const ISLAND_END: &str = "</leptos-island>";

/// Puts [`ACCOUNT_FIELD`] and [`FORM_PAGE_FIELD`] into every form of a page that is posted: here, so that no form can be without them.
pub fn mark_forms(html: &str, account: &str, page: &str) -> String {
    let page = page.replace('&', "&amp;").replace('"', "&quot;");
    let fields = [(ACCOUNT_FIELD, account), (FORM_PAGE_FIELD, &page)]
        .map(|(name, value)| format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">"))
        .concat();
    let mut marked = String::with_capacity(html.len() + 256);
    let mut rest = html;
    while let Some(start) = find(rest, 0, "<form") {
        let Some(end) = tag_end(rest, start) else { break };
        marked.push_str(&rest[..end]);
        if rest[start..end].contains("method=\"post\"") {
            marked.push_str(&fields);
        }
        rest = &rest[end..];
    }
    marked.push_str(rest);
    marked
}

/// Where a text is found from a place on. Quicker than the search of `str`, which takes a tenth of the time of a page.
pub fn find(html: &str, from: usize, text: &str) -> Option<usize> {
    memmem::find(&html.as_bytes()[from..], text.as_bytes()).map(|at| from + at)
}

/// The end of the tag that begins at `start`.
pub fn tag_end(html: &str, start: usize) -> Option<usize> {
    let mut quoted = false;
    let end = html[start..].find(|c: char| {
        quoted ^= c == '"';
        c == '>' && !quoted
    });
    end.map(|end| start + end + 1)
}

/// The document whose summary of errors links only to fields that are on the page: a form can be about something that is not
/// offered any more, or have been sent by a page that does not exist.
pub fn without_dead_links(html: String, refusal: Option<Refusal>) -> String {
    let Some(Refusal { errors, id_prefix }) = refusal else { return html };
    errors.0.iter().fold(html, |html, (field, _)| {
        if html.contains(&format!(" id=\"{id_prefix}{field}\"")) {
            return html;
        }
        html.replacen(&format!(" href=\"#{id_prefix}{field}\""), "", 1)
    })
}

/// The document without hydration markers outside islands, where nothing reads them. Each is a parse error, so inside they become
/// the comments that a browser makes of them.
pub fn without_markers(html: &str) -> String {
    let mut clean = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = find(rest, 0, ISLAND) {
        let end = find(rest, start, ISLAND_END).map_or(rest.len(), |end| end + ISLAND_END.len());
        push_without_markers(&mut clean, &rest[..start]);
        clean.push_str(&rest[start..end].replace(MARKER, COMMENT));
        rest = &rest[end..];
    }
    push_without_markers(&mut clean, rest);
    clean
}

fn push_without_markers(clean: &mut String, mut html: &str) {
    while let Some(at) = find(html, 0, MARKER) {
        clean.push_str(&html[..at]);
        html = &html[at + MARKER.len()..];
    }
    clean.push_str(html);
}

/// Adds the script that hydrates the islands to the head of a page that has some; `assets` is the path of the folder with it.
pub fn with_hydration(html: String, assets: &str) -> String {
    let (Some(_), Some(head_end)) = (find(&html, 0, ISLAND), find(&html, 0, "</head>")) else { return html };
    let tags = format!(
        "<link rel=\"preload\" href=\"{assets}/fyr.wasm\" as=\"fetch\" type=\"application/wasm\" crossorigin=\"anonymous\">\
         <script type=\"module\" src=\"{assets}/fyr.js\"></script>"
    );
    [&html[..head_end], &tags, &html[head_end..]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_that_is_posted_says_where_and_for_whom_it_was_opened() {
        let html = "<form method=\"get\"><input></form><form class=\"a>b\" method=\"post\" action=\"/x\"><button>1</button></form>\
                    <p>method=\"post\"</p><form method=\"post\"></form>";
        let field = "<input type=\"hidden\" name=\"account\" value=\"7\"><input type=\"hidden\" name=\"form_page\" value=\"/a\">";
        let marked = mark_forms(html, "7", "/a");
        assert_eq!(marked.matches(field).count(), 2, "{marked}");
        assert!(marked.contains(&format!("action=\"/x\">{field}<button>")), "{marked}");
        assert_eq!(marked.replace(field, ""), html, "and nothing else changes");
        assert_eq!(mark_forms("<form", "7", "/a"), "<form");
    }

    #[test]
    fn markers_stay_in_islands_alone() {
        let island = "<leptos-island data-component=\"A\">a<!>b</leptos-island>";
        let html = format!("<p>1<!>2</p>{island}<!>3&lt;!&gt;{island}4<!>");
        let valid = island.replace("<!>", "<!---->");
        assert_eq!(without_markers(&html), format!("<p>12</p>{valid}3&lt;!&gt;{valid}4"));
        assert_eq!(without_markers("<leptos-island>a<!>b"), "<leptos-island>a<!---->b");
    }

    #[test]
    fn a_page_without_islands_loads_no_script() {
        let page = |body: &str| format!("<html><head><title>T</title></head><body>{body}</body></html>");
        assert_eq!(with_hydration(page("<p>x</p>"), "/assets/1"), page("<p>x</p>"));
        let html = with_hydration(page("<leptos-island></leptos-island>"), "/assets/1");
        assert!(html.contains("src=\"/assets/1/fyr.js\"></script></head>"), "{html}");
    }
}
