//! By when an answer comes: of the first turn of support, and of each later one.

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{
    Lang,
    sla::{Metric, ServiceLevel, Targets},
    tickets::{Priority, Status, TicketScope},
};
use fyr_i18n::{relative_time, t};
use fyr_testing::ReceivedEmail;
use fyr_usecases::settings::{SettingChanges, change_as_operator};

use crate::support::{Site, on_both_engines};

on_both_engines! {
    a_reply_is_promised_an_answer_like_the_first_message,
    a_promise_moves_with_the_priority_and_can_be_late,
    a_turn_that_support_begins_has_a_promise,
    mail_repeats_what_was_promised,
    updates_and_resolutions_are_promised_where_the_level_has_them,
    the_steps_to_a_promise_are_explained,
    thanks_start_no_clock_and_both_sides_read_that,
    a_missed_promise_is_said_with_a_new_time,
    an_agent_says_when_the_answer_comes,
}

/// By when an answer is due that is asked for now.
async fn due(site: &Site, priority: Priority) -> DateTime<Utc> {
    let sla = fyr_usecases::settings::load(&site.backend).await.sla();
    sla.current().due(Metric::NextResponse, priority, &TicketScope::default(), site.now()).unwrap()
}

/// What is said to someone who is waited for: by when they are answered if they write before support closes.
async fn due_if_asked_at_closing(site: &Site) -> String {
    let sla = fyr_usecases::settings::load(&site.backend).await.sla();
    let closes = sla.current().calendar.spans_from(site.now()).next().unwrap().closes_at;
    let by = sla.current().due(Metric::NextResponse, Priority::P3, &TicketScope::default(), closes).unwrap();
    format!("Svarar du före {} får du vårt svar senast {}.", when(site, closes), when(site, by))
}

fn when(site: &Site, at: DateTime<Utc>) -> String {
    relative_time(Lang::Sv, at, site.now(), site.backend.settings.zone)
}

async fn reply_by(site: &Site, reference: &str) -> Option<DateTime<Utc>> {
    site.thread(&site.people.agnes, reference).await.ticket.reply_by
}

async fn a_reply_is_promised_an_answer_like_the_first_message(site: &Site) {
    let filed = site.create_ticket(&site.people.petra).await;
    let (path, desk) = (format!("/tickets/{filed}"), format!("/desk/tickets/{filed}"));
    site.reply_as_support(&filed, "Vilken kod?", Some(Status::WaitingForRequester)).await;
    site.clock.advance(TimeDelta::days(2));
    let (petra, agnes) = (site.signed_in(&site.people.petra).await, site.signed_in(&site.people.agnes).await);
    let open_until = due_if_asked_at_closing(site).await;
    petra.get(&path).await.assert_text(t!(Lang::Sv, "next-waiting-for-requester")).assert_text(&open_until);
    let promised = due(site, Priority::P3).await;
    let answer = petra.post(&format!("{path}/messages"), &[("body", "Den röda.")]).await;
    let shown = t!(Lang::Sv, "next-promise", when = when(site, promised));
    petra.follow(answer).await.assert_text(&shown);
    petra.get("/tickets").await.assert_text(&t!(Lang::Sv, "list-promise", when = when(site, promised)));
    let at_desk = t!(Lang::Sv, "desk-promise", when = when(site, promised));
    agnes.get(&desk).await.assert_text(&at_desk);
    agnes.get("/desk").await.assert_text(&at_desk);
    // more words do not put it off
    site.clock.advance(TimeDelta::minutes(30));
    petra.post(&format!("{path}/messages"), &[("body", "Alltså röd.")]).await.assert_status(303);
    petra.get(&path).await.assert_text(&t!(Lang::Sv, "next-promise", when = when(site, promised)));
    site.reply_as_support(&filed, "Tack, vi letar.", None).await;
    let asked = t!(Lang::Sv, "next-ask", when = when(site, due(site, Priority::P3).await));
    petra.get(&path).await.assert_text(t!(Lang::Sv, "next-open")).assert_text(&asked);
    assert_eq!(reply_by(site, &filed).await, None);
    petra.get("/tickets").await.assert_no_text("Svar senast");
}

