//! Changing what was posted on the status page: services of an outage, when it began, times of planned work, and texts. Everyone
//! and every program sees the change.

use fyr_domain::{Lang, Localised, clock::Clock};
use fyr_i18n::t;
use fyr_usecases::{
    status,
    store::{TitledItem, components},
};
use serde_json::Value;

use crate::support::{Browser, Site, assert_refusal, on_both_engines};

on_both_engines! {
    an_update_changes_which_services_are_affected_and_how_much,
    an_outage_says_when_it_began,
    work_is_moved_with_its_start_and_calendars_follow,
    a_corrected_text_is_shown_as_corrected_and_what_it_said_only_to_staff,
    a_text_in_another_language_says_which,
}

const OUTAGE: [(&str, &str); 5] = [
    ("services", "portal"),
    ("impact", "major"),
    ("status", "investigating"),
    ("title_sv", "Trög inloggning"),
    ("text_sv", "Vi letar efter felet."),
];

async fn post_outage(stina: &Browser, site: &Site) -> String {
    stina.post("/desk/status/incidents/new", &OUTAGE).await.assert_status(303);
    status::overview(&site.backend).await.unwrap().incidents()[0].id.to_string()
}

async fn json(browser: &Browser, path: &str) -> Value {
    serde_json::from_slice(&browser.get(path).await.assert_status(200).body).unwrap()
}

async fn an_update_changes_which_services_are_affected_and_how_much(site: &Site) {
    let mut tx = site.backend.store.begin().await.unwrap();
    let files = TitledItem {
        id: site.clock.id(),
        slug: "files".into(),
        position: 2,
        titles: Localised::single(Lang::Sv, "Filer").into(),
        descriptions: Localised::default().into(),
    };
    components::upsert(&mut tx, &files).await.unwrap();
    tx.commit().await.unwrap();
    let (everyone, stina) = (site.browser(), site.signed_in(&site.people.stina).await);
    let id = post_outage(&stina, site).await;
    let (public, desk) = (format!("/status/incidents/{id}"), format!("/desk/status/incidents/{id}"));
    let checked = async || stina.get(&desk).await.page().attributes("[name=services][checked]", "value");
    assert_eq!(checked().await, ["portal"]);

    let update = |fields: &[(&'static str, &'static str)]| {
        let always = [("services", ""), ("status", "identified"), ("text_sv", "Nu vet vi mer.")];
        always.iter().chain(fields).copied().collect::<Vec<_>>()
    };
    let more =
        [("services", "portal"), ("services", "files"), ("impact", "minor"), ("impact_files", "critical")];
    stina.post(&desk, &update(&more)).await.assert_status(303);
    let critical = t!(Lang::Sv, "status-impact-critical");
    let added = t!(Lang::Sv, "status-change-added", service = "Filer", impact = critical);
    let minor = t!(Lang::Sv, "status-impact-minor");
    let better = t!(Lang::Sv, "status-change-better", service = "Portalen", impact = minor);
    for path in ["/status", &public] {
        everyone.get(path).await.assert_text(&added).assert_text(&better).assert_text(critical);
    }
    let feed = everyone.get("/status/feed.atom").await.html();
    assert!(feed.contains(&added) && feed.contains(&better), "{feed}");
    let summary = json(&everyone, "/api/v2/summary.json?lang=sv").await;
    let state = |slug: &str| {
        let mut all = summary["components"].as_array().unwrap().iter();
        all.find(|component| component["name"] == slug).map(|component| component["status"].clone())
    };
    assert_eq!(
        (state("Portalen"), state("Filer")),
        (Some("degraded_performance".into()), Some("major_outage".into()))
    );
    let affected = &summary["incidents"][0]["incident_updates"][0]["affected_components"];
    let codes = |index: usize| (affected[index]["old_status"].clone(), affected[index]["new_status"].clone());
    assert_eq!(codes(0), ("partial_outage".into(), "degraded_performance".into()));
    assert_eq!(codes(1), ("operational".into(), "major_outage".into()));

    let form = stina.get(&desk).await.page();
    assert_eq!(form.attributes("[name=services][checked]", "value"), ["portal", "files"]);
    assert_eq!(form.attributes("[name=impact][checked]", "value"), ["critical"], "of two the worse");
    assert_eq!(form.attributes("[name=impact_portal] [selected]", "value"), ["minor"]);
    assert_eq!(form.attributes("[name=impact_files] [selected]", "value"), Vec::<String>::new());

    let none = stina.post(&desk, &update(&[("impact", "minor")])).await.assert_status(422);
    assert_refusal(&none);
    assert!(none.html().contains("href=\"#services\""));
    assert_eq!(none.page().attributes("[name=services][checked]", "value"), Vec::<String>::new());
    stina.post(&desk, &update(&[("services", "files"), ("impact", "none")])).await.assert_status(303);
    let removed = t!(Lang::Sv, "status-change-removed", service = "Portalen");
    everyone.get(&public).await.assert_text(&removed);
    assert_eq!(checked().await, ["files"]);
    // a form from before there was this field
    let old = [("status", "resolved"), ("impact", "none"), ("text_sv", "Klart.")];
    stina.post(&desk, &old).await.assert_status(303);
    everyone.get("/status/history").await.assert_text("Trög inloggning");
    assert_eq!(checked().await, ["files"]);
}

