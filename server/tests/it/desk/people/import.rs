//! People and relations in files.

use fyr_domain::{
    Lang, Role,
    permission::{Scope, Sharing},
};
use fyr_i18n::t;

use crate::support::{
    Browser, PNG, Part, Site, TestResponse, create_relation, file, grant_role, on_both_engines, organisation,
    text,
};

on_both_engines! {
    a_sheet_is_looked_at_before_anything_happens,
    a_sheet_that_cannot_be_read_is_a_refused_form,
    a_sheet_is_read_as_programs_write_it,
    a_sheet_does_what_can_be_done_and_leaves_the_rest,
    an_organisations_admin_learns_nothing_from_a_sheet,
    what_is_taken_out_can_be_put_in_and_calculates_nothing,
    relations_are_put_in_and_taken_out,
    nothing_of_a_sheet_stays_on_disk,
    new_people_get_mail_in_their_own_language,
    nobody_is_written_to_where_that_was_chosen,
    who_was_invited_by_whom_is_said_to_mailboxes_that_have_answered,
}

fn sheet(what: &str, body: &str) -> [Part; 2] {
    let mut part = file("lista.csv", "text/csv", body);
    part.rename("file");
    [text("what", what), part]
}

async fn preview_import(browser: &Browser, what: &str, body: &str) -> TestResponse {
    browser.post_parts("/desk/people/import", &sheet(what, body)).await
}

async fn import(browser: &Browser, what: &str, body: &str) {
    let carried = preview_import(browser, what, body).await.assert_status(200).value("text");
    let fields = [("what", what), ("text", carried.as_str()), ("confirm", "yes")];
    browser.post("/desk/people/import", &fields).await.assert_status(303);
}

const HEAD: &str = "email;name;organisation;team;role;level\r\n";

const LANGUAGES: &str = "e-post;namn;organisasjon;rolle;språk\r\n\
    kari@gast.example;Kari Vik;fabriken;deltaker;norsk\r\n\
    john@gast.example;John Hill;fabriken;deltaker;EN\r\n\
    sven@gast.example;Sven Ek;fabriken;deltaker;\r\n\
    fel@gast.example;Fel Fel;fabriken;deltaker;klingon\r\n";

async fn languages(site: &Site) -> Vec<String> {
    let sql = "SELECT email || ' ' || lang FROM users WHERE email LIKE '%@gast.example' ORDER BY email";
    site.query_texts(sql).await
}

async fn new_people_get_mail_in_their_own_language(site: &Site) {
    organisation(site, "Fabriken", Sharing::Own).await;
    let adam = site.signed_in(&site.people.adam).await;
    // the language of the administrator's pages decides nothing
    adam.get("/desk/people/import?lang=en").await.assert_status(200);
    let page = preview_import(&adam, "people", LANGUAGES).await.assert_status(200);
    page.assert_text(t!(Lang::En, "import-trouble-language"));
    adam.get("/desk/people/import?lang=sv").await.assert_status(200);
    import(&adam, "people", LANGUAGES).await;
    assert_eq!(
        languages(site).await,
        ["john@gast.example en", "kari@gast.example nb", "sven@gast.example sv"]
    );
    let mails = site.delivered_emails().await;
    for (to, lang) in
        [("john@gast.example", Lang::En), ("kari@gast.example", Lang::Nb), ("sven@gast.example", Lang::Sv)]
    {
        let mail = mails.iter().find(|mail| mail.to == to).unwrap();
        assert!(mail.text.contains(t!(lang, "mail-reset-button")), "{to}: {}", mail.text);
    }
}

