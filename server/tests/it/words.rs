//! What pages say in the words of their form: what is missing, what was found, one thing at a time.

use fyr_domain::{Lang, Role, permission::Sharing};
use fyr_i18n::t;

use crate::support::{Site, assert_refusal, grant_role, on_both_engines, organisation, person_path};

on_both_engines! {
    what_is_missing_is_named_in_the_words_of_its_form,
    pressing_without_choosing_chooses_nobody,
    the_title_of_a_list_says_what_was_found,
    a_ticket_with_a_number_is_confirmed_in_one_announcement,
    whoever_has_no_tickets_reads_how_to_write_one,
    an_import_shows_what_is_wrong_first_and_says_where_nothing_is_right,
    a_form_for_everyone_begins_with_the_language_of_who_posts,
}

const LANG: Lang = Lang::Sv;

async fn what_is_missing_is_named_in_the_words_of_its_form(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let (petra, otto, karin, adam, agnes) = (
        site.signed_in(&site.people.petra).await,
        site.signed_in(&site.people.otto).await,
        site.signed_in(&site.people.karin).await,
        site.signed_in(&site.people.adam).await,
        site.signed_in(&site.people.agnes).await,
    );
    let ticket = site.create_ticket(&site.people.petra).await;
    let (desk, place) = (format!("/desk/tickets/{ticket}"), format!("/desk/people/organisations/{acme}"));
    let redact = format!("{desk}/redact");
    for (browser, path, fields, says) in [
        (&adam, "/desk/people/invitations", vec![], t!(LANG, "problem-required-persons-email")),
        (&adam, "/desk/people/invitations", vec![], t!(LANG, "problem-required-role")),
        (&adam, "/desk/people/invitations", vec![], t!(LANG, "problem-required-team")),
        (
            &karin,
            "/participants/invite",
            vec![("action", "mail"), ("organisation", "portal"), ("scope", "see")],
            t!(LANG, "problem-required-persons-email"),
        ),
        (&petra, "/account/password", vec![], t!(LANG, "problem-required-current")),
        (&petra, "/account/password", vec![], t!(LANG, "problem-required-new-password")),
        (&otto, "/account/data", vec![("action", "ask")], t!(LANG, "problem-required-sure")),
        (&agnes, &*desk, vec![("action", "note")], t!(LANG, "problem-required-note")),
        (&agnes, &*desk, vec![("action", "reply")], t!(LANG, "problem-required-text")),
        (&agnes, &*redact, vec![("step", "check")], t!(LANG, "problem-required-redaction")),
        (&adam, "/desk/people/organisations", vec![], t!(LANG, "problem-required-organisation-name")),
        (&adam, &*place, vec![("action", "team-add")], t!(LANG, "problem-required-team-name")),
        (&adam, "/desk/people/import", vec![("what", "people")], t!(LANG, "problem-required-file")),
    ] {
        let answer = browser.post(path, &fields).await.assert_status(422).assert_text(says);
        assert_refusal(&answer);
    }
    petra.post(&format!("/tickets/{ticket}/close"), &[]).await.assert_status(303);
    petra
        .post(&format!("/tickets/{ticket}/survey"), &[])
        .await
        .assert_status(422)
        .assert_text(t!(LANG, "problem-required-score"));
}

async fn pressing_without_choosing_chooses_nobody(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Chosen).await;
    let (petra, olle) = (&site.people.petra, &site.people.olle);
    grant_role(site, petra, acme, Role::Participant).await;
    grant_role(site, olle, acme, Role::Counsellor).await;
    let before = site.delivered_emails().await.len();
    let (owner, karin, adam) = (
        site.signed_in(petra).await,
        site.signed_in(&site.people.karin).await,
        site.signed_in(&site.people.adam).await,
    );
    let place = format!("/desk/people/organisations/{acme}");
    for (browser, path, field, action, says) in [
        (&owner, "/account/access", "counsellor", "choose", t!(LANG, "problem-required-counsellor")),
        (&adam, &*person_path(petra), "counsellor", "relate", t!(LANG, "problem-required-counsellor")),
        (&adam, &*person_path(petra), "team", "give", t!(LANG, "problem-required-team")),
        (&adam, &*person_path(petra), "role", "give", t!(LANG, "problem-required-role")),
        (&adam, &*place, "user", "choose", t!(LANG, "problem-required-user")),
        (&karin, "/participants/hand-over", "to", "", t!(LANG, "problem-required-to")),
    ] {
        let page = browser.get(path).await.assert_status(200).page();
        let first = page.attributes(&format!("select[name={field}] > option:first-child"), "value");
        assert_eq!(first, [""], "{path} {field}: nobody is chosen by itself");
        let fields = [("action", action), (field, ""), ("scope", "see"), ("level", "1"), ("how", "good")];
        let refused = browser.post(path, &fields).await.assert_status(422).assert_text(says);
        assert_refusal(&refused);
    }
    assert_eq!(site.count("SELECT COUNT(*) FROM counselling WHERE organisation_id IS NOT NULL").await, 0);
    assert_eq!(site.count("SELECT COUNT(*) FROM sharing_viewers").await, 0);
    assert_eq!(site.delivered_emails().await.len(), before, "nobody is told anything");
}

