//! Known errors, troubleshooting one question at a time, questions with answers, and the glossary.

use fyr_domain::Lang;
use fyr_i18n::t;

use crate::support::{Browser, Site, on_both_engines};

on_both_engines! {
    a_known_error_counts_whom_it_affects_and_tells_its_followers,
    who_may_not_read_a_known_error_any_more_is_told_nothing,
    a_known_error_is_followed_instead_of_filing_a_ticket,
    troubleshooting_asks_one_question_at_a_time,
    words_are_in_the_glossary_and_answers_in_the_suggestions,
    an_outage_is_suggested_to_who_writes_about_it,
}

const LANG: Lang = Lang::Sv;
const ARTICLE: &str = "/articles/reset-password";

/// Makes the article about passwords one of another kind, as Adam.
async fn set_kind(site: &Site, kind: &str, audience: &str) -> Browser {
    let adam = site.signed_in(&site.people.adam).await;
    let path = format!("/desk/articles/{}", site.article("reset-password").await);
    let fields = [("category", "account"), ("kind", kind), ("audience", audience), ("action", "properties")];
    adam.post(&path, &fields).await.assert_status(303);
    adam
}

async fn set_state(site: &Site, adam: &Browser, state: &str) {
    let path = format!("/desk/articles/{}", site.article("reset-password").await);
    adam.post(&path, &[("error_state", state), ("action", "error_state")]).await.assert_status(303);
}

async fn a_known_error_counts_whom_it_affects_and_tells_its_followers(site: &Site) {
    let (guest, petra) = (site.browser(), site.signed_in(&site.people.petra).await);
    let affected = format!("{ARTICLE}/affected");
    petra.post(&affected, &[("action", "affected")]).await.assert_status(404);
    let adam = set_kind(site, "known-error", "everyone").await;
    guest
        .get(ARTICLE)
        .await
        .assert_text(t!(LANG, "error-explain-investigating"))
        .assert_text(t!(LANG, "error-affects-me"));
    guest.get("/articles").await.assert_text(t!(LANG, "articles-known-errors"));
    for _ in 0..2 {
        guest.post(&affected, &[("action", "affected")]).await.assert_status(303);
        petra.post(&affected, &[("action", "affected")]).await.assert_status(303);
    }
    guest.get(ARTICLE).await.assert_text(t!(LANG, "error-counted"));
    let shown = petra.get(ARTICLE).await.assert_text(&t!(LANG, "error-affected", count = 2));
    shown.assert_text(t!(LANG, "error-following"));
    set_state(site, &adam, "workaround").await;
    set_state(site, &adam, "workaround").await;
    let emails = site.delivered_emails().await;
    let petras = site.people.petra.email.as_str();
    assert_eq!(emails.iter().map(|email| email.to.as_str()).collect::<Vec<_>>(), [petras], "once");
    assert!(emails[0].text.contains(t!(LANG, "mail-known-error-workaround")), "{}", emails[0].text);
    assert!(
        emails[0].text.contains(ARTICLE) && emails[0].text.contains("Byt lösenord"),
        "{}",
        emails[0].text
    );
    guest.get(ARTICLE).await.assert_text(t!(LANG, "error-explain-workaround"));
    petra.post(&affected, &[("action", "unfollow")]).await.assert_status(303);
    petra.get(ARTICLE).await.assert_no_text(t!(LANG, "error-following"));
    set_state(site, &adam, "fixed").await;
    assert_eq!(site.delivered_emails().await.len(), 1, "who has stopped following is told nothing");
    guest.get(ARTICLE).await.assert_text(t!(LANG, "error-explain-fixed"));
    let page = adam.get(&format!("/desk/articles/{}", site.article("reset-password").await)).await;
    page.assert_text(&t!(LANG, "error-affected", count = 2));
    // agents of the first line write, and do not say that something is fixed
    let agnes = site.signed_in(&site.people.agnes).await;
    let path = format!("/desk/articles/{}", site.article("reset-password").await);
    agnes
        .post(&path, &[("error_state", "investigating"), ("action", "error_state")])
        .await
        .assert_status(404);
    adam.post(&path, &[("error_state", "gone"), ("action", "error_state")]).await.assert_status(422);
}

async fn who_may_not_read_a_known_error_any_more_is_told_nothing(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    set_kind(site, "known-error", "everyone").await;
    petra.post(&format!("{ARTICLE}/affected"), &[("action", "affected")]).await.assert_status(303);
    let adam = set_kind(site, "known-error", "staff").await;
    set_state(site, &adam, "fixed").await;
    let emails = site.delivered_emails().await;
    assert!(emails.iter().all(|email| email.to != site.people.petra.email), "{emails:?}");
    petra.post(&format!("{ARTICLE}/affected"), &[("action", "affected")]).await.assert_status(404);
}

async fn a_known_error_is_followed_instead_of_filing_a_ticket(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    set_kind(site, "known-error", "everyone").await;
    let key = petra.get("/tickets/new").await.value("form_key");
    let mut fields = vec![
        ("form_key", key.as_str()),
        ("topic", "other"),
        ("subject", "Byta lösenord"),
        ("description", "Det går inte."),
        ("impact", "one"),
        ("urgent", "no"),
    ];
    fields.push(("step", "check"));
    let check = petra.post("/tickets/new", &fields).await.assert_status(200);
    check.assert_text(t!(LANG, "help-affected"));
    fields.pop();
    fields.push(("affected", "reset-password"));
    let followed = petra.post("/tickets/new", &fields).await.assert_status(303);
    assert!(followed.location().starts_with(ARTICLE), "{}", followed.location());
    petra.get(ARTICLE).await.assert_text(t!(LANG, "error-following"));
    assert_eq!(site.count("SELECT COUNT(*) FROM tickets WHERE subject = 'Byta lösenord'").await, 0);
    assert_eq!(petra.get("/tickets/new").await.value("subject"), "", "the draft is gone");
}