async fn a_turn_that_support_begins_has_a_promise(site: &Site) {
    let filed = site.create_ticket(&site.people.petra).await;
    let path = format!("/tickets/{filed}");
    site.reply_as_support(&filed, "Vi ber en kollega titta.", Some(Status::OnHold)).await;
    for done in [Status::OnHold, Status::Closed] {
        site.set_status(&filed, done).await;
        assert_eq!(reply_by(site, &filed).await, None);
        site.clock.advance(TimeDelta::days(1));
        site.set_status(&filed, Status::Open).await;
        let promised = due(site, Priority::P3).await;
        assert_eq!(reply_by(site, &filed).await, Some(promised), "{done}");
        let petra = site.signed_in(&site.people.petra).await;
        petra.get(&path).await.assert_text(&t!(Lang::Sv, "next-promise", when = when(site, promised)));
    }
}

async fn a_promise_moves_with_the_priority_and_can_be_late(site: &Site) {
    let (petra, agnes) = (site.signed_in(&site.people.petra).await, site.signed_in(&site.people.agnes).await);
    let filed = site.create_ticket(&site.people.petra).await;
    let path = format!("/tickets/{filed}");
    site.reply_as_support(&filed, "Vilken kod?", Some(Status::Solved)).await;
    assert_eq!(reply_by(site, &filed).await, None);
    let urgent = due(site, Priority::P1).await;
    petra.post(&format!("{path}/reopen"), &[]).await.assert_status(303);
    let ordinary = reply_by(site, &filed).await.expect("it is support's turn again");
    let change = [("action", "change"), ("priority", "p1"), ("was-priority", "p3")];
    agnes.post(&format!("/desk/tickets/{filed}"), &change).await.assert_status(303);
    let moved = reply_by(site, &filed).await.expect("still");
    assert!(moved < ordinary && moved >= urgent, "counted from when the turn began");
    site.clock.advance(TimeDelta::days(5));
    let (petra, agnes) = (site.signed_in(&site.people.petra).await, site.signed_in(&site.people.agnes).await);
    petra.get(&path).await.assert_text(&t!(Lang::Sv, "next-late", when = when(site, moved)));
    agnes.get(&format!("/desk/tickets/{filed}")).await.assert_text(t!(Lang::Sv, "desk-late"));
    // what others are waited for does not put off the answer, unless the agreement says so
    site.set_status(&filed, Status::OnHold).await;
    assert_eq!(reply_by(site, &filed).await, Some(moved));
    site.set_status(&filed, Status::WaitingForRequester).await;
    assert_eq!(reply_by(site, &filed).await, None);
    petra.get(&path).await.assert_text(t!(Lang::Sv, "next-waiting-for-requester"));
}

/// The last email to the requester.
async fn last_mail(site: &Site) -> ReceivedEmail {
    let mut mails = site.delivered_emails().await;
    mails.retain(|mail| mail.to == "petra@fyr.test");
    mails.pop().unwrap()
}

async fn mail_repeats_what_was_promised(site: &Site) {
    let karin = site.signed_in(&site.people.karin).await;
    let filed = site.create_ticket(&site.people.petra).await;
    site.reply_as_support(&filed, "Vilken kod?", Some(Status::Solved)).await;
    karin.post(&format!("/tickets/{filed}/messages"), &[("body", "Den röda.")]).await.assert_status(303);
    let mail = last_mail(site).await;
    assert!(mail.text.contains("Den röda.") && mail.text.contains("Du får svar senast"), "{}", mail.text);
    site.reply_as_support(&filed, "Klart.", Some(Status::Solved)).await;
    karin.post(&format!("/tickets/{filed}/reopen"), &[]).await.assert_status(303);
    let mail = last_mail(site).await;
    assert!(mail.text.contains("Du får svar senast"), "{}", mail.text);
    site.reply_as_support(&filed, "Klart nu.", Some(Status::Open)).await;
    let mail = last_mail(site).await;
    assert!(!mail.text.contains("Du får svar senast"), "{}", mail.text);
}

/// A level with every kind of target for P3.
async fn promise_everything(site: &Site) {
    let p3 = Targets {
        resolution: Some(TimeDelta::hours(40)),
        update: Some(TimeDelta::hours(18)),
        ..Targets::responses(TimeDelta::hours(4))
    };
    let level = ServiceLevel { p3, ..ServiceLevel::default() };
    let changes = SettingChanges::single(&level).unwrap();
    change_as_operator(&site.backend, changes, None).await.unwrap();
}

