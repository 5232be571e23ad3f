//! Forms on their way: nothing typed is lost, and nobody else sees it.

use crate::support::{GUEST, OWN, PNG, Site, file as upload, on_both_engines, text, with_field};

on_both_engines! {
    a_draft_survives_a_reload_and_a_restart,
    a_draft_is_its_owners,
    files_chosen_early_wait_for_the_form,
    a_file_can_be_taken_off_again,
    a_form_can_be_thrown_away,
    what_a_browser_sends_at_once_is_one_owners,
    another_language_keeps_the_draft,
}

async fn a_draft_survives_a_reload_and_a_restart(site: &Site) {
    let browser = site.browser();
    let key = browser.get("/tickets/new").await.value("form_key");
    let kept = browser.post("/islands/keep_draft", &with_field(&GUEST, "form_key", &key)).await;
    assert!(kept.status < 400, "{}: {}", kept.status, kept.main_text());
    let page = browser.get("/tickets/new").await;
    assert_eq!((page.value("form_key"), page.value("subject").as_str()), (key.clone(), GUEST[1].1));

    browser
        .post("/tickets/new", &with_field(&with_field(&GUEST, "form_key", &key), "email", "no address"))
        .await
        .assert_status(422);
    let site = site.restart_with(|_| {}).await;
    let later = site.browser();
    later.set_cookie("fyr_reader", &browser.cookie("fyr_reader").unwrap());
    let page = later.get("/tickets/new").await;
    assert_eq!(page.value("form_key"), key);
    for (name, value) in with_field(&GUEST, "email", "no address") {
        assert_eq!(page.value(name), value);
    }
    site.backend.store.close().await;
}

async fn a_draft_is_its_owners(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    petra.post("/tickets/new", &with_field(&OWN, "step", "check")).await.assert_status(200);
    // also in another browser of hers, but nobody else's
    assert_eq!(site.signed_in(&site.people.petra).await.get("/tickets/new").await.value("subject"), OWN[1].1);
    assert_eq!(site.signed_in(&site.people.otto).await.get("/tickets/new").await.value("subject"), "");
    assert_eq!(site.browser().get("/tickets/new").await.value("subject"), "");
    let key = petra.get("/tickets/new").await.value("form_key");
    let otto = site.signed_in(&site.people.otto).await;
    let other = with_field(&with_field(&OWN, "form_key", &key), "subject", "Av Otto");
    otto.post("/tickets/new", &with_field(&other, "step", "check")).await.assert_status(200);
    otto.post("/tickets/new", &[("form_key", &key), ("step", "forget")]).await.assert_status(303);
    assert_eq!(petra.get("/tickets/new").await.value("subject"), OWN[1].1, "nobody writes over it");
}

async fn files_chosen_early_wait_for_the_form(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let key = petra.get("/tickets/new").await.value("form_key");
    let parts =
        [text("form_key", &key), upload("bild.png", "image/png", PNG), upload("tom.txt", "text/plain", "")];
    let answer = petra.post_parts("/tickets/new/uploads", &parts).await.assert_status(200);
    assert!(answer.header("content-type").starts_with("application/json"));
    let told = answer.html();
    assert!(told.contains("bild.png") && told.contains("tom.txt"), "what is kept, and what is wrong: {told}");
    let check = with_field(&with_field(&OWN, "form_key", &key), "step", "check");
    petra.post("/tickets/new", &check).await.assert_status(200).assert_text("bild.png");
    petra.get("/tickets/new").await.assert_text("bild.png");
    let filed = petra.post("/tickets/new", &with_field(&OWN, "form_key", &key)).await;
    petra.follow(filed).await.assert_status(200).assert_text("bild.png");
}

async fn a_file_can_be_taken_off_again(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let mut parts: Vec<_> =
        with_field(&OWN, "step", "check").iter().map(|(name, value)| text(name, value)).collect();
    parts.extend([upload("en.png", "image/png", PNG), upload("två.png", "image/png", PNG)]);
    let check = petra
        .post_parts("/tickets/new", &parts)
        .await
        .assert_status(200)
        .assert_text("en.png")
        .assert_text("två.png");
    let key = check.value("form_key");
    let form = petra.get("/tickets/new").await.assert_status(200);
    let remove = form.value("remove");
    let sent = with_field(&with_field(&OWN, "form_key", &key), "remove", &remove);
    let filed = petra.post("/tickets/new", &sent).await;
    petra.follow(filed).await.assert_status(200).assert_text("två.png").assert_no_text("en.png");
}

async fn a_form_can_be_thrown_away(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    petra.post("/tickets/new", &with_field(&OWN, "step", "check")).await.assert_status(200);
    let key = petra.get("/tickets/new").await.value("form_key");
    petra.post("/tickets/new", &[("form_key", &key), ("step", "forget")]).await.assert_status(303);
    let fresh = petra.get("/tickets/new").await;
    assert!(fresh.value("form_key") != key && fresh.value("subject").is_empty());
}

async fn what_a_browser_sends_at_once_is_one_owners(site: &Site) {
    let browser = site.browser();
    assert_eq!(browser.cookie("fyr_reader"), None);
    browser.get("/").await.assert_status(200);
    assert_eq!(browser.cookie("fyr_reader"), None, "nobody is known by a cookie for reading");
    let page = browser.get("/tickets/new").await.assert_status(200);
    let reader = browser.cookie("fyr_reader").unwrap();
    assert_eq!(page.header("cache-control"), "private, no-cache");
    let key = page.value("form_key");
    for name in ["ett.txt", "tva.txt"] {
        let parts = [text("form_key", &key), upload(name, "text/plain", "hej")];
        browser.post_parts("/tickets/new/uploads", &parts).await.assert_status(200);
    }
    assert_eq!(browser.cookie("fyr_reader").unwrap(), reader);
    browser.post("/tickets/new", &with_field(&GUEST, "form_key", &key)).await.assert_status(303);
    assert_eq!(site.count("SELECT COUNT(*) FROM attachments WHERE entry_id IS NOT NULL").await, 2);
    // and a form that is another's is not said to be kept
    let other = site.browser();
    other.get("/tickets/new").await.assert_status(200);
    let theirs = browser.get("/tickets/new").await.value("form_key");
    let fields = [("form_key", theirs.as_str()), ("subject", "Min")];
    browser.post("/islands/keep_draft", &fields).await.assert_status(200);
    other.post("/islands/keep_draft", &fields).await.assert_status(503);
}

async fn another_language_keeps_the_draft(site: &Site) {
    let browser = site.browser();
    let from = "/tickets/new?subject=Skrivare";
    let page = browser.get(from).await.assert_status(200);
    assert_eq!(page.value("subject"), "Skrivare");
    let form = with_field(&GUEST, "step", "check");
    let key = page.value("form_key");
    browser.post("/tickets/new", &with_field(&form, "form_key", &key)).await.assert_status(200);
    assert_eq!(browser.get(&format!("{from}&lang=nb")).await.value("subject"), GUEST[1].1);
    assert_eq!(browser.get("/tickets/new?subject=Annat").await.value("subject"), "Annat", "a new question");
}
