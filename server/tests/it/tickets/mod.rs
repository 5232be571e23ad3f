//! `/tickets`: filing, drafts, guests, following, live pages. Support's side is in `desk`.

mod address;
mod again;
mod claim;
mod drafts;
mod guests;
mod history;
mod live;
mod live_processes;
mod new;
mod organisation;
mod pending_submission;
mod private;
mod promise;
mod show;
mod unread;

use crate::support::{Browser, TestResponse};

/// What a guest fills in.
pub const GUEST: [(&str, &str); 5] = [
    ("topic", "other"),
    ("subject", "Var hittar jag schemat?"),
    ("description", "Jag letar efter tiden för nästa möte."),
    ("name", "Gun Gäst"),
    ("email", "gun@gast.example"),
];

/// What someone signed in fills in.
pub const OWN: [(&str, &str); 3] =
    [("topic", "sign-in"), ("subject", "Koden fungerar inte"), ("description", "Det kommer ingen kod.")];

/// A form with another field, or with another value of one.
pub fn with_field<'a>(form: &[(&'a str, &'a str)], name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let others = form.iter().copied().filter(|(own, _)| *own != name);
    others.chain([(name, value)]).collect()
}

/// Opens the form, and files it with the key the page has given it.
pub async fn submit_ticket(browser: &Browser, form: &[(&str, &str)]) -> TestResponse {
    let key = browser.get("/tickets/new").await.assert_status(200).value("form_key");
    browser.post("/tickets/new", &with_field(form, "form_key", &key)).await
}

/// The reference in an address such as `/tickets/K7M-3Q9X?filed=yes`.
pub fn reference(answer: &TestResponse) -> String {
    let path = answer.location().split(['?', '#']).next().unwrap();
    path.rsplit('/').next().unwrap().to_owned()
}