async fn updates_and_resolutions_are_promised_where_the_level_has_them(site: &Site) {
    promise_everything(site).await;
    let sla = fyr_usecases::settings::load(&site.backend).await.sla();
    let due = |metric| sla.current().due(metric, Priority::P3, &TicketScope::default(), site.now());
    let by = |metric| when(site, due(metric).unwrap());
    let filed = site.create_ticket(&site.people.petra).await;
    let path = format!("/tickets/{filed}");
    let petra = site.signed_in(&site.people.petra).await;
    let resolution = t!(Lang::Sv, "next-resolution", when = by(Metric::Resolution));
    let answer = t!(Lang::Sv, "next-promise", when = by(Metric::FirstResponse));
    petra.get(&path).await.assert_text(&format!("{answer} {resolution}"));
    site.clock.advance(TimeDelta::minutes(20));
    site.reply_as_support(&filed, "Vi letar.", Some(Status::Open)).await;
    let update = t!(Lang::Sv, "next-update", when = by(Metric::Update));
    petra.get(&path).await.assert_text(&format!("{update} {resolution}"));
    // support reads in the history what its answer changed
    let agnes = site.signed_in(&site.people.agnes).await;
    agnes.get(&format!("/desk/tickets/{filed}")).await.assert_text("nytt besked senast");
    petra.get(&path).await.assert_no_text("nytt besked senast");
    site.set_status(&filed, Status::OnHold).await;
    petra.get(&path).await.assert_text(t!(Lang::Sv, "next-on-hold")).assert_text(&update);
    site.clock.advance(TimeDelta::days(9));
    let petra = site.signed_in(&site.people.petra).await;
    petra.get(&path).await.assert_text("Du skulle ha hört från oss").assert_no_text("Vi räknar med");
    site.set_status(&filed, Status::Solved).await;
    petra.get(&path).await.assert_text(t!(Lang::Sv, "next-solved")).assert_no_text("Du skulle ha hört");
}

async fn the_steps_to_a_promise_are_explained(site: &Site) {
    promise_everything(site).await;
    // Friday 18 December 2026, 16:00
    site.clock.advance("2026-12-18T15:00:00Z".parse::<DateTime<Utc>>().unwrap() - site.now());
    let petra = site.signed_in(&site.people.petra).await;
    let filed = site.create_ticket(&site.people.petra).await;
    let path = format!("/tickets/{filed}");
    let page = petra.get(&format!("{path}/deadlines")).await.assert_status(200);
    let page = page
        .assert_text("Löftet är 4 timmar av vår öppettid.")
        .assert_text("fredag 18 december 16:00–17:00: 1 timme")
        .assert_text("lördag 19 december till söndag 20 december: stängt")
        .assert_text("torsdag 24 december: stängt (julafton)");
    assert!(page.main_text().contains("måndag 21 december 08:00–11:00: 3 timmar"), "{}", page.main_text());
    petra.get(&path).await.assert_text(t!(Lang::Sv, "next-why"));
    site.clock.advance(TimeDelta::minutes(30));
    site.reply_as_support(&filed, "Vilken kod?", Some(Status::WaitingForRequester)).await;
    petra
        .get(&format!("{path}/deadlines"))
        .await
        .assert_text("Klart i dag 16:30, i tid.")
        .assert_text("Tiden står. Det är 39 timmar och 30 minuter kvar när den går igen.")
        .assert_text("Sedan fredag 18 december 16:30 står tiden.");
    site.browser().get(&format!("{path}/deadlines")).await.assert_status(404);
}

async fn thanks_start_no_clock_and_both_sides_read_that(site: &Site) {
    let (petra, agnes) = (site.signed_in(&site.people.petra).await, site.signed_in(&site.people.agnes).await);
    let filed = site.create_ticket(&site.people.petra).await;
    let (path, desk) = (format!("/tickets/{filed}"), format!("/desk/tickets/{filed}"));
    let needless = t!(Lang::Sv, "answer-not-needed");
    petra.get(&path).await.assert_no_text(needless);
    agnes.get(&desk).await.assert_no_text(t!(Lang::Sv, "desk-no-answer"));
    site.reply_as_support(&filed, "Nu är det lagat.", Some(Status::Solved)).await;
    petra.get(&path).await.assert_text(needless);
    let thanks = [("body", "Tack!"), ("no_answer", "yes")];
    petra.post(&format!("{path}/messages"), &thanks).await.assert_status(303);
    let thread = site.thread(&site.people.agnes, &filed).await;
    assert_eq!(
        (thread.ticket.status, thread.ticket.reply_by),
        (Status::Solved, None),
        "it is not opened again"
    );
    let said = t!(Lang::Sv, "entry-no-answer", name = site.people.petra.name.as_str());
    petra.get(&path).await.assert_text("Tack!").assert_text(&said);
    agnes.get(&desk).await.assert_text(&said);

    // thanks without the tick, as most are
    petra.post(&format!("{path}/messages"), &[("body", "Tack igen!")]).await.assert_status(303);
    assert!(reply_by(site, &filed).await.is_some());
    agnes.get(&desk).await.assert_text(t!(Lang::Sv, "desk-no-answer"));
    let answer = agnes.post(&desk, &[("action", "no-answer")]).await;
    agnes
        .follow(answer)
        .await
        .assert_text(t!(Lang::Sv, "notice-no-answer"))
        .assert_no_text(t!(Lang::Sv, "desk-no-answer-text"));
    assert_eq!(reply_by(site, &filed).await, None);
    petra.get(&path).await.assert_text(&t!(
        Lang::Sv,
        "entry-no-answer",
        name = site.people.agnes.name.as_str()
    ));
}

