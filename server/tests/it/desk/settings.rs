//! Opening hours and the service level, changed at the desk.

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::Lang;
use fyr_i18n::t;
use fyr_usecases::jobs::{self, Queue};

use crate::support::{Browser, Site, file, on_both_engines};

on_both_engines! {
    all_settings_go_out_and_come_in_as_one_file,
    components_of_the_status_page_are_edited_line_by_line,
    a_change_is_looked_at_before_it_is_saved_and_can_be_taken_back,
    what_somebody_else_changed_meanwhile_is_shown_before_it_is_replaced,
    what_is_wrong_is_said_and_nothing_is_saved,
    a_planned_closure_is_announced_where_people_look,
    a_policy_holds_for_the_tickets_that_fit_it,
    a_policy_that_cannot_work_is_refused,
    what_is_urgent_is_the_services_to_say,
    topics_are_edited_in_each_language_and_taken_back,
}

const HOURS: &str = "/desk/settings/hours";
const SERVICE_LEVEL: &str = "/desk/settings/service-level";
const NEW_POLICY: &str = "/desk/settings/service-level/policies/new";
const TOPICS: &str = "/desk/settings/topics";
const TRIAGE: &str = "/desk/settings/triage";

/// The fields of a page's form, with some of them changed.
async fn changed(
    browser: &Browser,
    path: &str,
    step: &str,
    changes: &[(&str, &str)],
) -> Vec<(String, String)> {
    let page = browser.get(path).await.assert_status(200).page();
    let form = page.forms().into_iter().find(|form| form.action() == path).unwrap();
    let mut fields = form.entered();
    fields.retain(|(name, _)| name != "step" && changes.iter().all(|(changed, _)| changed != name));
    fields.extend(changes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    fields.push(("step".into(), step.into()));
    fields
}

fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// Runs what follows from a change, a moment later.
async fn run_schedules(site: &Site) {
    site.clock.advance(TimeDelta::seconds(1));
    while jobs::run_due(&site.backend, Queue::Schedules).await.unwrap() {}
}

async fn respond_by(site: &Site, reference: &str) -> Option<DateTime<Utc>> {
    site.thread(&site.people.agnes, reference).await.ticket.respond_by
}

async fn filed_at(site: &Site, reference: &str) -> DateTime<Utc> {
    site.thread(&site.people.agnes, reference).await.ticket.created_at
}

async fn a_change_is_looked_at_before_it_is_saved_and_can_be_taken_back(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let ticket = site.create_ticket(&site.people.petra).await;
    let before = respond_by(site, &ticket).await;
    adam.get("/desk/settings").await.assert_text(t!(Lang::Sv, "settings-of-file"));

    let quick = [("p3_first_response", "30m"), ("note", "Nytt avtal i maj")];
    let fields = changed(&adam, SERVICE_LEVEL, "check", &quick).await;
    let looked = adam.post(SERVICE_LEVEL, &pairs(&fields)).await.assert_status(200);
    let looked = looked.assert_text("Ett av 1 öppna ärenden får en ny tid. Inget blir försenat av det.");
    assert_eq!(looked.value("p3_first_response"), "30m", "what was entered is kept");
    assert_eq!(looked.value("note"), "Nytt avtal i maj");
    adam.get(SERVICE_LEVEL).await.assert_no_text("Nytt avtal i maj");

    let fields = changed(&adam, SERVICE_LEVEL, "save", &quick).await;
    let saved = adam.post(SERVICE_LEVEL, &pairs(&fields)).await;
    let page = adam.follow(saved).await.assert_text(t!(Lang::Sv, "notice-setting-saved"));
    page.assert_text("Version 1 · ").assert_text(&site.people.adam.name).assert_text("Nytt avtal i maj");
    run_schedules(site).await;
    let moved = respond_by(site, &ticket).await;
    assert!(moved < before, "{moved:?} {before:?}");

    let slow = changed(&adam, SERVICE_LEVEL, "save", &[("p3_first_response", "9h"), ("note", "")]).await;
    adam.post(SERVICE_LEVEL, &pairs(&slow)).await.assert_status(303);
    let restored = adam.post(SERVICE_LEVEL, &[("step", "restore"), ("version", "1")]).await;
    let page = adam.follow(restored).await.assert_text("Version 3 · ");
    assert_eq!(page.value("p3_first_response"), "30m");
    run_schedules(site).await;
    assert_eq!(respond_by(site, &ticket).await, moved);
    // a version that does not exist changes nothing
    adam.post(SERVICE_LEVEL, &[("step", "restore"), ("version", "99")]).await.assert_status(404);
    adam.get(SERVICE_LEVEL).await.assert_no_text("Version 4");
    let log = site
        .query_texts("SELECT CAST(details AS TEXT) FROM audit_log WHERE action = 'setting.changed'")
        .await;
    assert_eq!(log.len(), 3);
    assert!(log.iter().all(|details| !details.contains("command-line")), "{log:?}");
}

async fn what_somebody_else_changed_meanwhile_is_shown_before_it_is_replaced(site: &Site) {
    let (adam, other) = (site.signed_in(&site.people.adam).await, site.signed_in(&site.people.adam).await);
    let mine = changed(&adam, SERVICE_LEVEL, "save", &[("p3_first_response", "2h")]).await;
    let theirs = [("p3_first_response", "30m"), ("note", "Nytt avtal i maj")];
    let theirs = changed(&other, SERVICE_LEVEL, "save", &theirs).await;
    other.post(SERVICE_LEVEL, &pairs(&theirs)).await.assert_status(303);
    // the same request again changes nothing, and is no conflict with itself
    other.post(SERVICE_LEVEL, &pairs(&theirs)).await.assert_status(303);

    let refused = adam.post(SERVICE_LEVEL, &pairs(&mine)).await.assert_status(422);
    let refused = refused.assert_text(t!(Lang::Sv, "problem-changed-meanwhile")).assert_text("→ \"30m\"");
    let refused = refused.assert_text("Version 1 · ").assert_text("Nytt avtal i maj");
    assert_eq!(refused.value("p3_first_response"), "2h", "what was entered is kept");
    other.get(SERVICE_LEVEL).await.assert_no_text("Version 2 · ");

    let again: Vec<_> = refused.page().form(SERVICE_LEVEL).entered();
    let again: Vec<_> = again.into_iter().filter(|(name, _)| name != "step").collect();
    let again: Vec<_> = pairs(&again).into_iter().chain([("step", "save")]).collect();
    adam.post(SERVICE_LEVEL, &again).await.assert_status(303);
    assert_eq!(other.get(SERVICE_LEVEL).await.value("p3_first_response"), "2h");

    // a list in which another entry came meanwhile
    let policy = [("name", "Akut"), ("kind", "incident"), ("p1_first_response", "5m")];
    let opened = changed(&adam, NEW_POLICY, "save", &policy).await;
    let theirs = [("name", "Natt"), ("kind", "question"), ("p1_first_response", "9m")];
    let theirs = changed(&other, NEW_POLICY, "save", &theirs).await;
    other.post(NEW_POLICY, &pairs(&theirs)).await.assert_status(303);
    let refused = adam.post(NEW_POLICY, &pairs(&opened)).await.assert_status(422);
    refused.assert_text(t!(Lang::Sv, "settings-meanwhile-title")).assert_text("Natt");

    // topics that were there without a version are not said to be new
    let mine = changed(&adam, TOPICS, "save", &[("topics", "login: Logga in")]).await;
    let longer = format!("{}\nexam: Prov", other.get(TOPICS).await.value("topics"));
    let theirs = changed(&other, TOPICS, "save", &[("topics", &longer)]).await;
    other.post(TOPICS, &pairs(&theirs)).await.assert_status(303);
    let refused = adam.post(TOPICS, &pairs(&mine)).await.assert_status(422);
    let lines = refused.page().texts(".changes li");
    assert!(lines.len() == 1 && lines[0].contains("Prov"), "{lines:?}");
}

async fn what_is_wrong_is_said_and_nothing_is_saved(site: &Site) {
    for (path, field, value, problem) in [
        (HOURS, "monday", "08:00-12:00, 11:00-17:00", t!(Lang::Sv, "problem-overlapping-hours").to_owned()),
        (HOURS, "zone", "Europa/Stockholm", t!(Lang::Sv, "problem-unknown-zone").to_owned()),
        (HOURS, "closures", "2027-07-05", t!(Lang::Sv, "problem-invalid-line", line = 1)),
        (SERVICE_LEVEL, "p1_update", "0m", t!(Lang::Sv, "problem-invalid-duration").to_owned()),
        (SERVICE_LEVEL, "p1_first_response", "", t!(Lang::Sv, "problem-required").to_owned()),
        (SERVICE_LEVEL, "note", &*"x".repeat(201), t!(Lang::Sv, "problem-too-long", max = 200)),
    ] {
        // what was refused stays in the session of its sender
        let adam = site.signed_in(&site.people.adam).await;
        for step in ["check", "save"] {
            let fields = changed(&adam, path, step, &[(field, value)]).await;
            let refused = adam.post(path, &pairs(&fields)).await.assert_status(422).assert_text(&problem);
            assert_eq!(refused.value(field), value);
        }
    }
    let adam = site.signed_in(&site.people.adam).await;
    let closed: Vec<_> = ["monday", "tuesday", "wednesday", "thursday", "friday"].map(|day| (day, "")).into();
    let fields = changed(&adam, HOURS, "save", &closed).await;
    let never = t!(Lang::Sv, "problem-never-opens");
    adam.post(HOURS, &pairs(&fields)).await.assert_status(422).assert_text(never);
    assert_eq!(site.count("SELECT COUNT(*) FROM setting_versions").await, 0);
}

async fn a_planned_closure_is_announced_where_people_look(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let day = |days| (site.now() + TimeDelta::days(days)).date_naive();
    let closure = format!("{} {} 10:00-14:00 Kortare dagar", day(20), day(30));
    let later = format!("{closure}\n{} {}", day(60), day(61));
    let fields = changed(&adam, HOURS, "save", &[("closures", &later)]).await;
    adam.post(HOURS, &pairs(&fields)).await.assert_status(303);
    let visitor = site.browser();
    for path in ["/", "/tickets/new", "/status"] {
        let page = visitor.get(path).await.assert_status(200).assert_text("Kortare dagar: ");
        page.assert_text("har vi öppet 10:00–14:00.").assert_no_text("har vi stängt.");
    }
    site.clock.advance(TimeDelta::days(31));
    visitor.get("/").await.assert_no_text("Kortare dagar").assert_no_text("har vi stängt.");
    site.clock.advance(TimeDelta::days(3));
    visitor.get("/").await.assert_text("har vi stängt.");
}

/// A policy for incidents, answered within half an hour.
const INCIDENTS: [(&str, &str); 4] = [
    ("name", "Fel"),
    ("kind", "incident"),
    ("p3_first_response", "30m"),
    ("account_manager", "Kari Moe, 22 00 00 00"),
];

async fn a_policy_holds_for_the_tickets_that_fit_it(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    adam.get(SERVICE_LEVEL).await.assert_text(t!(Lang::Sv, "settings-policies-none"));
    let ticket = site.create_ticket(&site.people.petra).await;
    let before = respond_by(site, &ticket).await;
    let fields = changed(&adam, NEW_POLICY, "check", &INCIDENTS).await;
    let looked = adam.post(NEW_POLICY, &pairs(&fields)).await.assert_status(200);
    looked.assert_text("Inget av 1 öppna ärenden får en ny tid.");
    let fields = changed(&adam, NEW_POLICY, "save", &INCIDENTS).await;
    let saved = adam.post(NEW_POLICY, &pairs(&fields)).await;
    adam.follow(saved).await.assert_text(t!(Lang::Sv, "notice-setting-saved")).assert_text("Version 1");
    run_schedules(site).await;
    assert_eq!(respond_by(site, &ticket).await, before, "it is a question");

    // what turns out to be an incident has the promises of one
    let desk = format!("/desk/tickets/{ticket}");
    let agnes = site.signed_in(&site.people.agnes).await;
    let unknown = [("action", "change"), ("topic", "nonsense"), ("was-topic", "sign-in")];
    let refused = agnes.post(&desk, &unknown).await.assert_status(422);
    refused.assert_text(t!(Lang::Sv, "problem-unknown-choice"));
    let agnes = site.signed_in(&site.people.agnes).await;
    let change = [("action", "change"), ("kind", "incident"), ("was-kind", "question")];
    let done = agnes.post(&desk, &change).await.assert_status(303);
    let page = agnes.follow(done).await.assert_text("Slag ändrat från Fråga till Något fungerar inte");
    page.assert_text("Kari Moe");
    assert_eq!(respond_by(site, &ticket).await, Some(filed_at(site, &ticket).await + TimeDelta::minutes(30)));
    let petra = site.signed_in(&site.people.petra).await;
    petra.get(&format!("/tickets/{ticket}")).await.assert_text("Kari Moe, 22 00 00 00");

    // an open form finds its policy by name, wherever it is in the list by now
    let first = "/desk/settings/service-level/policies/0";
    assert_eq!(adam.get(first).await.value("p3_first_response"), "30m");
    let renamed = changed(&adam, first, "save", &[("name", "Alla fel"), ("p3_first_response", "1h")]).await;
    adam.post(first, &pairs(&renamed)).await.assert_status(303);
    run_schedules(site).await;
    assert_eq!(respond_by(site, &ticket).await, Some(filed_at(site, &ticket).await + TimeDelta::hours(1)));
    let delete = [("former", "Alla fel"), ("step", "delete")];
    let deleted = adam.post(first, &delete).await.assert_status(303);
    adam.follow(deleted).await.assert_text(t!(Lang::Sv, "settings-policies-none"));
    run_schedules(site).await;
    assert_eq!(respond_by(site, &ticket).await, before);
    adam.get(first).await.assert_status(404);
}

async fn a_policy_that_cannot_work_is_refused(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let fields = changed(&adam, NEW_POLICY, "save", &INCIDENTS).await;
    adam.post(NEW_POLICY, &pairs(&fields)).await.assert_status(303);
    for (changes, problem) in [
        (&[][..], t!(Lang::Sv, "problem-taken")),
        (&[("name", "B"), ("kind", "")], t!(Lang::Sv, "problem-no-condition")),
        (
            &[("name", "B"), ("p3_first_response", ""), ("account_manager", "")],
            t!(Lang::Sv, "problem-no-effect"),
        ),
        (&[("name", "B"), ("p2_resolution", "8h")], t!(Lang::Sv, "problem-required")),
        (&[("name", "B"), ("monday", "17-8")], t!(Lang::Sv, "problem-invalid-hours")),
    ] {
        let adam = site.signed_in(&site.people.adam).await;
        let mut entered = INCIDENTS.to_vec();
        entered.retain(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
        entered.extend(changes);
        let fields = changed(&adam, NEW_POLICY, "save", &entered).await;
        adam.post(NEW_POLICY, &pairs(&fields)).await.assert_status(422).assert_text(problem);
    }
    assert_eq!(site.count("SELECT COUNT(*) FROM setting_versions").await, 1);
}

async fn what_is_urgent_is_the_services_to_say(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let visitor = site.browser();
    visitor.get("/tickets/new").await.assert_text(t!(Lang::Sv, "urgent-cause-payment"));
    let own = [("urgent_causes", "exam: Jag har ett prov i dag"), ("kind_question", "")];
    let fields = changed(&adam, TRIAGE, "save", &own).await;
    adam.post(TRIAGE, &pairs(&fields)).await.assert_status(303);
    let page = visitor.get("/tickets/new").await.assert_text("Jag har ett prov i dag");
    let page = page.assert_no_text(t!(Lang::Sv, "urgent-cause-payment"));
    let html = page.page();
    let forms = html.forms();
    let form = forms.iter().find(|form| form.action() == "/tickets/new").unwrap();
    assert_eq!(form.field("kind"), "incident", "the first on offer");
    let none = changed(&adam, TRIAGE, "save", &[("urgent_causes", "")]).await;
    adam.post(TRIAGE, &pairs(&none)).await.assert_status(303);
    visitor.get("/tickets/new").await.assert_no_text(t!(Lang::Sv, "new-urgent"));
    for (field, value) in
        [("urgent_causes", "other: Annat"), ("urgent_causes", "Prov i dag"), ("one_low", "p9")]
    {
        let adam = site.signed_in(&site.people.adam).await;
        let fields = changed(&adam, TRIAGE, "save", &[(field, value)]).await;
        let refused = adam.post(TRIAGE, &pairs(&fields)).await.assert_status(422);
        assert!(refused.html().contains(&format!("href=\"#{field}\"")));
    }
}

async fn topics_are_edited_in_each_language_and_taken_back(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let shown = adam.get(TOPICS).await.value("topics");
    assert!(shown.contains("sign-in: Inloggning"), "those that were there without a version: {shown}");
    let own = "sign-in: Logga in\nexam: Prov";
    let fields = changed(&adam, TOPICS, "save", &[("topics", own)]).await;
    adam.post(TOPICS, &pairs(&fields)).await.assert_status(303);
    let visitor = site.browser();
    let form = visitor.get("/tickets/new").await.assert_text("Logga in").assert_text("Prov");
    form.assert_no_text("Annat");
    visitor.get("/tickets/new?lang=en").await.assert_no_text("Logga in").assert_text("Prov");
    for wrong in ["Prov", "exam: A\nexam: B", "Exam: A"] {
        let adam = site.signed_in(&site.people.adam).await;
        adam.post(TOPICS, &[("topics", wrong), ("step", "save")]).await.assert_status(422);
    }
    let none = changed(&adam, TOPICS, "save", &[("topics", "")]).await;
    adam.post(TOPICS, &pairs(&none)).await.assert_status(303);
    assert!(!visitor.get("/tickets/new").await.html().contains("name=\"topic\""));
    adam.post(TOPICS, &[("step", "restore"), ("version", "2")]).await.assert_status(303);
    assert_eq!(adam.get(TOPICS).await.value("topics"), own);
    // and those that were there without a version
    adam.post(TOPICS, &[("step", "restore"), ("version", "1")]).await.assert_status(303);
    assert_eq!(adam.get(TOPICS).await.value("topics").lines().count(), shown.lines().count());
}

async fn components_of_the_status_page_are_edited_line_by_line(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let path = "/desk/settings/components";
    assert_eq!(adam.get(path).await.assert_status(200).value("components").trim(), "portal: Portalen");
    let more = [("step", "save"), ("components", "video: Videomöten\nportal: Portalen")];
    adam.post(path, &more).await.assert_status(303);
    let browser = site.browser();
    let names = browser.get("/status").await.assert_status(200).main_text();
    assert!(names.find("Videomöten").unwrap() < names.find("Portalen").unwrap(), "in this order: {names}");
    let outage = [
        ("services", "portal"),
        ("impact", "major"),
        ("status", "investigating"),
        ("title_sv", "Trögt"),
        ("text_sv", "Vi letar"),
    ];
    adam.post("/desk/status/incidents/new", &outage).await.assert_status(303);
    let page = adam.post(path, &[("step", "save"), ("components", "video: Videomöten")]).await;
    page.assert_status(422).assert_text(&t!(Lang::Sv, "problem-component-in-use", slug = "portal"));
    browser.get("/status").await.assert_text("Portalen");
    adam.post(path, &[("step", "save"), ("components", "portal: Portalen")]).await.assert_status(303);
    browser.get("/status").await.assert_no_text("Videomöten");
    adam.post(path, &[("step", "restore"), ("version", "1")]).await.assert_status(303);
    assert_eq!(adam.get(path).await.value("components").trim(), "portal: Portalen", "as it was at first");
}

async fn all_settings_go_out_and_come_in_as_one_file(site: &Site) {
    let adam = site.signed_in(&site.people.adam).await;
    let exported = adam.get("/desk/settings/settings.toml").await.assert_status(200);
    assert!(exported.header("content-disposition").starts_with("attachment"));
    let text = exported.html();
    assert!(text.contains("[[topics]]") && text.contains("[service_level"), "{text}");
    let upload = |text: &str| {
        let mut part = file("settings.toml", "text/plain", text.as_bytes());
        part.rename("file");
        [part]
    };
    let path = "/desk/settings/file";
    adam.post_parts(path, &upload(&text))
        .await
        .assert_status(200)
        .assert_text(t!(Lang::Sv, "settings-import-same"));
    let changed = text.replace("p3 = \"9h\"", "p3 = \"2h\"");
    assert_ne!(changed, text);
    let looked = adam.post_parts(path, &upload(&changed)).await.assert_status(200);
    let looked = looked.assert_text("service_level.p3").assert_text("2h");
    assert_eq!(site.count("SELECT COUNT(*) FROM setting_versions").await, 0, "looking changes nothing");
    let again = [("step", "save"), ("note", "Flytt"), ("text", &looked.value("text"))];
    adam.post(path, &again).await.assert_status(303);
    let level = adam.get("/desk/settings/service-level").await.assert_text("Flytt");
    assert_eq!(level.value("p3_first_response"), "2h");
    for (wrong, said) in [
        ("phone = 'x'\n[calendar", "line 2"),
        ("fone = '1'", "fone"),
        ("[service_level]\np3 = \"0m\"", "0m"),
        ("", ""),
    ] {
        let page = adam.post_parts(path, &upload(wrong)).await.assert_status(422);
        assert_eq!(page.page().attributes("#errors a", "href"), ["#file"], "{wrong}");
        page.assert_text(said);
    }
    assert_eq!(adam.get("/desk/settings/service-level").await.value("p3_first_response"), "2h");
}