/// Writes an article at the desk and publishes it.
async fn publish(site: &Site, title: &str, source: &str) -> String {
    let adam = site.signed_in(&site.people.adam).await;
    let key = adam.get("/desk/articles/new").await.value("form_key");
    let fields = [
        ("form_key", key.as_str()),
        ("language", "sv"),
        ("category", "account"),
        ("title", title),
        ("source", source),
        ("action", "save"),
    ];
    let path = adam.post("/desk/articles/new", &fields).await.assert_status(303).location().to_owned();
    let page = adam.get(&path).await;
    let (revision, version) = (page.value("revision"), page.value("version"));
    let fields = [
        ("title", title),
        ("source", source),
        ("revision", &revision),
        ("version", &version),
        ("action", "publish"),
    ];
    adam.post(&path, &fields).await.assert_status(303);
    path.trim_end_matches("/sv").to_owned()
}

async fn set_kind_of(site: &Site, path: &str, kind: &str) {
    let adam = site.signed_in(&site.people.adam).await;
    let fields =
        [("category", "account"), ("kind", kind), ("audience", "everyone"), ("action", "properties")];
    adam.post(path, &fields).await.assert_status(303);
}

async fn troubleshooting_asks_one_question_at_a_time(site: &Site) {
    let source = "Hjälp med ljudet.\n\n## Hör du något?\n\n- [Ja](#bra)\n- [Nej](#volym)\n\n## Volym\n\nHöj volymen.\n\n\
                  ## Bra\n\nDå är allt klart.\n";
    let path = publish(site, "Inget ljud", source).await;
    let reader = site.browser();
    let whole = reader.get("/articles/inget-ljud").await.assert_text("Höj volymen.");
    drop(whole);
    set_kind_of(site, &path, "troubleshooting").await;
    let first = reader
        .get("/articles/inget-ljud")
        .await
        .assert_text("Hjälp med ljudet.")
        .assert_no_text("Höj volymen.");
    let answer = "?step=volym&amp;via=hor-du-nagot";
    assert!(first.html().contains(answer), "{}", first.html());
    let end = reader
        .get("/articles/inget-ljud?step=volym&via=hor-du-nagot,finns-inte")
        .await
        .assert_text("Höj volymen.");
    let end = end.assert_text(t!(LANG, "tree-end"));
    assert!(!end.html().contains("<p>Hjälp med ljudet.</p>"), "the beginning is of the first question");
    let ask = end.page().attributes(".rating a", "href").remove(0);
    let form = reader.get(&ask).await.assert_status(200);
    assert_eq!(form.value("subject"), "Inget ljud");
    let tried = form.value("description");
    assert!(tried.contains("- Hör du något?") && tried.contains("- Volym"), "{tried}");
    reader
        .get("/articles/inget-ljud?step=all")
        .await
        .assert_text("Höj volymen.")
        .assert_text("Då är allt klart.");
    reader
        .get("/articles/inget-ljud?step=finns-inte")
        .await
        .assert_status(200)
        .assert_text("Hjälp med ljudet.");
    let solved = reader.post("/articles/inget-ljud/rating", &[("helpful", "yes")]).await.assert_status(303);
    reader.get(solved.location()).await.assert_text(t!(LANG, "rating-thanks"));
    site.run_due_jobs().await;
    let found = reader.get("/islands/suggest?q=ljud%20volym&lang=sv").await;
    assert!(found.html().contains("/articles/inget-ljud?step=volym"), "{}", found.html());
}

async fn words_are_in_the_glossary_and_answers_in_the_suggestions(site: &Site) {
    let reader = site.browser();
    reader.get("/glossary").await.assert_status(200).assert_text(t!(LANG, "glossary-empty"));
    let path = publish(site, "Aktivitetsstöd", "Pengar medan du går ett program. Söks varje månad.").await;
    set_kind_of(site, &path, "term").await;
    reader
        .get("/glossary")
        .await
        .assert_text("Aktivitetsstöd")
        .assert_text("Pengar medan du går ett program.");
    reader.get("/articles").await.assert_text(t!(LANG, "glossary-title"));
    site.run_due_jobs().await;
    let found = reader.get("/islands/suggest?q=aktivitetsst%C3%B6d&lang=sv").await;
    assert!(found.html().contains("Pengar medan du går ett program."), "{}", found.html());
}

async fn an_outage_is_suggested_to_who_writes_about_it(site: &Site) {
    let stina = site.signed_in(&site.people.stina).await;
    let key = stina.get("/desk/status/incidents/new").await.value("form_key");
    let outage = [
        ("form_key", key.as_str()),
        ("services", "portal"),
        ("impact", "major"),
        ("status", "investigating"),
        ("title_sv", "Inloggningen är trög"),
        ("text_sv", "Vi letar"),
    ];
    stina.post("/desk/status/incidents/new", &outage).await.assert_status(303);
    let help = async |subject: &str| {
        let fields = [("subject", subject), ("description", "")];
        site.browser().post("/islands/help?lang=sv", &fields).await.assert_status(200).html().clone()
    };
    assert!(help("Jag kan inte göra en inloggning").await.contains("Inloggningen är trög"));
    assert!(!help("Fel på fakturan").await.contains("Inloggningen är trög"));
}
