//! What is done to the HTML of a whole page after its components were rendered. Texts that people wrote hold no `<` in it: they are
//! escaped, or sanitised without forms, comments and scripts.

use super::Refusal;

/// The field of every form with the id of the account that its page was rendered for; empty for nobody. The server compares it with
/// who is signed in when the form is sent.
pub const ACCOUNT_FIELD: &str = "account";

/// What Leptos puts between text nodes, for hydration.
const MARKER: &str = "<!>";
const ISLAND: &str = "<leptos-island";
const ISLAND_END: &str = "</leptos-island>";

/// Puts [`ACCOUNT_FIELD`] into every form of a page that is posted: here, so that no form can be without it.
pub fn name_account(html: &str, account: &str) -> String {
    let mut marked = String::with_capacity(html.len() + 256);
    let mut rest = html;
    while let Some(start) = rest.find("<form") {
        let mut quoted = false;
        let end = rest[start..].find(|c: char| {
            quoted ^= c == '"';
            c == '>' && !quoted
        });
        let Some(end) = end.map(|end| start + end + 1) else { break };
        marked.push_str(&rest[..end]);
        if rest[start..end].contains("method=\"post\"") {
            marked.extend(["<input type=\"hidden\" name=\"", ACCOUNT_FIELD, "\" value=\"", account, "\">"]);
        }
        rest = &rest[end..];
    }
    marked.push_str(rest);
    marked
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

/// The document without hydration markers outside islands: nothing reads them there, and each is a parse error.
pub fn without_markers(html: &str) -> String {
    let mut clean = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find(ISLAND) {
        let end = rest[start..].find(ISLAND_END).map_or(rest.len(), |end| start + end + ISLAND_END.len());
        clean.extend(rest[..start].split(MARKER));
        clean.push_str(&rest[start..end]);
        rest = &rest[end..];
    }
    clean.extend(rest.split(MARKER));
    clean
}

/// Adds the script that hydrates the islands to the head of a page that has some; `assets` is the path of the folder with it.
pub fn with_hydration(html: String, assets: &str) -> String {
    if !html.contains(ISLAND) {
        return html;
    }
    let tags = format!(
        "<link rel=\"preload\" href=\"{assets}/fyr.wasm\" as=\"fetch\" type=\"application/wasm\" crossorigin=\"anonymous\">\
         <script type=\"module\" src=\"{assets}/fyr.js\"></script></head>"
    );
    html.replacen("</head>", &tags, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_that_is_posted_says_for_whom_it_was_opened() {
        let html = "<form method=\"get\"><input></form><form class=\"a>b\" method=\"post\" action=\"/x\"><button>1</button></form>\
                    <p>method=\"post\"</p><form method=\"post\"></form>";
        let field = "<input type=\"hidden\" name=\"account\" value=\"7\">";
        let marked = name_account(html, "7");
        assert_eq!(marked.matches(field).count(), 2, "{marked}");
        assert!(marked.contains(&format!("action=\"/x\">{field}<button>")), "{marked}");
        assert_eq!(marked.replace(field, ""), html, "and nothing else changes");
        assert_eq!(name_account("<form", "7"), "<form");
    }

    #[test]
    fn markers_stay_in_islands_alone() {
        let island = "<leptos-island data-component=\"A\">a<!>b</leptos-island>";
        let html = format!("<p>1<!>2</p>{island}<!>3&lt;!&gt;{island}4<!>");
        assert_eq!(without_markers(&html), format!("<p>12</p>{island}3&lt;!&gt;{island}4"));
        assert_eq!(without_markers("<leptos-island>a<!>b"), "<leptos-island>a<!>b");
    }

    #[test]
    fn a_page_without_islands_loads_no_script() {
        let page = |body: &str| format!("<html><head><title>T</title></head><body>{body}</body></html>");
        assert_eq!(with_hydration(page("<p>x</p>"), "/assets/1"), page("<p>x</p>"));
        let html = with_hydration(page("<leptos-island></leptos-island>"), "/assets/1");
        assert!(html.contains("src=\"/assets/1/fyr.js\"></script></head>"), "{html}");
    }
}
