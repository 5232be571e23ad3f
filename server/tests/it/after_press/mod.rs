//! After every press of a button: the title says what became of it, and one line on top of the page that has the focus, or what
//! the address names. The walk through [`bad_input`](crate::bad_input) holds every refused form to
//! [`assert_refusal`](crate::support::assert_refusal); here are
//! the forms that succeed.

mod pressed;

use std::collections::BTreeSet;

use axum::http::Method;
use fyr::{routes, web::routes::Audience};

use crate::support::{Browser, TestResponse, on_both_engines};

on_both_engines! {
    every_form_that_succeeds_says_so,
    a_notice_is_shown_once_and_only_where_the_redirect_led,
    nobody_can_put_words_into_a_notice,
    signing_in_names_what_could_not_be_done,
    a_refused_form_among_several_leads_to_its_own_fields,
    what_is_hard_to_undo_is_asked_first,
}

use pressed::{
    a_notice_is_shown_once_and_only_where_the_redirect_led,
    a_refused_form_among_several_leads_to_its_own_fields, every_form_that_succeeds_says_so,
    nobody_can_put_words_into_a_notice, signing_in_names_what_could_not_be_done,
    what_is_hard_to_undo_is_asked_first,
};

/// Forms that lead to no page of ours that could say something.
const ELSEWHERE: [(&str, &str); 11] = [
    ("/first-run", "see the tests of the first run"),
    ("/language/{*page}", "the page itself, in the other language"),
    ("/tickets/new/uploads", "the island reads JSON"),
    ("/account/data/download", "a file"),
    ("/desk/audit/export", "a file"),
    ("/desk/people/export", "a file"),
    ("/auth/backchannel/{provider}", "a provider's server"),
    ("/sign-in/{provider}", "leads to the provider"),
    ("/sign-in/{provider}/new", "see the tests with a provider"),
    ("/account/identities", "see the tests with a provider"),
    ("/sign-in/code", "signs in, as /sign-in does"),
];

/// The paths of all forms that people send.
pub fn forms() -> impl Iterator<Item = &'static str> {
    let all = routes::table().into_iter();
    all.filter(|route| route.audience == Audience::Pages && route.method == Method::POST)
        .map(|route| route.path)
}

/// Whether a path is of this route.
pub fn is_of_route(path: &str, route: &str) -> bool {
    let (path, route) = (path.split('?').next().unwrap_or_default().split('/'), route.split('/'));
    path.clone().count() == route.clone().count()
        && path.zip(route).all(|(part, pattern)| pattern.starts_with('{') || part == pattern)
}

/// The route of a path: one without parameters first.
fn route_of(path: &str) -> &'static str {
    let mut matching: Vec<_> = forms().filter(|route| is_of_route(path, route)).collect();
    matching.sort_by_key(|route| route.matches('{').count());
    matching.first().unwrap_or_else(|| panic!("{path} is no form"))
}

/// Presses buttons and remembers of which forms.
#[derive(Default)]
struct Presses {
    routes: BTreeSet<&'static str>,
}

impl Presses {
    /// Sends a form and opens the page it leads to, which says `said`. Returns that page.
    async fn press(
        &mut self,
        browser: &Browser,
        path: &str,
        fields: &[(&str, &str)],
        said: &str,
    ) -> TestResponse {
        self.routes.insert(route_of(path));
        let answer = browser.post(path, fields).await;
        let (page, anchor) = if answer.status == 303 {
            let location = answer.location().to_owned();
            let anchor = location.split_once('#').map(|(_, anchor)| anchor.to_owned());
            (browser.get(location.split('#').next().unwrap_or_default()).await.assert_status(200), anchor)
        } else {
            (answer.assert_status(200), None)
        };
        let html = page.page();
        let line = html.texts("[role=status][tabindex=\"-1\"][autofocus]");
        let title = html.texts("title").concat();
        if path.ends_with("/rating") {
            assert!(title.starts_with(said.trim_end_matches('.')), "{path}: {title}");
        } else {
            assert_eq!(line.len(), 1, "{path} says one thing: {line:?} {}", page.main_text());
            assert!(line[0].starts_with(said), "{path} says {line:?}, not {said:?}");
            assert_eq!(html.attributes("[autofocus]", "role"), ["status"], "{path}: the focus is there");
        }
        if !html.select("#notice").is_empty() {
            assert!(title.starts_with(said.trim_end_matches('.')), "{path}: {title}");
            assert_eq!(html.attributes("main > :first-child", "id"), ["notice"], "{path}: it is on top");
        }
        if let Some(anchor) = anchor {
            let focusable = html.attributes(&format!("[id=\"{anchor}\"]"), "tabindex");
            assert_eq!(focusable, ["-1"], "{path}: #{anchor} can have the focus");
        }
        page
    }

    /// Asserts that every form was pressed.
    fn assert_complete(&self) {
        let missing: Vec<_> = forms()
            .filter(|route| !self.routes.contains(route) && ELSEWHERE.iter().all(|(path, _)| path != route))
            .collect();
        assert!(missing.is_empty(), "nobody pressed the buttons of {missing:?}");
    }
}
