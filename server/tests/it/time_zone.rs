//! Readers elsewhere see times as they are there, with the name of the zone.

use fyr_domain::Lang;
use fyr_i18n::t;

use crate::support::{Site, on_both_engines};

on_both_engines! {
    a_reader_elsewhere_sees_their_own_zone_named,
    a_chat_is_open_where_the_reader_is,
    hours_of_another_zone_are_shown_as_they_were_set,
}

async fn a_reader_elsewhere_sees_their_own_zone_named(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    let petra = site.signed_in(&site.people.petra).await;
    let path = format!("/tickets/{ticket}");
    let line = t!(Lang::Sv, "zone-line", zone = "Europe/London");
    petra.get(&path).await.assert_text("10:00").assert_no_text(&line);
    petra.get("/").await.assert_text("08:00–17:00");
    let saved = petra.post("/time-zone", &[("zone", "Europe/London")]).await.assert_status(303);
    petra.follow(saved).await.assert_text(t!(Lang::Sv, "notice-time-zone-set")).assert_text(&line);
    // filed at ten in Stockholm, to be answered by ten the next day
    petra.get(&path).await.assert_text("09:00").assert_no_text("10:00").assert_text(&line);
    petra.get(&format!("{path}/documentation")).await.assert_text("09:00 (Europe/London)");
    petra.get("/").await.assert_text("07:00–16:00");
    petra.get("/status").await.assert_text("Europe/London");
    for unknown in ["", "Europe/Nowhere", "UTC\r\nx", "Etc/GMT+3"] {
        petra.post("/time-zone", &[("zone", unknown)]).await.assert_status(422);
    }
    petra.post("/time-zone", &[("zone", "Europe/Stockholm")]).await.assert_status(303);
    petra.get(&path).await.assert_text("10:00").assert_no_text("Europe/London");
}

async fn hours_of_another_zone_are_shown_as_they_were_set(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let hours = [
        ("tuesday", "09:00-17:00"),
        ("zone", "Europe/London"),
        ("closures", "2026-11-10 2026-11-12 10:00-12:00 Flytt"),
        ("step", "save"),
    ];
    adam.post("/desk/settings/hours", &hours).await.assert_status(303);
    let reader = site.browser();
    reader
        .get("/")
        .await
        .assert_text("09:00–17:00")
        .assert_text("10:00–12:00")
        .assert_no_text("Europe/London");
    reader.post("/time-zone", &[("zone", "Europe/Helsinki")]).await.assert_status(303);
    let page = reader.get("/").await.assert_text("11:00–19:00");
    page.assert_text("10:00–12:00 (Europe/London)");
}

async fn a_chat_is_open_where_the_reader_is(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let chat = [
        ("chat_address", "https://chat.example.org/"),
        ("chat_weekdays", "09:00-18:00"),
        ("chat_reader_zone", "yes"),
        ("step", "save"),
    ];
    adam.post("/desk/settings/channels", &chat).await.assert_status(303);
    let reader = site.browser();
    reader.get("/").await.assert_text("09:00–18:00").assert_text(t!(Lang::Sv, "channel-reader-zone"));
    reader.post("/time-zone", &[("zone", "America/New_York")]).await.assert_status(303);
    // in New York it is four in the morning: the chat opens at nine there
    let page = reader.get("/").await.assert_text("09:00–18:00");
    page.assert_text(t!(Lang::Sv, "zone-line", zone = "America/New_York").as_str());
}