async fn nobody_is_written_to_where_that_was_chosen(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let adam = site.signed_in(&site.people.adam).await;
    let mut part = file("lista.csv", "text/csv", LANGUAGES);
    part.rename("file");
    let fields = [text("what", "people"), text("lang", "nb"), text("silent", "yes"), part];
    let page = adam.post_parts("/desk/people/import", &fields).await.assert_status(200);
    assert!(page.main_text().contains("Sven Ek deltaker Nytt konto, inget mejl"), "{}", page.main_text());
    let (carried, lang, silent) = (page.value("text"), page.value("lang"), page.value("silent"));
    let fields = [
        ("what", "people"),
        ("text", carried.as_str()),
        ("lang", lang.as_str()),
        ("silent", silent.as_str()),
        ("confirm", "yes"),
    ];
    adam.post("/desk/people/import", &fields).await.assert_status(303);
    assert_eq!(
        languages(site).await,
        ["john@gast.example en", "kari@gast.example nb", "sven@gast.example nb"]
    );
    assert!(site.delivered_emails().await.is_empty());

    // later each asks for a password, or is invited to the role they have
    let email = [("email", "sven@gast.example")];
    site.browser().post("/password/forgotten", &email).await.assert_status(303);
    assert_eq!(site.delivered_emails().await.last().unwrap().to, "sven@gast.example");
    let place = acme.to_string();
    let invite = [("email", "kari@gast.example"), ("role", "participant"), ("team", place.as_str())];
    adam.post("/desk/people/invitations", &invite).await.assert_status(303);
    let link = crate::support::emailed_link(site, "kari@gast.example", "/invitation").await;
    let chosen = [("token", crate::support::token_in(&link)), ("password", crate::support::GOOD)];
    site.browser().post("/invitation", &chosen).await.assert_status(303);

    // whoever can only be invited is not, and nobody is told
    grant_role(site, &site.people.otto, acme, Role::Admin).await;
    let otto = site.signed_in(&site.people.otto).await;
    let body = format!("{HEAD}ute@gast.example;Ute;fabriken;;participant;\r\n");
    let fields = [("what", "people"), ("text", body.as_str()), ("silent", "yes")];
    otto.post("/desk/people/import", &fields)
        .await
        .assert_status(200)
        .assert_text(t!(Lang::Sv, "import-trouble-needs-email"));
    let before = site.delivered_emails().await.len();
    otto.post("/desk/people/import", &[&fields[..], &[("confirm", "yes")]].concat()).await;
    assert_eq!(site.delivered_emails().await.len(), before);
    assert_eq!(site.count("SELECT COUNT(*) FROM invitations WHERE email = 'ute@gast.example'").await, 0);
}

async fn who_was_invited_by_whom_is_said_to_mailboxes_that_have_answered(site: &Site) {
    organisation(site, "Fabriken", Sharing::Own).await;
    let adam = site.signed_in(&site.people.adam).await;
    let mut tx = site.backend.store.begin().await.unwrap();
    let known = fyr_domain::text::EmailAddress::canonical("kari@gast.example");
    fyr_store::mailboxes::confirm(&mut tx, &mailbox_hash(&known), site.now()).await.unwrap();
    tx.commit().await.unwrap();
    import(&adam, "people", LANGUAGES).await;
    let mails = site.delivered_emails().await;
    let text = |to: &str| mails.iter().find(|mail| mail.to == to).unwrap().text.clone();
    let said = text("kari@gast.example");
    let name = t!(Lang::Nb, "mail-invited-by", name = "Kari Vik", by = "Adam Nord", place = "Fabriken");
    assert!(said.replace('\n', " ").contains(&name), "{said}");
    let said = text("sven@gast.example");
    assert!(!said.contains("Adam") && !said.contains("Fabriken"), "nothing that anyone typed: {said}");
}

