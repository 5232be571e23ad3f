//! What is new from support, in the lists of requesters and their counsellors and on the start page.

use axum::body::Body;
use fyr_domain::{Lang, tickets::Status};
use fyr_i18n::t;

use crate::support::{Browser, Site, on_both_engines};

on_both_engines! {
    an_answer_is_marked_until_its_requester_opens_it,
    a_counsellor_has_a_mark_of_their_own,
    opening_a_ticket_without_news_writes_nothing,
    what_nobody_looks_at_stays_new,
    support_with_a_ticket_of_their_own_is_told_of_others_answers,
}

/// The marks in a list.
async fn marks(browser: &Browser, path: &str) -> usize {
    let page = browser.get(path).await.assert_status(200);
    page.page().texts("main .ds-tag").iter().filter(|text| *text == t!(Lang::Sv, "list-unread")).count()
}

async fn an_answer_is_marked_until_its_requester_opens_it(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let (answered, other) =
        (site.create_ticket(&site.people.petra).await, site.create_ticket(&site.people.petra).await);
    let news = t!(Lang::Sv, "home-unread", count = 1);
    assert_eq!(marks(&petra, "/tickets").await, 0);
    petra.get("/").await.assert_no_text(&news);
    super::add_note(site, &other, "Bara för oss").await;
    site.reply_as_support(&answered, "Prova igen", Some(Status::WaitingForRequester)).await;
    assert_eq!(marks(&petra, "/tickets").await, 1);
    let waiting = t!(Lang::Sv, "home-waiting", count = 1);
    petra.get("/").await.assert_text(&news).assert_text(&waiting);
    // whoever else opens it
    let agnes = site.signed_in(&site.people.agnes).await;
    agnes.get(&format!("/desk/tickets/{answered}")).await.assert_status(200);
    agnes.get(&format!("/tickets/{answered}")).await.assert_status(200);
    assert_eq!(marks(&petra, "/tickets").await, 1);

    petra.get(&format!("/tickets/{answered}")).await.assert_text("Prova igen");
    assert_eq!(marks(&petra, "/tickets").await, 0);
    petra.get("/").await.assert_no_text(&news).assert_text(&waiting);
    site.set_status(&answered, Status::Solved).await;
    assert_eq!(marks(&petra, "/tickets?show=done").await, 1);
    petra.get("/").await.assert_text(&news).assert_no_text(&waiting);
}

async fn a_counsellor_has_a_mark_of_their_own(site: &Site) {
    let (petra, karin) = (site.signed_in(&site.people.petra).await, site.signed_in(&site.people.karin).await);
    let answered = site.create_ticket(&site.people.petra).await;
    site.reply_as_support(&answered, "Prova igen", None).await;
    let person = format!("/participants/{}", site.people.petra.id);
    let news = t!(Lang::Sv, "people-unread-count", count = 1);
    petra.get(&format!("/tickets/{answered}")).await.assert_status(200);
    karin.get("/participants").await.assert_text(&news);
    for list in [&*person, "/participants/tickets"] {
        assert_eq!(marks(&karin, list).await, 1, "{list}");
    }
    karin.get(&format!("/tickets/{answered}")).await.assert_text("Prova igen");
    karin.get("/participants").await.assert_no_text(&news);
    for list in [&*person, "/participants/tickets"] {
        assert_eq!(marks(&karin, list).await, 0, "{list}");
    }
}

async fn opening_a_ticket_without_news_writes_nothing(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let reference = site.create_ticket(&site.people.petra).await;
    let path = format!("/tickets/{reference}");
    let rows = "SELECT COUNT(*) FROM ticket_reads";
    petra.get(&path).await.assert_status(200);
    assert_eq!(site.count(rows).await, 0);
    site.reply_as_support(&reference, "Prova igen", None).await;
    petra.get(&path).await.assert_status(200);
    assert_eq!(site.count(rows).await, 1);
    site.execute_sql("DELETE FROM ticket_reads").await;
    petra.get("/tickets").await.assert_status(200);
    assert_eq!(site.count(rows).await, 0, "a list is not the ticket");
}

async fn what_nobody_looks_at_stays_new(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let reference = site.create_ticket(&site.people.petra).await;
    let path = format!("/tickets/{reference}");
    site.reply_as_support(&reference, "Prova igen", None).await;
    petra.send("HEAD", &path, "", Body::empty()).await.assert_status(200);
    let session = petra.cookie("fyr_session").expect("a session");
    for (name, value) in
        [("sec-purpose", "prefetch"), ("sec-purpose", "prefetch;prerender"), ("purpose", "prefetch")]
    {
        let ahead = site.browser().with_header(name, value);
        ahead.set_cookie("fyr_session", &session);
        ahead.get(&path).await.assert_text("Prova igen");
    }
    assert_eq!(marks(&petra, "/tickets").await, 1);
    petra.get(&path).await.assert_status(200);
    assert_eq!(marks(&petra, "/tickets").await, 0);
}

async fn support_with_a_ticket_of_their_own_is_told_of_others_answers(site: &Site) {
    let (agnes, browser) = (&site.people.agnes, site.signed_in(&site.people.agnes).await);
    let reference = site.create_ticket(agnes).await;
    let desk = format!("/desk/tickets/{reference}");
    browser.post(&desk, &[("action", "reply"), ("body", "Jag löste det själv.")]).await.assert_status(303);
    assert_eq!(marks(&browser, "/tickets").await, 0, "they wrote it");
    let adam = site.signed_in(&site.people.adam).await;
    adam.post(&desk, &[("action", "reply"), ("body", "Bra!")]).await.assert_status(303);
    assert_eq!(marks(&browser, "/tickets").await, 1);
    browser.get(&desk).await.assert_text("Bra!");
    assert_eq!(marks(&browser, "/tickets").await, 0, "they have read it at the desk");
}
