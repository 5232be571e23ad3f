//! Every field of every form, and markup in all of them.

use fyr_domain::Lang;
use fyr_i18n::t;

use super::{XSS, check_response, percent};
use crate::{
    after_press::{forms, is_of_route},
    support::{Browser, PNG, Part, Site, file, on_both_engines, text},
};

on_both_engines! {
    every_field_of_every_form_takes_anything,
    what_is_too_long_is_said_with_its_limit,
    control_characters_are_left_out_of_what_is_kept,
    markup_is_text_everywhere,
}

/// Who fills in which form, and what would be right. A word in capitals is a thing of its own.
const FORMS: [(&str, &str, &str); 84] = [
    ("nobody", "/sign-in", "email=a@b.se&password=x&next=/"),
    ("nobody", "/tickets/link", "email=a@b.se"),
    ("nobody", "/time-zone", "zone=Europe/London"),
    ("nobody", "/sign-in/link", "email=a@b.se&next="),
    ("nobody", "/sign-in/link/open", "token="),
    ("nobody", "/sign-in/code", "code="),
    ("nobody", "/register", "name=N&email=a@b.se&password=&next="),
    ("nobody", "/register/confirm", "token=&password="),
    ("nobody", "/password/forgotten", "email=a@b.se"),
    ("nobody", "/password/reset", "token=&password="),
    ("petra", "/account/name", "name=N"),
    ("petra", "/account/password", "current=x&password=y"),
    ("petra", "/account/email", "email=c@d.se&current="),
    ("petra", "/account/email/change", "token="),
    ("petra", "/account/email/confirm", "token="),
    ("petra", "/account/second-factor", "action=remove&code=1&current="),
    (
        "nobody",
        "/tickets/new",
        "form_key=&topic=other&kind=question&subject=S&description=D&name=N&email=a@b.se&impact=one&urgent=outage&effect=E&phone=1&participant=&step=&remove=",
    ),
    (
        "karin",
        "/tickets/new",
        "form_key=&topic=other&subject=S&description=D&urgent=&participant=&step=check",
    ),
    ("nobody", "/tickets/new", "form_key=&subject=S&solved=reset-password"),
    ("nobody", "/tickets/new/uploads", "form_key=&remove="),
    (
        "nobody",
        "/islands/keep_draft",
        "form_key=0190a000-0000-7000-8000-000000000001&topic=&subject=&description=&name=&email=&urgent=&participant=&organisation=",
    ),
    ("nobody", "/articles/reset-password/rating", "helpful=yes&comment="),
    ("guest", "/tickets/GUEST/messages", "form_key=&body=Hej&remove="),
    ("agnes", "/tickets/GUEST/address", "email=a@b.se"),
    ("agnes", "/desk/tickets/GUEST", "action=address&email=a@b.se"),
    ("petra", "/tickets/TICKET/messages", "form_key=&body=Hej&remove=&no_answer="),
    ("petra", "/tickets/DONE/survey", "score=3&comment="),
    ("petra", "/tickets/TICKET/escalate", "form_key=&reason=Mer"),
    ("agnes", "/desk/tickets/NOTED", "action=escalate&form_key=&level=2&summary=Klart"),
    ("agnes", "/desk/tickets/REPLIED", "action=reply&form_key=&body=Hej&then=&remove="),
    ("agnes", "/desk/tickets/NOTED", "action=note&form_key=&body=Hej&remove="),
    (
        "agnes",
        "/desk/tickets/CHANGED",
        "action=change&priority=p3&was-priority=p2&status=open&was-status=new&assignee=me&was-assignee=nobody&kind=incident&was-kind=question&topic=&was-topic=",
    ),
    ("agnes", "/desk/tickets/CHANGED", "action=expect&expected_by=2026-12-01T10:00"),
    ("adam", "/desk/outbox", "x="),
    (
        "adam",
        "/desk/settings/service-level",
        "p1_first_response=1h&p1_next_response=&p1_resolution=8h&p1_update=&p1_around_the_clock=yes&p2_first_response=4h&\
         p3_first_response=9h&p4_first_response=18h&warn_at=80&third_party_pauses=&note=&step=check&version=",
    ),
    (
        "adam",
        "/desk/settings/service-level/policies/new",
        "former=&name=N&organisation=&topic=&kind=incident&p1_first_response=1h&p3_update=&p2_around_the_clock=&monday=&\
         account_manager=K&note=&step=check",
    ),
    (
        "adam",
        "/desk/settings/branding",
        "name=N&operator=O&sender_name=S&color=%238a1538&language_sv=yes&language_nb=&language_nn=&language_en=yes&\
         footer_links=https://example.org Om&credit=yes&note=&step=check",
    ),
    (
        "adam",
        "/desk/settings/statements",
        "conformance=partial&authority=digg&assessed_on=2026-11-01&shortcomings=S&privacy=P&note=&step=check",
    ),
    ("adam", "/desk/settings/file", "text=phone = '1'&note=&step=check"),
    ("adam", "/desk/settings/branding/logo", "step=remove"),
    (
        "adam",
        "/desk/settings/channels",
        "email_address=a@b.se&email_within=4h&email_weekdays=&chat_address=https://c.example.org&chat_within=5m&\
         chat_weekdays=09:00-16:00&chat_saturday=&phone_address=0771-1&phone_within=&phone_sunday=&note=&step=check",
    ),
    ("adam", "/desk/settings/plans", "default_plan=&note=&step=check"),
    (
        "adam",
        "/desk/settings/plans/new",
        "former=&slug=pro&title=Pro&description=D&channel_email=yes&channel_chat=&channel_phone=&organisations=&note=&step=check",
    ),
    ("adam", "/desk/settings/components", "components=portal: Portalen&note=&step=check"),
    (
        "nobody",
        "/first-run",
        "token=x&name=N&email=n@fyr.example&password=p&portal_name=P&language_sv=yes&language_nb=&language_nn=&language_en=&\
         preset=it-service-desk&hours=08:00-17:00&examples=yes",
    ),
    (
        "adam",
        "/desk/settings/templates/new",
        "former=&slug=hello&title=Hej&text=Hej&counsellor_text=&note=&step=check",
    ),
    (
        "adam",
        "/desk/settings/aims",
        "answered_in_time=95&first_response=2h&urgent_resolution=&csat=&first_contact_resolution=&escalated=&note=&step=check",
    ),
    ("adam", "/desk/settings/follow-up", "close_after_days=5&remind_days_before=2&note=&step=check"),
    (
        "agnes",
        "/desk/articles/new",
        "form_key=&language=sv&category=account&title=T&summary=S&source=Text&keywords=k&action=save",
    ),
    (
        "agnes",
        "/desk/articles/new",
        "form_key=&language=sv&category=account&title=T&source=Text&action=preview",
    ),
    (
        "adam",
        "/desk/articles/ARTICLE/nb",
        "revision=0&version=0&title=T&summary=S&source=Text&keywords=k&change=translation&publish_at=&action=publish",
    ),
    (
        "agnes",
        "/desk/articles/ARTICLE/nn",
        "revision=0&version=0&title=T&summary=S&source=Text&keywords=&action=review",
    ),
    (
        "adam",
        "/desk/articles/ARTICLE",
        "form_key=&category=account&kind=faq&audience=staff&organisation=&review_on=2027-01-01&expires_on=2028-01-01&redirect=&action=properties",
    ),
    ("agnes", "/desk/articles/ARTICLE/en", "title=T&source=Text&image_text=Knapp&image_place=2&action=image"),
    ("adam", "/desk/articles/ARTICLE/nb/versions/1", "revision=0&version=1"),
    ("adam", "/desk/articles/words/sv", "seen=0&synonyms=brev, post&ignored=portalen&kept=inte"),
    ("nobody", "/islands/help", "subject=brev&description=Jag får inga brev"),
    ("agnes", "/islands/preview_article", "language=sv&title=T&source=Text"),
    ("adam", "/desk/settings/topics", "topics=other: Annat&note=&step=check"),
    ("adam", "/desk/settings/escalation", "words=hackad&low_score=2&reopenings=2&note=&step=check"),
    (
        "adam",
        "/desk/settings/escalation/rules/new",
        "former=&trigger=filed&priority=p1&kind=&topic=&urgent_cause=&level=2&notify=assignee&repeat=15m&note=&step=check",
    ),
    (
        "adam",
        "/desk/settings/triage",
        "kind_question=yes&kind_incident=&urgent_causes=exam: Prov&one_low=p4&one_normal=p3&one_urgent=p2&workplace_low=p4&\
         workplace_normal=p3&workplace_urgent=p1&everyone_low=p3&everyone_normal=p2&everyone_urgent=p1&note=&step=check",
    ),
    (
        "adam",
        "/desk/settings/hours",
        "zone=Europe/Oslo&country=no&monday=08:00-17:00&tuesday=&eve_hours=&closed_days=&special_days=&closures=&note=&step=check",
    ),
    (
        "stina",
        "/desk/status/incidents/new",
        "form_key=&services=portal&impact=major&impact_portal=&started_at=&status=investigating&title_sv=T&title_nb=&text_sv=T&\
         text_en=",
    ),
    (
        "stina",
        "/desk/status/incidents/INCIDENT",
        "form_key=&services=portal&impact=major&impact_portal=&status=monitoring&text_sv=T&text_nb=",
    ),
    (
        "stina",
        "/desk/status/maintenances/new",
        "form_key=&services=portal&title_sv=T&text_sv=T&starts_at=2026-12-01T10:00&ends_at=2026-12-01T11:00&confirm=",
    ),
    (
        "stina",
        "/desk/status/maintenances/MAINTENANCE",
        "form_key=&action=note&text_sv=T&starts_at=&ends_at=&confirm=",
    ),
    ("stina", "/desk/status/corrections/INCIDENT", "form_key=&title_sv=Rubrik&title_nb="),
    ("petra", "/account/data", "action=ask&sure="),
    ("agnes", "/desk/tickets/NOTED/redact", "number=&text=Obs&file=&step=check"),
    ("petra", "/tickets/TICKET/private", "private=no"),
    ("petra", "/account/access", "action=choose&counsellor=a/b&scope=see&purpose=P&since=&until=2026-12-01"),
    ("petra", "/account/access/code", "code=7KQX-2MVN&confirm="),
    ("nobody", "/invitation", "token=x&name=N&password=x"),
    ("karin", "/participants/tickets", "action=reply&ticket=TICKET&participant=&body=Hej&form_key="),
    ("karin", "/participants/hand-over", "to=x&how=while&until=2026-12-01&participant=x"),
    (
        "karin",
        "/participants/invite",
        "action=mail&organisation=portal&scope=see&purpose=P&since=2026-12-01&until=2026-12-02&email=a@b.se&form_key=",
    ),
    ("adam", "/desk/people/organisations", "organisation_name=N&form_key="),
    (
        "adam",
        "/desk/people/organisations/ORGANISATION",
        "action=save&organisation_name=N&sharing=own&participants_end=yes&team_name=&team=&user=",
    ),
    (
        "adam",
        "/desk/people/invitations",
        "email=a@b.se&role=participant&team=portal&level=1&lang=sv&form_key=",
    ),
    ("adam", "/desk/people/import", "what=people&text=email&confirm=&lang=sv&silent="),
    ("adam", "/desk/people/export", "what=people&q=x&organisation=&role="),
    ("adam", "/desk/people/OTTO", "action=give&role=manager&team=ORGANISATION&level=1"),
    ("adam", "/desk/people/OTTO", "action=rename&name=N"),
];