async fn an_outage_says_when_it_began(site: &Site) {
    let (everyone, stina) = (site.browser(), site.signed_in(&site.people.stina).await);
    let with =
        |started_at: &'static str| OUTAGE.into_iter().chain([("started_at", started_at)]).collect::<Vec<_>>();
    // it is 10:00
    let path = "/desk/status/incidents/new";
    for (typed, problem) in [("2026-11-03T10:01", "problem-in-future"), ("i morse", "problem-required-time")]
    {
        let again = stina.post(path, &with(typed)).await.assert_status(422);
        assert_refusal(&again);
        let problem = fyr_i18n::text_for(Lang::Sv, problem, "");
        assert!(again.page().texts("#started_at-error").concat().contains(&problem), "{typed}");
        assert_eq!(again.value("started_at"), typed);
    }
    stina.post(path, &with("3/11 2026 kl. 08.15")).await.assert_status(303);
    let overview = status::overview(&site.backend).await.unwrap();
    let incident = &overview.incidents()[0];
    let page = everyone.get(&format!("/status/incidents/{}", incident.id)).await.assert_text("08:15");
    page.assert_text(&fyr_i18n::duration(Lang::Sv, chrono::TimeDelta::minutes(105)));
    let history = overview.uptime_history(overview.components()[0].id);
    assert_eq!(history.days.last().unwrap().minutes, 105);
    let incidents = json(&everyone, "/api/v2/incidents.json").await;
    assert_eq!(incidents["incidents"][0]["started_at"], "2026-11-03T07:15:00.000Z");
}

async fn work_is_moved_with_its_start_and_calendars_follow(site: &Site) {
    let (everyone, stina) = (site.browser(), site.signed_in(&site.people.stina).await);
    let work = [
        ("services", "portal"),
        ("title_sv", "Byte av databas"),
        ("text_sv", "Vi byter."),
        ("starts_at", "2026-11-10T22:00"),
        ("ends_at", "2026-11-10T23:30"),
    ];
    stina.post("/desk/status/maintenances/new", &work).await.assert_status(303);
    let id = status::overview(&site.backend).await.unwrap().maintenances()[0].id;
    let (public, desk) = (format!("/status/maintenances/{id}"), format!("/desk/status/maintenances/{id}"));
    let calendar = async || everyone.get("/status/calendar.ics").await.assert_status(200).html();
    let before = calendar().await;
    assert!(before.contains("SEQUENCE:0\r\n") && before.contains("DTSTART:20261110T210000Z"), "{before}");

    let move_to = |starts_at: &'static str, ends_at: &'static str| {
        [("action", "note"), ("text_sv", "Vi flyttar."), ("starts_at", starts_at), ("ends_at", ends_at)]
    };
    let again = stina.post(&desk, &move_to("2026-11-11T22:00", "")).await.assert_status(422);
    assert_refusal(&again);
    assert!(again.html().contains("href=\"#ends_at\""), "it would end before it begins");
    stina.post(&desk, &move_to("2026-11-11T22:00", "2026-11-11T23:00")).await.assert_status(303);
    let after = calendar().await;
    for line in ["SEQUENCE:1", "DTSTART:20261111T210000Z", "DTEND:20261111T220000Z"] {
        assert!(after.contains(&format!("{line}\r\n")), "{line}: {after}");
    }
    let words = t!(Lang::Sv, "status-change-moved", when = "");
    everyone.get(&public).await.assert_text(words.trim()).assert_text("onsdag 11 november 22:00–23:00");
    assert!(everyone.get("/status/feed.atom").await.html().contains(words.trim()));
    let plan = json(&everyone, "/api/v2/scheduled-maintenances/upcoming.json").await;
    assert_eq!(plan["scheduled_maintenances"][0]["scheduled_for"], "2026-11-11T21:00:00.000Z");

    let soon = move_to("2026-11-03T12:00", "2026-11-03T13:00");
    let asked = stina.post(&desk, &soon).await.assert_status(422);
    assert_refusal(&asked);
    let meant: Vec<_> = soon.into_iter().chain([("confirm", "yes")]).collect();
    stina.post(&desk, &meant).await.assert_status(303);
    assert!(calendar().await.contains("DTSTART:20261103T110000Z"));
}

