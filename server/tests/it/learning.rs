//! What the portal learns from searches: whether they led anywhere, and never whose they were.

use chrono::TimeDelta;
use fyr_domain::Lang;
use fyr_i18n::t;
use fyr_usecases::search;

use crate::support::{Browser, Site, on_both_engines};

on_both_engines! {
    a_search_is_answered_rephrased_filed_or_abandoned,
    what_led_nowhere_is_shown_in_groups_of_five,
    whose_searches_they_were_is_forgotten,
    editors_and_personal_data_are_left_out,
}

const LANG: Lang = Lang::Sv;
const PAGE: &str = "/desk/articles/searches";

/// Somebody who is not signed in, with a browser of their own.
fn visitor(site: &Site, number: usize) -> Browser {
    site.browser().with_header("user-agent", &format!("Browser/{number}"))
}

async fn search_for(browser: &Browser, q: &str) {
    browser.get(&format!("/search?q={q}&lang=sv")).await.assert_status(200);
}

/// Half an hour passes, and the job runs.
async fn settle(site: &Site) {
    search::write_waiting(&site.backend).await.unwrap();
    site.clock.advance(TimeDelta::minutes(31));
    search::settle(&site.backend).await.unwrap();
}

async fn outcomes(site: &Site) -> Vec<String> {
    let sql = "SELECT text || ' ' || COALESCE(outcome, '-') FROM searches ORDER BY text";
    site.query_texts(sql).await
}

async fn a_search_is_answered_rephrased_filed_or_abandoned(site: &Site) {
    let (answered, gone) = (visitor(site, 1), visitor(site, 2));
    let filed = site.signed_in(&site.people.petra).await;
    search_for(&answered, "kalender").await;
    search_for(&answered, "l%C3%B6senord").await;
    search_for(&answered, "l%C3%B6senord").await;
    answered.get("/articles/reset-password").await.assert_status(200);
    search_for(&filed, "faktura").await;
    crate::support::submit_ticket(
        &filed,
        &[("topic", "other"), ("subject", "Faktura"), ("description", "Den är fel."), ("urgent", "no")],
    )
    .await
    .assert_status(303);
    search_for(&gone, "parkering").await;
    search::write_waiting(&site.backend).await.unwrap();
    assert_eq!(outcomes(site).await, ["faktura filed", "kalender rephrased", "lösenord -", "parkering -"]);
    settle(site).await;
    assert_eq!(
        outcomes(site).await,
        ["faktura filed", "kalender rephrased", "lösenord answered", "parkering abandoned"]
    );
    let agnes = site.signed_in(&site.people.agnes).await;
    let page = agnes.get(PAGE).await.assert_status(200);
    let page = page.assert_text(&t!(LANG, "searches-ended", count = 3));
    let page = page.assert_text(&t!(LANG, "searches-share", share = 33, count = 1));
    page.assert_text(&t!(LANG, "searches-rephrased", count = 1)).assert_no_text("parkering");
    // half an hour later it is another trail
    search_for(&gone, "parkering").await;
    settle(site).await;
    assert_eq!(outcomes(site).await.len(), 5);
    site.browser().get(PAGE).await.assert_status(303);
    site.signed_in(&site.people.karin).await.get(PAGE).await.assert_status(404);
}

async fn what_led_nowhere_is_shown_in_groups_of_five(site: &Site) {
    let page = async || {
        let agnes = site.signed_in(&site.people.agnes).await;
        agnes.get(PAGE).await.assert_status(200)
    };
    for n in 0..5 {
        if n == 4 {
            page().await.assert_no_text("zeppelinare");
        }
        // in any form of the word
        let q = if n % 2 == 0 { "zeppelinare" } else { "zeppelinaren" };
        let browser = visitor(site, n);
        search_for(&browser, q).await;
        search_for(&browser, q).await;
        settle(site).await;
    }
    let shown = page().await.assert_text("zeppelinare").assert_text(&t!(LANG, "searches-people", count = 5));
    let new = shown.page().attributes(".versions a", "href");
    let new = new.iter().find(|href| href.starts_with("/desk/articles/new")).expect("a link to write");
    let agnes = site.signed_in(&site.people.agnes).await;
    let form = agnes.get(new).await.assert_status(200);
    assert!(form.value("title").starts_with("zeppelinare"), "{}", form.value("title"));
    agnes.get(&format!("{PAGE}?days=7")).await.assert_text("zeppelinare");
    site.clock.advance(TimeDelta::days(8));
    let agnes = site.signed_in(&site.people.agnes).await;
    agnes.get(&format!("{PAGE}?days=7")).await.assert_no_text("zeppelinare");
}

async fn whose_searches_they_were_is_forgotten(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    search_for(&petra, "kalender").await;
    search::write_waiting(&site.backend).await.unwrap();
    let visitors = site.query_texts("SELECT visitor FROM search_trails").await;
    assert_eq!(visitors.len(), 1);
    assert!(!visitors[0].contains(&site.people.petra.id.to_string()), "{visitors:?}");
    settle(site).await;
    assert_eq!(site.count("SELECT COUNT(*) FROM search_trails").await, 0);
    assert_eq!(site.count("SELECT COUNT(*) FROM searches").await, 1);
    site.clock.advance(TimeDelta::days(401));
    search::settle(&site.backend).await.unwrap();
    assert_eq!(site.count("SELECT COUNT(*) FROM searches").await, 0);
}

async fn editors_and_personal_data_are_left_out(site: &Site) {
    let agnes = site.signed_in(&site.people.agnes).await;
    search_for(&agnes, "kalender").await;
    let guest = site.browser();
    search_for(&guest, "19900101-2385").await;
    search_for(&guest, "ring+0701234567+eller+petra%40example.org").await;
    guest.get("/articles/reset-password").await.assert_status(200);
    search::write_waiting(&site.backend).await.unwrap();
    let kept = site.query_texts("SELECT text FROM searches").await;
    assert_eq!(kept, ["ring […] eller […]"]);
}