/// As the gate for mail keeps a mailbox that has answered.
fn mailbox_hash(email: &str) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(format!("mailbox:{email}")).iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn a_sheet_is_looked_at_before_anything_happens(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    grant_role(site, &site.people.otto, acme, Role::Manager).await;
    let adam = site.signed_in(&site.people.adam).await;
    let body = format!(
        "{HEAD}petra@fyr.test;;fabriken;;counsellor;\r\notto@fyr.test;;Fabriken;;manager;\r\nny@gast.example;Nya Ny;fabriken;;agent;3\r\n\
         ny2@gast.example;;fabriken;;participant;\r\nkrokig;;fabriken;;participant;\r\npetra@fyr.test;;borta;;participant;\r\n\
         petra@fyr.test;;fabriken;Norr;participant;\r\npetra@fyr.test;;fabriken;;kung;\r\npetra@fyr.test;;fabriken;;agent;9\r\n\
         petra@fyr.test;;fabriken;;counsellor;\r\nadam@fyr.test;;;;participant;\r\n"
    );
    let page = preview_import(&adam, "people", &body).await.assert_status(200);
    for words in [
        "2 petra@fyr.test counsellor Får rollen",
        "3 otto@fyr.test manager Ingen ändring",
        "4 ny@gast.example Nya Ny agent Nytt konto",
        "5 ny2@gast.example participant Namn saknas",
        "6 krokig participant E-postadressen är fel skriven",
        "7 petra@fyr.test participant Okänd organisation",
        "8 petra@fyr.test participant Okänt team",
        "9 petra@fyr.test kung Okänd roll",
        "10 petra@fyr.test agent Nivån ska vara",
        "11 petra@fyr.test counsellor Står redan",
        "12 adam@fyr.test participant En administratör ändras inte",
        "2 rader kan importeras. 8 rader är fel",
    ] {
        assert!(page.main_text().contains(words), "{words}: {}", page.main_text());
    }
    assert_eq!(site.count("SELECT COUNT(*) FROM memberships").await, 1);
    preview_import(&adam, "people", "  ").await.assert_status(422);
    adam.post("/desk/people/import", &[("what", "people")]).await.assert_status(422);
}

async fn a_sheet_that_cannot_be_read_is_a_refused_form(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let open_quote = format!("{HEAD}p1@fyr.test;\"Åsa;;;participant;\r\np2@fyr.test;B\";;;participant;\r\n");
    let long = format!("{HEAD}{}", "a@fyr.test;;;;participant;\r\n".repeat(2_001));
    let encoded = b"email;name;role\r\np1@fyr.test;Ji\xf8\xed Dvo\xf8\xe1k;participant\r\n";
    for (body, words) in [
        (b"email;name\nx;y".to_vec(), "Kolumnen role saknas"),
        (b"sep=;\r\n".to_vec(), "Filen är tom"),
        (open_quote.into_bytes(), "citattecken på rad 2"),
        (long.into_bytes(), "för många rader"),
        (encoded.to_vec(), "På rad 2 kan det stå:"),
    ] {
        let mut part = file("lista.csv", "text/csv", body);
        part.rename("file");
        let fields = [text("what", "people"), part];
        let page = adam.post_parts("/desk/people/import", &fields).await.assert_status(422).page();
        assert!(page.main_text().contains(words), "{words}: {}", page.main_text());
        assert!(page.texts("title").concat().starts_with("Fel: "), "{words}");
        assert_eq!(page.attributes("#errors a", "href"), ["#file"], "{words}: in the summary too");
    }
}

async fn a_sheet_is_read_as_programs_write_it(site: &Site) {
    organisation(site, "Fabriken", Sharing::Own).await;
    let adam = site.signed_in(&site.people.adam).await;
    let body = "sep=;\r\nPersonal 2026;;;;;\r\nE-post;Namn;Organisation;Team;Roll;Nivå\r\n\
                ny@gast.example;Åsa Ek;FABRIKEN;;Handledare;1.0\r\n";
    let page = preview_import(&adam, "people", body).await.assert_status(200);
    let words = "4 ny@gast.example Åsa Ek Handledare Nytt konto";
    assert!(page.main_text().contains(words), "{}", page.main_text());
    let few = preview_import(&adam, "people", "Rolle|E-postadresse|Navn\nDeltaker|b@gast.example|Bø\n").await;
    assert!(few.main_text().contains("2 b@gast.example Bø Deltaker Nytt konto"), "{}", few.main_text());
}