fn values() -> Vec<Vec<u8>> {
    vec![
        b"".to_vec(),
        b" \t\r\n ".to_vec(),
        vec![b'a'; 30_000],
        b"\xff\xfe\xc0\xaf".to_vec(),
        b"\xed\xa0\x80".to_vec(),
        b"a\0b".to_vec(),
        b"\0".to_vec(),
        (0..32).chain([127]).collect(),
        XSS.as_bytes().to_vec(),
        "\u{202e}\u{feff}\u{2028}\u{fffe}\u{10ffff}".as_bytes().to_vec(),
        b"nonsense".to_vec(),
        b"-1".to_vec(),
        b"99999999999999999999".to_vec(),
        b"00000000-0000-0000-0000-000000000000".to_vec(),
        b"'; DROP TABLE tickets; --".to_vec(),
        b"../../../etc/passwd".to_vec(),
    ]
}

/// Forms of which nothing can be refused at a field, and those that other walks send.
const WITHOUT_FIELDS: [&str; 15] = [
    "/account/data/download",
    "/account/email/unconfirmed",
    "/account/identities",
    "/account/sessions",
    "/account/sessions/{id}",
    "/auth/backchannel/{provider}",
    "/desk/audit/export",
    "/desk/settings/mail-test",
    "/desk/settings/templates",
    "/mail/unsubscribe",
    "/participants/{id}",
    "/sign-in/{provider}",
    "/sign-in/{provider}/new",
    "/sign-out",
    "/tickets/claim",
];

