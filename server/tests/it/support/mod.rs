//! The portal that the tests of the server use: people, topics and an article, behind the router that is served. The rest of
//! the harness is `fyr-testing`.

mod live_stream;
mod site;

use fyr_domain::Lang;
use fyr_i18n::t;
pub use fyr_testing::{
    Browser, PASSWORD, PNG, Part, ReceivedEmail, TestResponse, file, on_both_engines, on_postgres, on_sqlite,
    text,
};
pub use live_stream::{LiveMessage, LiveStream};
pub use site::{Site, UNREACHABLE_PROVIDER, provider_config};

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
