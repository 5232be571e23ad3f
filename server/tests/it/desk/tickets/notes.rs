//! What colleagues write among themselves reaches nobody else, on no way.

use fyr_domain::tickets::Status;

use crate::support::{PNG, Site, file, on_both_engines, text};

on_both_engines! {
    a_note_reaches_only_those_who_work_tickets,
    a_note_is_written_by_those_who_work_tickets,
}

const SECRET: &str = "Hemlig-anteckning-7";

async fn a_note_reaches_only_those_who_work_tickets(site: &Site) {
    let agnes = site.signed_in(&site.people.agnes).await;
    let ticket = site.create_ticket(&site.people.petra).await;
    let (guest_ticket, token) = site.create_guest_ticket().await;
    for reference in [&ticket, &guest_ticket] {
        let parts = [text("action", "note"), text("body", SECRET), file("hemlig-fil.png", "image/png", PNG)];
        agnes.post_parts(&format!("/desk/tickets/{reference}"), &parts).await.assert_status(303);
        site.reply_as_support(reference, "Synligt svar", Some(Status::Solved)).await;
    }
    let guest = site.browser();
    guest.get(&format!("/tickets/{guest_ticket}?token={token}")).await.assert_status(303);
    let (petra, karin) = (site.signed_in(&site.people.petra).await, site.signed_in(&site.people.karin).await);
    for (browser, reference) in [(&petra, &ticket), (&karin, &ticket), (&guest, &guest_ticket)] {
        let path = format!("/tickets/{reference}");
        let page = browser.get(&path).await.assert_status(200).assert_text("Synligt svar");
        page.assert_no_text(SECRET).assert_no_text("hemlig-fil").assert_no_text("entry-note");
        browser
            .post(&format!("{path}/messages"), &[("body", "")])
            .await
            .assert_status(422)
            .assert_no_text(SECRET);
        browser.get("/tickets/new").await.assert_no_text("hemlig-fil");
        let files = site.thread(&site.people.agnes, reference).await.files;
        assert_eq!(files.len(), 1);
        browser.get(&format!("{path}/attachments/{}", files[0].id)).await.assert_status(404);
        browser.post(&format!("{path}/close"), &[]).await.assert_status(303);
    }
    petra.get("/tickets").await.assert_no_text(SECRET);
    karin
        .get(&format!("/participants/{}", site.people.petra.id))
        .await
        .assert_status(200)
        .assert_no_text(SECRET);
    let mails = site.delivered_emails().await;
    assert!(mails.len() >= 4);
    for mail in mails {
        assert!(
            !mail.raw.contains(SECRET) && !mail.text.contains(SECRET) && !mail.html.contains("hemlig-fil")
        );
    }
    for user in [&site.people.agnes, &site.people.adam] {
        let page =
            site.signed_in(user).await.get(&format!("/desk/tickets/{ticket}")).await.assert_status(200);
        page.assert_text(SECRET).assert_text("hemlig-fil.png");
    }
}

async fn a_note_is_written_by_those_who_work_tickets(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    for user in [&site.people.petra, &site.people.karin, &site.people.stina] {
        let browser = site.signed_in(user).await;
        browser
            .post(&format!("/desk/tickets/{ticket}"), &[("action", "note"), ("body", SECRET)])
            .await
            .assert_status(404);
    }
    assert_eq!(site.thread(&site.people.agnes, &ticket).await.events.len(), 1);
    assert_eq!(site.delivered_emails().await.len(), 1);
}