async fn a_missed_promise_is_said_with_a_new_time(site: &Site) {
    let filed = site.create_ticket(&site.people.petra).await;
    let missed = due(site, Priority::P3).await;
    site.clock.advance(missed - site.now() + TimeDelta::minutes(1));
    let expected = due(site, Priority::P3).await;
    fyr_usecases::tickets::raise_alarms(&site.backend).await.unwrap();
    fyr_usecases::tickets::raise_alarms(&site.backend).await.unwrap();
    let petra = site.signed_in(&site.people.petra).await;
    let late = t!(Lang::Sv, "next-late-only", when = when(site, missed));
    let new_time = t!(Lang::Sv, "next-expected", when = when(site, expected));
    let page = petra.get(&format!("/tickets/{filed}")).await.assert_text(&format!("{late} {new_time}"));
    let said = page.page().texts("main li").concat();
    assert!(said.contains(&t!(Lang::Sv, "entry-expected", when = when(site, expected))), "{said}");
    site.run_due_jobs().await;
    let emails = site.delivered_emails().await;
    let of_new_time: Vec<_> =
        emails.iter().filter(|email| email.text.contains("Vi räknar med att svara")).collect();
    assert_eq!(of_new_time.len(), 1, "one email, and only to the requester");
    assert_eq!(of_new_time[0].to, site.people.petra.email);
    assert!(of_new_time[0].text.contains("Vi beklagar det."), "{}", of_new_time[0].text);
    // the answer ends it
    site.reply_as_support(&filed, "Så här gör du.", Some(Status::Solved)).await;
    petra.get(&format!("/tickets/{filed}")).await.assert_no_text("Svaret skulle ha kommit");
    assert_eq!(site.thread(&site.people.agnes, &filed).await.ticket.expected_by, None);
}

async fn an_agent_says_when_the_answer_comes(site: &Site) {
    let filed = site.create_ticket(&site.people.petra).await;
    let (agnes, path) = (site.signed_in(&site.people.agnes).await, format!("/desk/tickets/{filed}"));
    let before = site.thread(&site.people.agnes, &filed).await.ticket.deadlines();
    let say = async |when: &str| agnes.post(&path, &[("action", "expect"), ("expected_by", when)]).await;
    for wrong in ["", "snart", "2020-01-01T10:00", "2099-01-01T10:00"] {
        let page = say(wrong).await.assert_status(422);
        assert_eq!(page.page().attributes("#errors a", "href"), ["#expected_by"], "{wrong}");
    }
    let by = site.now() + TimeDelta::days(20);
    let local = by.with_timezone(&site.backend.settings.zone).format("%Y-%m-%dT%H:%M").to_string();
    let saved = say(&local).await.assert_status(303);
    agnes.follow(saved).await.assert_text(t!(Lang::Sv, "notice-answer-expected"));
    let ticket = site.thread(&site.people.agnes, &filed).await.ticket;
    assert_eq!(ticket.deadlines(), before, "the promise stays as it is");
    assert!(ticket.expected_by.is_some());
    site.run_due_jobs().await;
    say(&local).await.assert_status(303);
    site.run_due_jobs().await;
    let emails = site.delivered_emails().await;
    assert_eq!(
        emails.iter().filter(|email| email.text.contains("Vi räknar med att svara")).count(),
        1,
        "said once"
    );
    // a later miss does not say an earlier time than the agent has
    let missed = before.respond_by.unwrap();
    site.clock.advance(missed - site.now() + TimeDelta::minutes(1));
    fyr_usecases::tickets::raise_alarms(&site.backend).await.unwrap();
    assert_eq!(site.thread(&site.people.agnes, &filed).await.ticket.expected_by, ticket.expected_by);
}
