//! The portal that the tests of the server use: people, topics and an article, behind the router that is served. The rest of
//! the harness is `fyr-testing`.

mod accounts;
pub mod organisations;
pub mod refusals;
pub mod site;
mod tickets;

pub use accounts::{GOOD, emailed_link, is_signed_in, token_in};
use fyr_domain::Lang;
use fyr_i18n::t;
pub use fyr_testing::{Browser, PASSWORD, PNG, Part, TestResponse, file, on_both_engines, on_sqlite, text};
pub use organisations::{create_relation, grant_role, organisation, person_path};
pub use refusals::assert_refusal;
pub use site::Site;
pub use tickets::{GUEST, OWN, reference, submit_ticket, with_field};

/// Files a ticket with a picture, which cannot be saved: the form again, with everything that was typed.
pub async fn file_ticket_with_unsaved_picture(browser: &Browser) -> TestResponse {
    let parts = [
        text("topic", "other"),
        text("subject", "Min rubrik"),
        text("description", "Min text"),
        file("bild.png", "image/png", PNG),
    ];
    let again = browser.post_parts("/tickets/new", &parts).await.assert_status(422).assert_text(&t!(
        Lang::Sv,
        "problem-file-not-saved",
        name = "bild.png"
    ));
    assert_eq!(
        (again.value("subject").as_str(), again.value("description").as_str()),
        ("Min rubrik", "Min text")
    );
    again
}
