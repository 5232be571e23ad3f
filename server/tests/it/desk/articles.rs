//! Writing articles: drafts, review, publication, versions, translations, dates and archiving.

use chrono::TimeDelta;
use fyr_domain::Lang;
use fyr_i18n::t;
use fyr_usecases::articles as use_cases;

use crate::support::{Browser, Part, Site, file, on_both_engines, text, with_field};

on_both_engines! {
    an_article_is_written_reviewed_and_published,
    a_stale_save_shows_both_texts_and_loses_neither,
    a_preview_saves_nothing,
    an_earlier_version_is_compared_and_restored,
    a_large_change_warns_readers_of_translations_until_they_are_updated,
    a_publication_says_what_becomes_of_the_translations,
    a_scheduled_text_is_published_at_its_time_unless_it_was_saved_again,
    an_archived_article_leads_elsewhere_and_can_come_back,
    an_article_ends_on_its_last_day_and_its_review_is_reminded_of,
    links_to_nothing_are_named,
    a_draft_is_seen_by_nobody_else,
    a_solved_ticket_becomes_an_article_without_who_it_was,
    a_picture_goes_into_the_text_and_says_what_it_shows,
    a_picture_of_a_draft_is_seen_by_nobody_else,
}

const LANG: Lang = Lang::Sv;