async fn a_sheet_does_what_can_be_done_and_leaves_the_rest(site: &Site) {
    organisation(site, "Fabriken", Sharing::Own).await;
    let adam = site.signed_in(&site.people.adam).await;
    let body = "email,name,organisation,team,role,level\nPetra@fyr.test,,fabriken,,counsellor,\nny@gast.example,Nya Ny,fabriken,,agent,3\n\
                krokig,,fabriken,,agent,\nny@gast.example,Nya Ny,,,staff,\n";
    import(&adam, "people", body).await;
    let roles = site
        .query_texts(
            "SELECT u.email || ' ' || m.role || CAST(m.level AS TEXT) FROM memberships m JOIN users u ON u.id = m.user_id ORDER BY 1",
        )
        .await;
    assert_eq!(roles, ["ny@gast.example agent3", "petra@fyr.test counsellor1"]);
    assert_eq!(site.query_texts("SELECT role FROM users WHERE email = 'ny@gast.example'").await, ["staff"]);
    let mails = site.delivered_emails().await;
    assert_eq!(mails.iter().filter(|mail| mail.to == "ny@gast.example").count(), 1);
    assert!(site.audit_actions().await.contains(&"people.imported".to_owned()));
}

async fn an_organisations_admin_learns_nothing_from_a_sheet(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    grant_role(site, &site.people.otto, acme, Role::Admin).await;
    let otto = site.signed_in(&site.people.otto).await;
    let line = |email: &str| format!("{HEAD}{email};Namn;fabriken;;participant;\r\n");
    let said = async |body: String| {
        let words = preview_import(&otto, "people", &body).await.assert_status(200).main_text();
        words.replace("petra@fyr.test", "X").replace("finns.inte@fyr.test", "X")
    };
    assert_eq!(said(line("petra@fyr.test")).await, said(line("finns.inte@fyr.test")).await);
    import(&otto, "people", &line("petra@fyr.test")).await;
    assert_eq!(site.count("SELECT COUNT(*) FROM memberships").await, 1, "asked, not taken in");
    assert_eq!(site.delivered_emails().await.last().unwrap().to, "petra@fyr.test");
    preview_import(&otto, "people", &line("petra@fyr.test")).await.assert_text("Ingen ändring");
    for bad in ["fabriken;;agent", ";;participant", ";;admin"] {
        let body = format!("{HEAD}petra@fyr.test;;{bad};\r\n");
        preview_import(&otto, "people", &body).await.assert_status(200).assert_text("Okänd roll");
    }
    let ties = "counsellor;participant;organisation;purpose;scope;since;until\r\n";
    grant_role(site, &site.people.karin, acme, Role::Counsellor).await;
    let tie = async |counsellor: &str, participant: &str| {
        let body = format!("{ties}{counsellor};{participant};fabriken;;act;;\r\n");
        preview_import(&otto, "relations", &body).await.main_text()
    };
    assert!(tie("karin@fyr.test", "petra@fyr.test").await.contains("Deltagaren finns inte"));
    assert!(tie("karin@fyr.test", "ingen@fyr.test").await.contains("Deltagaren finns inte"));
    assert!(tie("olle@fyr.test", "otto@fyr.test").await.contains("Handledaren finns inte"));
    assert!(tie("ingen@fyr.test", "otto@fyr.test").await.contains("Handledaren finns inte"));
}