async fn a_corrected_text_is_shown_as_corrected_and_what_it_said_only_to_staff(site: &Site) {
    let (everyone, stina) = (site.browser(), site.signed_in(&site.people.stina).await);
    let id = post_outage(&stina, site).await;
    let (public, desk) = (format!("/status/incidents/{id}"), format!("/desk/status/incidents/{id}"));
    everyone.get(&public).await.assert_no_text(t!(Lang::Sv, "status-corrected"));
    site.clock.advance(chrono::TimeDelta::minutes(5));
    let links = stina.get(&desk).await.page().links();
    let corrections: Vec<_> =
        links.iter().filter(|link| link.starts_with("/desk/status/corrections/")).collect();
    let [heading, update] = corrections[..] else { panic!("a heading and an update: {links:?}") };
    assert_eq!(heading, &format!("/desk/status/corrections/{id}"));
    let form = stina.get(update).await.assert_status(200);
    assert_eq!(form.value("text_sv").trim(), "Vi letar efter felet.");
    let unchanged = stina.post(update, &[("text_sv", "Vi letar efter felet.")]).await.assert_status(422);
    assert_refusal(&unchanged);
    let feed_before = everyone.get("/status/feed.atom").await.html();
    stina.post(update, &[("text_sv", "Felet är hos BankID.")]).await.assert_status(303);
    let form = stina.get(heading).await.assert_status(200);
    assert_eq!(form.value("title_sv"), "Trög inloggning");
    stina
        .post(heading, &[("title_sv", "BankID är trögt"), ("title_nb", "BankID er tregt")])
        .await
        .assert_status(303);

    for path in ["/status", &public] {
        let page =
            everyone.get(path).await.assert_text("BankID är trögt").assert_text("Felet är hos BankID.");
        let page = page.assert_text(t!(Lang::Sv, "status-corrected")).assert_no_text("Vi letar efter felet.");
        page.assert_text(t!(Lang::Sv, "status-title-corrected")).assert_no_text("Trög inloggning");
    }
    everyone.get(&format!("{public}?lang=nb")).await.assert_text("BankID er tregt");
    let feed = everyone.get("/status/feed.atom?lang=sv").await.html();
    let corrected = t!(Lang::Sv, "status-corrected");
    assert!(feed.contains("Felet är hos BankID.") && feed.contains(corrected), "{feed}");
    let updated = |feed: &str| feed.split("<updated>").nth(1).unwrap()[..20].to_owned();
    assert!(updated(&feed) > updated(&feed_before), "readers of feeds take it as new");
    let incidents = json(&everyone, "/api/v2/incidents.json?lang=sv").await;
    let update = &incidents["incidents"][0]["incident_updates"][0];
    assert_eq!(update["body"], "Felet är hos BankID.");
    assert!(update["updated_at"].as_str() > update["created_at"].as_str(), "{update}");

    let page = stina.get(&desk).await.assert_text(t!(Lang::Sv, "status-desk-earlier"));
    page.assert_text("Vi letar efter felet.").assert_text("Trög inloggning");
    let audited = "SELECT target_kind FROM audit_log WHERE action = 'status.corrected'";
    assert_eq!(site.query_texts(audited).await, ["incident", "incident"]);
    stina.get(&public).await.assert_text(t!(Lang::Sv, "status-desk-update"));
    everyone.get(&public).await.assert_no_text(t!(Lang::Sv, "status-desk-update"));
}

async fn a_text_in_another_language_says_which(site: &Site) {
    let (everyone, stina) = (site.browser(), site.signed_in(&site.people.stina).await);
    let id = post_outage(&stina, site).await;
    for path in ["/status".to_owned(), format!("/status/incidents/{id}")] {
        let english = everyone.get(&format!("{path}?lang=en")).await;
        english.assert_text(t!(Lang::En, "only-in-sv"));
        everyone.get(&format!("{path}?lang=nb")).await.assert_text(t!(Lang::Nb, "only-in-sv"));
        everyone.get(&format!("{path}?lang=sv")).await.assert_no_text(t!(Lang::Sv, "only-in-sv"));
    }
}