async fn the_title_of_a_list_says_what_was_found(site: &Site) {
    site.create_ticket(&site.people.petra).await;
    let (adam, karin) = (site.signed_in(&site.people.adam).await, site.signed_in(&site.people.karin).await);
    // the first page says that they are signed in
    adam.get("/desk").await;
    karin.get("/participants").await;
    for (browser, path, title) in [
        (&adam, "/desk", t!(LANG, "nav-desk").to_owned()),
        (&adam, "/desk?state=all", format!("1 ärende – {}", t!(LANG, "nav-desk"))),
        (&adam, "/desk?q=finns-inte", format!("0 ärenden – {}", t!(LANG, "nav-desk"))),
        (&adam, "/desk/people?q=petra", format!("1 person – {}", t!(LANG, "nav-people"))),
        (&karin, "/participants?q=ingen", format!("0 personer – {}", t!(LANG, "nav-participants"))),
        (&adam, "/desk/audit?who=finns-inte", t!(LANG, "audit-none").to_owned()),
        (&karin, "/search?q=xyzzyplugh", "Inga träffar på ”xyzzyplugh”".to_owned()),
    ] {
        let shown = browser.get(path).await.assert_status(200).page().texts("title").concat();
        assert!(shown.starts_with(&title), "{path}: {shown}");
    }
    let long = format!("/search?q={}", "a".repeat(600));
    let title = karin.get(&long).await.assert_status(200).page().texts("title").concat();
    assert!(title.chars().count() < 100, "{title}");
}

async fn a_ticket_with_a_number_is_confirmed_in_one_announcement(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let form = [("topic", "other"), ("subject", "Hej"), ("description", "Jag är 19811228-9874")];
    let filed = petra.post("/tickets/new", &form).await.assert_status(303);
    let page = petra.follow(filed).await.assert_status(200).page();
    let mut said = page.texts("main [role=status]:not(.live-state)");
    said.retain(|text| !text.is_empty());
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains(t!(LANG, "number-sent")), "{said:?}");
}

async fn whoever_has_no_tickets_reads_how_to_write_one(site: &Site) {
    let otto = site.signed_in(&site.people.otto).await;
    otto.get("/tickets").await.assert_text(t!(LANG, "list-empty-own"));
    otto.get("/tickets?show=done").await.assert_text(t!(LANG, "people-no-such"));
}

async fn an_import_shows_what_is_wrong_first_and_says_where_nothing_is_right(site: &Site) {
    organisation(site, "Fabriken", Sharing::Own).await;
    let adam = site.signed_in(&site.people.adam).await;
    let head = "email;name;organisation;team;role;level\n";
    let good = "ny@gast.example;Nya Ny;Fabriken;;participant;\n";
    let wrong = "krokig;;Fabriken;;participant;\n";
    let preview = async |lines: &str| {
        let text = format!("{head}{lines}");
        let form = [("what", "people"), ("text", text.as_str())];
        adam.post("/desk/people/import", &form).await.assert_status(200).page()
    };
    let mixed = preview(&format!("{good}{wrong}")).await;
    assert_eq!(mixed.texts("tbody th"), ["krokig", "ny@gast.example"]);
    assert_eq!(mixed.select("main [name=confirm]").len(), 1);
    let long = preview(
        &(0..12).map(|n| format!("ny{n}@gast.example;Ny;Fabriken;;participant;\n")).collect::<String>(),
    )
    .await;
    assert_eq!(long.select("main [name=confirm]").len(), 2, "above and below");
    let nothing = preview(wrong).await;
    assert!(nothing.select("main [name=confirm]").is_empty());
    let said = nothing.texts("main [role=status][autofocus]").concat();
    assert!(nothing.texts("title").concat().starts_with(said.trim_end_matches('.')), "{said}");
}

async fn a_form_for_everyone_begins_with_the_language_of_who_posts(site: &Site) {
    site.execute_sql("UPDATE users SET lang = 'nb' WHERE email = 'stina@fyr.test'").await;
    let stina = site.signed_in(&site.people.stina).await;
    let page = stina.get("/desk/status/incidents/new").await.assert_status(200).page();
    assert_eq!(page.attributes("main [name^=title_]", "name")[0], "title_nb");
    let refused = stina.post("/desk/status/incidents/new", &[]).await.assert_status(422);
    assert_refusal(&refused);
    let fields = refused.page().attributes("#errors a", "href");
    assert!(fields.contains(&"#title_nb".to_owned()), "{fields:?}");
}