async fn what_is_taken_out_can_be_put_in_and_calculates_nothing(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    grant_role(site, &site.people.petra, acme, Role::Manager).await;
    site.execute_sql("UPDATE users SET name = '=1+1' WHERE email = 'petra@fyr.test'").await;
    let adam = site.signed_in(&site.people.adam).await;
    let answer = adam.post("/desk/people/export", &[("what", "people")]).await.assert_status(200);
    assert!(answer.header("content-disposition").starts_with("attachment; filename=\"people-"));
    assert_eq!(answer.header("cache-control"), "no-store");
    let sheet = answer.html();
    assert!(sheet.starts_with('\u{feff}'), "Excel reads UTF-8");
    assert!(
        sheet.contains("\"petra@fyr.test\";\"'=1+1\";\"fabriken\";\"\";\"manager\";\"\";\"sv\""),
        "{sheet}"
    );
    assert!(sheet.contains("\"agnes@fyr.test\";\"Agnes Holm\";\"\";\"\";\"agent\";\"1\";\"sv\""), "{sheet}");
    preview_import(&adam, "people", &sheet)
        .await
        .assert_status(200)
        .assert_text("Inga rader kan importeras. Inga rader är fel.");
    let narrowed = [("what", "people"), ("q", "petra")];
    let few = adam.post("/desk/people/export", &narrowed).await.assert_status(200).html();
    assert!(few.contains("petra@fyr.test") && !few.contains("agnes@fyr.test"));
    assert_eq!(site.audit_actions().await.iter().filter(|action| *action == "people.exported").count(), 2);
    grant_role(site, &site.people.otto, acme, Role::Admin).await;
    let own =
        site.signed_in(&site.people.otto).await.post("/desk/people/export", &[("what", "people")]).await;
    assert!(own.html().contains("petra@fyr.test") && !own.html().contains("agnes@fyr.test"));
}

async fn relations_are_put_in_and_taken_out(site: &Site) {
    let acme = organisation(site, "Fabriken", Sharing::Own).await;
    let (olle, otto, petra) = (&site.people.olle, &site.people.otto, &site.people.petra);
    grant_role(site, olle, acme, Role::Counsellor).await;
    grant_role(site, otto, acme, Role::Participant).await;
    grant_role(site, petra, acme, Role::Participant).await;
    create_relation(site, acme, (olle, petra), Scope::See).await;
    let adam = site.signed_in(&site.people.adam).await;
    let body = "counsellor;participant;organisation;purpose;scope;since;until\r\n\
                olle@fyr.test;otto@fyr.test;fabriken;=Jobb;act;2026-11-01;2026-12-31\r\n\
                olle@fyr.test;petra@fyr.test;fabriken;;see;;\r\nolle@fyr.test;otto@fyr.test;fabriken;;act;;\r\n\
                olle@fyr.test;otto@fyr.test;fabriken;;all;;\r\nolle@fyr.test;otto@fyr.test;fabriken;;act;;2026-01-01\r\n";
    let page = preview_import(&adam, "relations", body)
        .await
        .assert_status(200)
        .assert_text("1 rad kan importeras. 3 rader är fel");
    assert!(page.main_text().contains("Ingen ändring"), "{}", page.main_text());
    import(&adam, "relations", body).await;
    site.signed_in(olle)
        .await
        .get(&format!("/participants/{}", otto.id))
        .await
        .assert_status(200)
        .assert_text("31 december 2026");
    let sheet = adam.post("/desk/people/export", &[("what", "relations")]).await.assert_status(200).html();
    let line =
        "\"olle@fyr.test\";\"otto@fyr.test\";\"fabriken\";\"'=Jobb\";\"act\";\"2026-11-01\";\"2026-12-31\"";
    assert!(sheet.contains(line), "{sheet}");
    let again = preview_import(&adam, "relations", &sheet).await.assert_status(200);
    assert!(again.main_text().contains("Inga rader kan importeras."), "{}", again.main_text());
}

async fn nothing_of_a_sheet_stays_on_disk(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let petra = site.signed_in(&site.people.petra).await;
    let ticket = site.create_ticket(&site.people.petra).await;
    let message = [text("body", "Bild"), file("bild.png", "image/png", PNG)];
    petra.post_parts(&format!("/tickets/{ticket}/messages"), &message).await.assert_status(303);
    preview_import(&adam, "people", HEAD).await.assert_status(200);
    petra.post_parts("/desk/people/import", &sheet("people", HEAD)).await.assert_status(404);
    let folder = site.config.storage.data_dir.join("attachments");
    let mut files = 0;
    for folder in std::fs::read_dir(folder).unwrap() {
        files += std::fs::read_dir(folder.unwrap().path()).unwrap().count();
    }
    assert_eq!(files, 1, "the picture of the message alone");
}