#[test]
fn the_walk_leaves_out_no_form() {
    let walked = |route: &str| FORMS.iter().any(|(_, path, _)| is_of_route(path, route));
    // `kept` walks the languages, with the fields of all forms
    let buttons = |route: &str| {
        ["/affected", "/close", "/reopen", "/{*page}"].iter().any(|ending| route.ends_with(ending))
    };
    let missing: Vec<_> = forms()
        .filter(|route| !walked(route) && !buttons(route) && !WITHOUT_FIELDS.contains(route))
        .collect();
    assert!(missing.is_empty(), "no field is filled with anything of {missing:?}");
}

async fn everyone(site: &Site, guest: &str, token: &str) -> Vec<(&'static str, Browser)> {
    let people = &site.people;
    let visitor = site.browser();
    visitor.get(&format!("/tickets/{guest}?token={token}")).await.assert_status(303);
    vec![
        ("nobody", site.browser()),
        ("guest", visitor),
        ("petra", site.signed_in(&people.petra).await),
        ("karin", site.signed_in(&people.karin).await),
        ("agnes", site.signed_in(&people.agnes).await),
        ("stina", site.signed_in(&people.stina).await),
        ("adam", site.signed_in(&people.adam).await),
    ]
}

async fn every_field_of_every_form_takes_anything(site: &Site) {
    let (ticket, done) =
        (site.create_ticket(&site.people.petra).await, site.create_ticket(&site.people.petra).await);
    let [replied, noted, changed] = [
        site.create_ticket(&site.people.petra).await,
        site.create_ticket(&site.people.petra).await,
        site.create_ticket(&site.people.petra).await,
    ];
    let (guest, token) = site.create_guest_ticket().await;
    site.set_status(&done, fyr_domain::tickets::Status::Solved).await;
    let everyone = everyone(site, &guest, &token).await;
    let browser = |who: &str| &everyone.iter().find(|(name, _)| *name == who).unwrap().1;
    let stina = browser("stina");
    let post = [
        ("services", "portal"),
        ("impact", "minor"),
        ("status", "investigating"),
        ("title_sv", "T"),
        ("text_sv", "T"),
    ];
    stina.post("/desk/status/incidents/new", &post).await.assert_status(303);
    let plan = [
        ("services", "portal"),
        ("title_sv", "T"),
        ("text_sv", "T"),
        ("starts_at", "2026-12-01T10:00"),
        ("ends_at", "2026-12-01T11:00"),
    ];
    stina.post("/desk/status/maintenances/new", &plan).await.assert_status(303);
    let now = fyr_usecases::status::overview(&site.backend).await.unwrap();
    let (incident, maintenance) = (now.incidents()[0].id.to_string(), now.maintenances()[0].id.to_string());

    let adam = browser("adam");
    let made = adam
        .post("/desk/people/organisations", &[("organisation_name", "Fabriken")])
        .await
        .assert_status(303);
    let organisation = made.location().split(['/', '?']).nth(4).unwrap().to_owned();
    let otto = site.people.otto.id.to_string();
    let article = site.article("reset-password").await.to_string();

    let mut wrong = Vec::new();
    let things = [
        ("ORGANISATION", &organisation),
        ("OTTO", &otto),
        ("ARTICLE", &article),
        ("TICKET", &ticket),
        ("DONE", &done),
        ("REPLIED", &replied),
        ("NOTED", &noted),
        ("CHANGED", &changed),
        ("GUEST", &guest),
        ("INCIDENT", &incident),
        ("MAINTENANCE", &maintenance),
    ];
    for (who, path, right) in FORMS {
        let fill =
            |text: &str| things.iter().fold(text.to_owned(), |text, (name, thing)| text.replace(name, thing));
        let (path, right) = (fill(path), fill(right));
        let fields: Vec<_> = right.split('&').map(|pair| pair.split_once('=').unwrap()).collect();
        for (at, (field, _)) in fields.iter().enumerate() {
            for value in values() {
                if path.starts_with("/sign-in") || path.starts_with("/account") {
                    // pauses after many tries are tested elsewhere
                    site.execute_sql("DELETE FROM failed_sign_ins").await;
                }
                let value_of = |index: usize| {
                    if index == at { value.clone() } else { fields[index].1.as_bytes().to_vec() }
                };
                let plain: Vec<_> = (0..fields.len())
                    .map(|index| format!("{}={}", fields[index].0, percent(&value_of(index))))
                    .collect();
                let sent = browser(who)
                    .send("POST", &path, "application/x-www-form-urlencoded", plain.join("&").into())
                    .await;
                check_response(
                    &mut wrong,
                    &sent,
                    &format!("{who} {path} {field}={:.20}", String::from_utf8_lossy(&value)),
                );
                // as the same form with files is sent, with what is read in another way there
                let odd = value.len() < 100 && value.iter().any(|byte| !(b' '..=b'~').contains(byte));
                if odd && !path.starts_with("/islands/") {
                    let parts: Vec<Part> =
                        (0..fields.len()).map(|index| text(fields[index].0, value_of(index))).collect();
                    let sent = browser(who).post_parts(&path, &parts).await;
                    check_response(
                        &mut wrong,
                        &sent,
                        &format!("{who} {path} (parts) {field}={:.20}", String::from_utf8_lossy(&value)),
                    );
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // and everything that was kept can be shown
    for (_, browser) in &everyone {
        for path in [
            "/",
            "/tickets/new",
            "/tickets",
            "/status",
            "/desk",
            "/desk/status",
            "/participants",
            "/desk/people",
            "/desk/articles",
        ] {
            let page = browser.get(path).await;
            assert!(page.status < 500, "{path}");
            check_response(&mut wrong, &page, path);
        }
    }
    for reference in [&ticket, &done, &replied, &noted, &changed, &guest] {
        check_response(
            &mut wrong,
            &browser("agnes").get(&format!("/desk/tickets/{reference}")).await.assert_status(200),
            reference,
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    site.delivered_emails().await;
    assert_eq!(
        site.count("SELECT COUNT(*) FROM jobs WHERE name LIKE 'email.%'").await,
        0,
        "every mail could be written"
    );
}

async fn what_is_too_long_is_said_with_its_limit(site: &Site) {
    let ticket = site.create_ticket(&site.people.petra).await;
    site.set_status(&ticket, fyr_domain::tickets::Status::Solved).await;
    let (nobody, petra) = (site.browser(), site.signed_in(&site.people.petra).await);
    let full =
        [("topic", "other"), ("subject", "S"), ("description", "D"), ("name", "N"), ("email", "a@b.se")];
    let messages = format!("/tickets/{ticket}/messages");
    let survey = format!("/tickets/{ticket}/survey");
    let cases: [(&Browser, &str, &[(&str, &str)], &str, usize); 6] = [
        (&nobody, "/tickets/new", &full, "subject", 200),
        (&nobody, "/tickets/new", &full, "description", 20_000),
        (&nobody, "/tickets/new", &full, "name", 120),
        (&nobody, "/articles/reset-password/rating", &[("helpful", "no")], "comment", 2_000),
        (&petra, &survey, &[("score", "3")], "comment", 2_000),
        (&petra, &messages, &[], "body", 20_000),
    ];
    for (browser, path, form, field, max) in cases {
        for (length, status) in [(max, 303), (max + 1, 422)] {
            // letters of two bytes: characters count, not bytes
            let value = "å".repeat(length);
            let form: Vec<_> = form
                .iter()
                .copied()
                .filter(|(name, _)| *name != field)
                .chain([(field, value.as_str())])
                .collect();
            let answer = browser.post(path, &form).await;
            assert_eq!(answer.status, status, "{path} {field} with {length}: {}", answer.main_text());
            if status == 422 {
                let answer = answer.assert_text(&t!(Lang::Sv, "problem-too-long", max = max));
                assert_eq!(answer.value(field), value, "everything typed is still there");
            }
        }
    }
    let long = format!("{}@{}.se", "a".repeat(60), "b".repeat(200));
    let form: Vec<_> =
        full.into_iter().filter(|(name, _)| *name != "email").chain([("email", long.as_str())]).collect();
    nobody.post("/tickets/new", &form).await.assert_status(422);
}

async fn control_characters_are_left_out_of_what_is_kept(site: &Site) {
    let petra = site.signed_in(&site.people.petra).await;
    let form = [
        ("topic", "other"),
        ("subject", "Ru\0bri\u{7}k\r\nradbrott\u{202e}"),
        ("description", "En\0\r\nTvå\u{1b}[31m\u{feff}"),
    ];
    petra.post("/tickets/new", &form).await.assert_status(303);
    let listed = petra.get("/tickets").await.assert_text("Rubrik radbrott");
    let html = listed.html();
    let reference = html
        .split("href=\"/tickets/")
        .find_map(|rest| rest.split('"').next().filter(|path| path.len() == 8))
        .unwrap();
    let thread = site.thread(&site.people.petra, reference).await;
    assert_eq!(thread.ticket.subject, "Rubrik radbrott");
    assert_eq!(thread.events[0].body, "En\nTvå[31m");
}

async fn markup_is_text_everywhere(site: &Site) {
    let agnes = site.signed_in(&site.people.agnes).await;
    let guest = site.browser();
    let form = [
        ("topic", "other"),
        ("subject", XSS),
        ("description", XSS),
        ("name", XSS),
        ("email", "gun@gast.example"),
    ];
    let filed = guest.post("/tickets/new", &form).await.assert_status(303);
    let reference = filed.location().split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
    guest
        .post_parts(
            &format!("/tickets/{reference}/messages"),
            &[text("body", XSS), file("<img src=x onerror=alert(1)>.png", "image/png", PNG)],
        )
        .await
        .assert_status(303);
    agnes
        .post(&format!("/desk/tickets/{reference}"), &[("action", "note"), ("body", XSS)])
        .await
        .assert_status(303);
    let mut wrong = Vec::new();
    for (browser, path) in [
        (&guest, format!("/tickets/{reference}")),
        (&agnes, format!("/desk/tickets/{reference}")),
        (&agnes, "/desk".into()),
        (&agnes, format!("/desk?q={}", percent(XSS.as_bytes()))),
        (&guest, format!("/search?q={}", percent(XSS.as_bytes()))),
        (&guest, format!("/tickets/new?subject={}", percent(XSS.as_bytes()))),
        (&guest, format!("/sign-in?next=/{}", percent(XSS.as_bytes()))),
    ] {
        let page = browser.get(&path).await.assert_status(200);
        check_response(&mut wrong, &page, &path);
        assert!(!page.html().contains("<title><") && !page.html().contains("</title>\""), "{path}");
    }
    assert_eq!(
        guest.get(&format!("/tickets/new?subject={}", percent(XSS.as_bytes()))).await.value("subject"),
        XSS
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for mail in site.delivered_emails().await {
        assert!(!mail.html.contains("<img src=x") && !mail.html.contains("<script"), "{}", mail.html);
    }
}