/// The fields of the editor as they are opened, with what is entered.
async fn entered(browser: &Browser, path: &str, changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let page = browser.get(path).await.assert_status(200).page();
    let mut fields = page.form(path).entered();
    fields.retain(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    fields.extend(changes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    fields
}

/// Opens the editor, changes what is given, and presses a button.
async fn write(
    browser: &Browser,
    path: &str,
    changes: &[(&str, &str)],
    status: u16,
) -> fyr_testing::TestResponse {
    let fields = entered(browser, path, changes).await;
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(path, &fields).await.assert_status(status)
}

async fn an_article_is_written_reviewed_and_published(site: &Site) {
    let (agnes, adam) = (site.signed_in(&site.people.agnes).await, site.signed_in(&site.people.adam).await);
    let new = [
        ("language", "sv"),
        ("category", "account"),
        ("title", "Byta telefon"),
        ("source", "Logga ut ur **appen** först.\n\n## Steg\n\n1. Öppna.\n2. Välj."),
        ("keywords", "mobilbyte"),
    ];
    let key = agnes.get("/desk/articles/new").await.assert_status(200).value("form_key");
    let form: Vec<_> = new.into_iter().chain([("form_key", key.as_str()), ("action", "save")]).collect();
    let made = agnes.post("/desk/articles/new", &form).await.assert_status(303);
    let path = made.location().to_owned();
    let again = agnes.post("/desk/articles/new", &form).await.assert_status(303);
    assert_eq!(again.location(), path, "the same form sent twice makes one article");
    let reader = site.browser();
    reader.get("/articles/byta-telefon").await.assert_status(404);

    write(&agnes, &path, &[("action", "review")], 303).await;
    agnes.get("/desk/articles?group=review").await.assert_text("Byta telefon");
    // the first line writes, and does not publish
    agnes.get(&path).await.assert_no_text(t!(LANG, "writing-publish"));
    write(&agnes, &path, &[("action", "publish")], 404).await;
    write(&adam, &path, &[("action", "publish")], 303).await;

    let shown = reader.get("/articles/byta-telefon").await.assert_status(200).assert_text("Byta telefon");
    assert!(shown.html().contains("<strong>appen</strong>"), "{}", shown.html());
    site.run_due_jobs().await;
    for query in ["telefon", "mobilbyte"] {
        let found = reader.get(&format!("/search?q={query}")).await;
        assert!(found.html().contains("href=\"/articles/byta-telefon\""), "{query}");
    }
    let summary = reader.get("/categories/account").await.assert_text("Logga ut ur appen först.");
    drop(summary);
    agnes.get("/desk/articles?group=drafts").await.assert_no_text("Byta telefon");
}

async fn a_stale_save_shows_both_texts_and_loses_neither(site: &Site) {
    let (agnes, adam) = (site.signed_in(&site.people.agnes).await, site.signed_in(&site.people.adam).await);
    let path = format!("/desk/articles/{}/sv", site.article("reset-password").await);
    let mine = entered(&agnes, &path, &[("title", "Mitt"), ("source", "Min text"), ("action", "save")]).await;
    write(&adam, &path, &[("title", "Adams"), ("source", "Adams text"), ("action", "save")], 303).await;
    let mine: Vec<_> = mine.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let refused = agnes.post(&path, &mine).await.assert_status(422);
    let refused = refused
        .assert_text(t!(LANG, "problem-changed-meanwhile"))
        .assert_text(&t!(LANG, "writing-conflict-by", name = site.people.adam.name.as_str()))
        .assert_text("Adams text");
    assert_eq!((refused.value("title"), refused.value("source")), ("Mitt".into(), "Min text".into()));
    // who has read it and saves again, means it
    let (revision, version) = (refused.value("revision"), refused.value("version"));
    let again = with_field(&with_field(&mine, "revision", &revision), "version", &version);
    agnes.post(&path, &again).await.assert_status(303);
    assert_eq!(adam.get(&path).await.value("title"), "Mitt");
    // published meanwhile is changed meanwhile
    let mine = entered(&agnes, &path, &[("source", "Sist"), ("action", "save")]).await;
    write(&adam, &path, &[("change", "small"), ("action", "publish")], 303).await;
    let mine: Vec<_> = mine.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    agnes.post(&path, &mine).await.assert_status(422).assert_text(t!(LANG, "problem-changed-meanwhile"));
}

async fn a_preview_saves_nothing(site: &Site) {
    let agnes = site.signed_in(&site.people.agnes).await;
    let path = format!("/desk/articles/{}/sv", site.article("reset-password").await);
    let page = write(&agnes, &path, &[("source", "Ett **ord**"), ("action", "preview")], 200).await;
    assert_eq!(page.page().texts(".preview strong"), ["ord"]);
    assert_eq!(page.value("source"), "Ett **ord**");
    assert_eq!(site.count("SELECT COUNT(*) FROM article_drafts").await, 0);
    let fields = [("language", "sv"), ("title", "T"), ("source", "Ett **ord** <script>x</script>")];
    let json = agnes.post("/islands/preview_article", &fields).await.assert_status(200).html();
    assert!(json.contains("<strong>ord</strong>") && !json.contains("script"), "{json}");
}

async fn an_earlier_version_is_compared_and_restored(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let id = site.article("reset-password").await;
    let path = format!("/desk/articles/{id}/sv");
    let imported = adam.get(&path).await.value("source");
    write(&adam, &path, &[("source", "Helt ny text."), ("change", "small"), ("action", "publish")], 303)
        .await;
    let article = adam.get(&format!("/desk/articles/{id}")).await.assert_status(200);
    let article = article.assert_text(&t!(LANG, "writing-version", number = 2));
    article.assert_text(t!(LANG, "writing-size-small")).assert_text(t!(LANG, "writing-size-imported"));
    let version = adam.get(&format!("{path}/versions/2")).await.assert_status(200);
    assert_eq!(version.page().texts(".difference ins"), ["Helt ny text."]);
    assert!(!version.page().texts(".difference del").is_empty());
    let version = version.assert_no_text(t!(LANG, "writing-restore-follows"));
    assert!(version.page().find_form("").is_none(), "it is what readers have");
    let first = format!("{path}/versions/1");
    let opened = adam.get(&first).await.assert_status(200);
    let seen = [("revision", opened.value("revision")), ("version", opened.value("version"))];
    let seen: Vec<_> = seen.iter().map(|(name, value)| (*name, value.as_str())).collect();
    adam.post(&first, &seen).await.assert_status(303);
    assert_eq!(adam.get(&path).await.value("source"), imported);
    adam.get(&first).await.assert_text(t!(LANG, "writing-restore-blocked"));
    adam.get("/articles/reset-password").await.assert_text("Helt ny text.");
    write(&adam, &path, &[("change", "small"), ("action", "publish")], 303).await;
    adam.get("/articles/reset-password").await.assert_no_text("Helt ny text.");
}

async fn a_large_change_warns_readers_of_translations_until_they_are_updated(site: &Site) {
    let (adam, reader) = (site.signed_in(&site.people.adam).await, site.browser());
    let id = site.article("reset-password").await;
    let (sv, nb) = (format!("/desk/articles/{id}/sv"), format!("/desk/articles/{id}/nb"));
    let warning =
        t!(Lang::Nb, "article-outdated", language = fyr_i18n::text_for(Lang::Nb, "search-in-", "sv"));
    let norwegian = async || reader.get("/articles/reset-password?lang=nb").await.assert_status(200);
    let change = |source: &'static str, size: &'static str| {
        [("source", source), ("change", size), ("action", "publish")]
    };

    write(&adam, &sv, &change("Rad ett.\nRad två.", "small"), 303).await;
    adam.get("/desk/articles?group=outdated").await.assert_no_text("Byt");
    write(&adam, &sv, &change("Rad ett.\nRad två är ny.", "medium"), 303).await;
    adam.get("/desk/articles?group=outdated").await.assert_text(t!(LANG, "writing-outdated-medium"));
    norwegian().await.assert_no_text(&warning);
    write(&adam, &sv, &change("Rad ett.\nRad två är fel.", "large"), 303).await;
    norwegian().await.assert_text(&warning);
    // the editor shows what has changed since the two agreed
    let editor = adam.get(&nb).await.assert_text("Rad två är fel.");
    let changed = |what: &str| editor.page().texts(&format!(".difference {what}")).concat().replace(' ', "");
    assert_eq!((changed("del").as_str(), changed("ins").as_str()), ("Radtvå.", "Radtvåärfel."));
    // a corrected spelling is no update
    write(&adam, &nb, &change("Rad en.", "small"), 303).await;
    norwegian().await.assert_text(&warning);
    write(&adam, &nb, &change("Rad en.\nRad to er feil.", "translation"), 303).await;
    norwegian().await.assert_no_text(&warning);
    let swedish = adam.get(&sv).await.assert_status(200);
    swedish.assert_no_text(t!(LANG, "writing-outdated-large"));
}

async fn a_publication_says_what_becomes_of_the_translations(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let path = format!("/desk/articles/{}/sv", site.article("reset-password").await);
    let asked = write(&adam, &path, &[("source", "Nytt"), ("action", "publish")], 422).await;
    let asked = asked.assert_text(t!(LANG, "problem-required-change"));
    assert_eq!(asked.value("source"), "Nytt");
    assert_eq!(site.count("SELECT COUNT(*) FROM article_drafts").await, 0, "nothing is written by halves");
    let empty = write(&adam, &path, &[("source", ""), ("change", "small"), ("action", "publish")], 422).await;
    empty.assert_text(t!(LANG, "problem-required-article-text"));
    let past = [("change", "small"), ("publish_at", "2020-01-01T10:00"), ("action", "publish")];
    write(&adam, &path, &past, 422).await;
}

async fn a_scheduled_text_is_published_at_its_time_unless_it_was_saved_again(site: &Site) {
    let (adam, reader) = (site.signed_in(&site.people.adam).await, site.browser());
    let path = format!("/desk/articles/{}/sv", site.article("reset-password").await);
    // 12:00 in Stockholm, two hours from now
    let schedule = |source: &'static str| {
        [("source", source), ("change", "small"), ("publish_at", "2026-11-03T12:00"), ("action", "publish")]
    };
    write(&adam, &path, &schedule("Första planen."), 303).await;
    adam.get(&path).await.assert_text(t!(LANG, "writing-state-scheduled"));
    // whoever saves it again has not finished
    write(&adam, &path, &[("source", "Andra planen."), ("action", "save")], 303).await;
    site.clock.advance(TimeDelta::hours(3));
    site.run_due_jobs().await;
    let adam = site.signed_in(&site.people.adam).await;
    reader.get("/articles/reset-password").await.assert_no_text("planen.");
    let tomorrow = [("publish_at", "2026-11-04T12:00"), ("change", "small"), ("action", "publish")];
    write(&adam, &path, &tomorrow, 303).await;
    site.run_due_jobs().await;
    reader.get("/articles/reset-password").await.assert_no_text("planen.");
    site.clock.advance(TimeDelta::hours(24));
    site.run_due_jobs().await;
    reader.get("/articles/reset-password").await.assert_text("Andra planen.");
    // what is archived stays so
    let adam = site.signed_in(&site.people.adam).await;
    let later = [
        ("source", "Tredje planen."),
        ("publish_at", "2026-11-06T12:00"),
        ("change", "small"),
        ("action", "publish"),
    ];
    write(&adam, &path, &later, 303).await;
    adam.post(path.trim_end_matches("/sv"), &[("action", "archive")]).await.assert_status(303);
    site.clock.advance(TimeDelta::hours(72));
    site.run_due_jobs().await;
    reader.get("/articles/reset-password").await.assert_status(404);
}

async fn an_archived_article_leads_elsewhere_and_can_come_back(site: &Site) {
    let (adam, reader) = (site.signed_in(&site.people.adam).await, site.browser());
    let new = [
        ("language", "sv"),
        ("category", "account"),
        ("title", "Ny väg"),
        ("source", "Text"),
        ("action", "save"),
    ];
    let made = adam.post("/desk/articles/new", &new).await.assert_status(303);
    write(&adam, made.location(), &[("action", "publish")], 303).await;
    let path = format!("/desk/articles/{}", site.article("reset-password").await);
    for wrong in ["finns-inte", "reset-password", "https://annan.example/articles/ny-vag"] {
        let refused =
            adam.post(&path, &[("action", "archive"), ("redirect", wrong)]).await.assert_status(422);
        refused.assert_text(t!(LANG, "problem-unknown-article"));
    }
    adam.post(&path, &[("action", "archive"), ("redirect", "/articles/ny-vag#a")]).await.assert_status(303);
    let led = reader.get("/articles/reset-password").await.assert_status(308);
    assert_eq!(led.location(), "/articles/ny-vag");
    site.run_due_jobs().await;
    let found = reader.get("/search?q=l%C3%B6senord").await.assert_status(200);
    assert!(!found.html().contains("/articles/reset-password"));
    reader.get("/articles").await.assert_no_text("Byt lösenord");
    adam.get("/desk/articles").await.assert_no_text("Byt lösenord");
    adam.get("/desk/articles?group=archived").await.assert_text("Byt lösenord");
    adam.post(&path, &[("action", "unarchive")]).await.assert_status(303);
    site.run_due_jobs().await;
    reader.get("/articles/reset-password").await.assert_status(200);
    assert!(reader.get("/search?q=l%C3%B6senord").await.html().contains("/articles/reset-password"));
    adam.post(&path, &[("action", "archive")]).await.assert_status(303);
    reader.get("/articles/reset-password").await.assert_status(404);
}

async fn an_article_ends_on_its_last_day_and_its_review_is_reminded_of(site: &Site) {
    let (adam, reader) = (site.signed_in(&site.people.adam).await, site.browser());
    let path = format!("/desk/articles/{}", site.article("reset-password").await);
    let plan = [
        ("category", "account"),
        ("kind", "article"),
        ("audience", "everyone"),
        ("review_on", "2026-11-04"),
        ("expires_on", "2026-11-06"),
        ("action", "properties"),
    ];
    adam.post(&path, &plan).await.assert_status(303);
    let opened = adam.get(&path).await;
    assert_eq!(
        (opened.value("review_on"), opened.value("expires_on")),
        ("2026-11-04".into(), "2026-11-06".into())
    );
    use_cases::run_upkeep(&site.backend).await.unwrap();
    assert!(site.delivered_emails().await.is_empty(), "not yet");
    site.clock.advance(TimeDelta::hours(40));
    for _ in 0..2 {
        use_cases::run_upkeep(&site.backend).await.unwrap();
    }
    let emails = site.delivered_emails().await;
    assert_eq!(emails.len(), 1, "one reminder for one day");
    assert_eq!(emails[0].to, site.people.adam.email, "nobody has published it: the administrators are asked");
    assert!(emails[0].text.contains("Byt lösenord") && emails[0].text.contains(&path), "{}", emails[0].text);
    let adam = site.signed_in(&site.people.adam).await;
    adam.get("/desk/articles?group=due").await.assert_text("Byt lösenord");
    // what is due may stay due while something else is changed, but is not reviewed with that day
    let due = with_field(&plan, "expires_on", "2026-11-07");
    adam.post(&path, &due).await.assert_status(303);
    adam.post(&path, &with_field(&due, "action", "review")).await.assert_status(422);
    let reviewed = [
        ("category", "account"),
        ("kind", "article"),
        ("audience", "everyone"),
        ("review_on", "2027-11-04"),
        ("expires_on", "2026-11-06"),
        ("action", "review"),
    ];
    adam.post(&path, &reviewed).await.assert_status(303);
    adam.get("/desk/articles?group=due").await.assert_no_text("Byt lösenord");
    adam.get(&path).await.assert_text(&site.people.adam.name);
    reader.get("/articles/reset-password").await.assert_status(200);
    site.clock.advance(TimeDelta::hours(48));
    use_cases::run_upkeep(&site.backend).await.unwrap();
    reader.get("/articles/reset-password").await.assert_status(404);
}

async fn links_to_nothing_are_named(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let path = format!("/desk/articles/{}/sv", site.article("reset-password").await);
    let source = "[a](/articles/finns-inte) [b](/articles/reset-password#steg) [c](/articles/finns-inte)";
    write(&adam, &path, &[("source", source), ("action", "save")], 303).await;
    let page = adam.get(&path).await.assert_text(t!(LANG, "writing-broken-links"));
    assert_eq!(page.page().texts(".ds-alert code"), ["/articles/finns-inte"]);
}

async fn a_draft_is_seen_by_nobody_else(site: &Site) {
    let (adam, petra) = (site.signed_in(&site.people.adam).await, site.signed_in(&site.people.petra).await);
    let path = format!("/desk/articles/{}/sv", site.article("reset-password").await);
    write(&adam, &path, &[("title", "Hemlig rubrik"), ("source", "Hemlig text"), ("action", "save")], 303)
        .await;
    site.run_due_jobs().await;
    for place in ["/articles/reset-password", "/articles", "/categories/account", "/search?q=hemlig", "/"] {
        let page = petra.get(place).await.assert_status(200);
        assert!(!page.main_text().contains("Hemlig"), "{place}");
    }
    let suggested = petra.get("/islands/suggest?q=hemlig&lang=sv").await.html();
    assert!(!suggested.contains("Hemlig"), "{suggested}");
    petra.get(&path).await.assert_status(404);
}

/// A picture of one pixel.
const PIXEL: &[u8] =
    b"\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x01\x00\x00\x00\x01\
    \x08\x02\x00\x00\x00\x90\x77\x53\xde\x00\x00\x00\x0c\x49\x44\x41\x54\x78\x9c\x63\x50\x70\x48\x00\
    \x00\x01\x44\x00\xc1\x0b\x8d\x96\x42\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82";

/// The parts of the editor's form with a picture.
async fn with_picture(browser: &Browser, path: &str, source: &str, description: &str) -> Vec<Part> {
    let changes = [("source", source), ("image_text", description), ("action", "image")];
    let fields = entered(browser, path, &changes).await;
    let mut parts: Vec<Part> = fields.iter().map(|(name, value)| text(name, value)).collect();
    let mut picture = file("skärm.png", "image/png", PIXEL);
    picture.rename("image");
    parts.push(picture);
    parts
}

async fn a_picture_goes_into_the_text_and_says_what_it_shows(site: &Site) {
    let (adam, reader) = (site.signed_in(&site.people.adam).await, site.browser());
    let path = format!("/desk/articles/{}/sv", site.article("reset-password").await);
    let without = with_picture(&adam, &path, "Ett.", "").await;
    let refused = adam.post_parts(&path, &without).await.assert_status(422);
    let refused = refused.assert_text(t!(LANG, "problem-image-text"));
    assert_eq!(refused.value("source"), "Ett.");
    let parts = with_picture(&adam, &path, "Ett.", "Knappen Byt").await;
    let page =
        adam.post_parts(&path, &parts).await.assert_status(200).assert_text(t!(LANG, "writing-image-added"));
    let source = page.value("source");
    assert!(source.starts_with("Ett.\n\n![Knappen Byt](/articles/images/"), "{source}");
    let address = page.page().attributes(".preview img", "src").remove(0);
    assert_eq!(site.count("SELECT COUNT(*) FROM article_drafts").await, 0, "the text itself is not saved");
    let bare = source.replace("Knappen Byt", "");
    let changes = [("source", bare.as_str()), ("change", "small"), ("action", "publish")];
    write(&adam, &path, &changes, 422).await.assert_text(t!(LANG, "problem-image-text"));
    let changes = [("source", source.as_str()), ("change", "small"), ("action", "publish")];
    write(&adam, &path, &changes, 303).await;
    let shown = reader.get("/articles/reset-password").await.page();
    assert_eq!(shown.attributes(".prose img", "alt"), ["Knappen Byt"]);
    assert_eq!(shown.attributes(".prose img", "src"), [address.as_str()]);
    let picture = reader.get(&address).await.assert_status(200);
    assert_eq!((picture.header("content-type"), picture.header("cache-control")), ("image/png", "no-cache"));
    assert_eq!(picture.header("x-content-type-options"), "nosniff");
    let again = reader.with_header("if-none-match", picture.header("etag"));
    again.get(&address).await.assert_status(304);

    let mut nothing = with_picture(&adam, &path, "Ett.", "Inget").await;
    nothing.pop();
    let refused = adam.post_parts(&path, &nothing).await.assert_status(422);
    refused.assert_text(t!(LANG, "problem-required-image"));
    let mut other = with_picture(&adam, &path, "Ett.", "Text").await;
    other.pop();
    let mut text_file = file("bild.png", "image/png", "ingen bild");
    text_file.rename("image");
    other.push(text_file);
    let refused = adam.post_parts(&path, &other).await.assert_status(422);
    refused.assert_text(&t!(LANG, "problem-not-an-image", name = "bild.png"));
    let petra = site.signed_in(&site.people.petra).await;
    petra.post_parts(&path, &other).await.assert_status(404);
    assert_eq!(site.count("SELECT COUNT(*) FROM article_images").await, 1);
}

async fn a_picture_of_a_draft_is_seen_by_nobody_else(site: &Site) {
    let (adam, petra) = (site.signed_in(&site.people.adam).await, site.signed_in(&site.people.petra).await);
    let new = [("language", "sv"), ("category", "account"), ("title", "Ny"), ("action", "save")];
    let path = adam.post("/desk/articles/new", &new).await.assert_status(303).location().to_owned();
    let parts = with_picture(&adam, &path, "Ett.", "Knappen").await;
    let page = adam.post_parts(&path, &parts).await.assert_status(200).page();
    let address = page.attributes(".preview img", "src").remove(0);
    assert_eq!(adam.get(&address).await.assert_status(200).header("cache-control"), "no-store");
    petra.get(&address).await.assert_status(404);
    site.browser().get(&address).await.assert_status(404);
}

async fn a_solved_ticket_becomes_an_article_without_who_it_was(site: &Site) {
    let agnes = site.signed_in(&site.people.agnes).await;
    let ticket = site.create_ticket(&site.people.petra).await;
    let desk = format!("/desk/tickets/{ticket}");
    agnes.get(&desk).await.assert_no_text(t!(LANG, "writing-from-ticket"));
    let answer =
        "Hej Petra!\n\nVälj **Byt**. Ring 070-123 45 67 eller skriv till petra@gast.example.\n\nAgnes";
    site.reply_as_support(&ticket, answer, None).await;
    site.reply_as_support(&ticket, "Vad bra!", Some(fyr_domain::tickets::Status::Solved)).await;
    let page = agnes.get(&desk).await.assert_text(t!(LANG, "writing-from-ticket"));
    let link = page.page().links().into_iter().find(|link| link.contains("/new?ticket=")).unwrap();
    let form = agnes.get(&link).await.assert_status(200).assert_text(t!(LANG, "writing-from-check"));
    let source = form.value("source");
    assert!(source.contains("Välj **Byt**. Ring […] eller skriv till […]."), "{source}");
    assert!(!source.contains("Petra") && !source.contains("Agnes"), "{source}");
    assert_eq!(form.value("language"), "sv");
    let mut fields: Vec<(String, String)> = form.page().form("/desk/articles/new").entered();
    fields.retain(|(name, _)| name != "category");
    fields.extend([("category".to_owned(), "account".to_owned()), ("action".to_owned(), "save".to_owned())]);
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let made = agnes.post("/desk/articles/new", &fields).await.assert_status(303).location().to_owned();
    let article = made.rsplit_once('/').unwrap().0.to_owned();
    agnes.get(&article).await.assert_text(t!(LANG, "writing-from-tickets")).assert_text(&ticket);
    let page = agnes.get(&desk).await.assert_text(t!(LANG, "writing-from-this"));
    assert!(page.page().links().contains(&article), "they lead to each other");
    agnes.get("/desk/articles/new?ticket=ZZZ-ZZZZ").await.assert_status(404);
}
