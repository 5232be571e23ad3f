//! Tests of [`super`]: who is held up by whom.

use super::*;

fn network(address: &str) -> Network {
    Network::parse(address).expect("an address")
}

fn browser(cookie: &str) -> Sender {
    Sender::Browser(cookie.to_owned())
}

fn new(about: &str) -> Sender {
    Sender::New { about: about.to_owned(), cookie: None }
}

/// How many of `times` requests are within the limit.
fn admitted(times: usize, mut refused: impl FnMut(usize) -> Option<u64>) -> usize {
    (0..times).filter(|number| refused(*number).is_none()).count()
}

#[test]
fn an_ipv6_network_counts_as_one_address() {
    let limiter = NetworkLimiter::per_minute(1);
    let may = |address: &str| limiter.check(network(address)).is_none();
    assert!(may("2001:db8:1:2::1") && !may("2001:db8:1:2:ffff:ffff:ffff:ffff"));
    assert!(may("2001:db8:1:3::1"), "another line of the same household");
    assert!(may("192.0.2.1") && may("192.0.2.2") && !may("::ffff:192.0.2.1"));
}

#[test]
fn nobody_has_another_limit_in_every_line_of_their_network() {
    let limiter = NetworkLimiter::per_minute(2);
    let check = |line: usize| limiter.check(network(&format!("2001:db8:1:{line:x}::1")));
    assert_eq!(admitted(100, check), 4, "a household has twice a line's");
    assert_eq!(check(0x100), None, "and leaves its neighbours theirs");
    assert_eq!(admitted(0x1_0000, check), 16 - 5, "a site has eight times a line's");
    assert_eq!(limiter.check(network("2001:db8:2::1")), None, "another site");
    let homes = |home: usize| limiter.check(network(&format!("192.0.2.{home}")));
    assert_eq!(admitted(100, homes), 100, "IPv4 has lines alone");
}

#[test]
fn one_in_a_school_holds_up_nobody_else_there() {
    let (limiter, school) = (SenderLimiter::per_minute(10), network("192.0.2.1"));
    for pupil in [browser("pupil"), new("petra@fyr.test"), new("/articles/{slug}/rating")] {
        assert_eq!(admitted(1_000, |_| limiter.check(&pupil, school)), 10, "{pupil:?}");
    }
    for other in [browser("other"), new("karin@fyr.test"), new("/tickets/new")] {
        assert_eq!(limiter.check(&other, school), None, "{other:?}");
    }
    assert_eq!(admitted(1_000, |_| limiter.check(&browser("pupil"), network("192.0.2.2"))), 10);
}

#[test]
fn what_costs_nothing_to_invent_shares_the_limit_of_its_network() {
    let (limiter, school) = (SenderLimiter::per_minute(10), network("192.0.2.1"));
    let invented = |number: usize| limiter.check(&browser(&number.to_string()), school);
    assert_eq!(admitted(1_000, invented), 100, "ten times what one browser may");
    assert!(limiter.check(&new("petra@fyr.test"), school).is_some());
    let known = Sender::Known { account: "petra@fyr.test".into(), device: "d".into() };
    assert_eq!(admitted(100, |_| limiter.check(&known, school)), 10, "which a known browser does not share");
    assert_eq!(limiter.check(&browser("x"), network("192.0.2.2")), None, "another network");
}

#[test]
fn the_first_request_of_a_browser_counts_for_it() {
    let (limiter, line) = (SenderLimiter::per_minute(3), network("192.0.2.1"));
    let first = Sender::New { about: "petra@fyr.test".into(), cookie: Some("c".into()) };
    assert_eq!(limiter.check(&first, line), None);
    assert_eq!(admitted(10, |_| limiter.check(&browser("c"), line)), 2);
}

#[test]
fn an_account_is_held_up_by_nobody_in_its_network_once_its_address_is_confirmed() {
    let limits = RateLimits::new(&Config::default());
    let school = network("192.0.2.1");
    for number in 0..5_000 {
        limits.check_sender(RateLimit::Writes, &browser(&number.to_string()), school);
    }
    let user = |email_confirmed| User {
        id: Uuid::from_u128(1),
        name: "Petra".into(),
        email: "petra@fyr.test".into(),
        email_confirmed,
        role: fyr_domain::Role::Participant,
        level: fyr_domain::Level::default(),
        lang: fyr_domain::Lang::Sv,
        memberships: Vec::new(),
    };
    let check = |limit, confirmed| limits.check_account(limit, &user(confirmed), Some(school));
    assert_eq!(check(RateLimit::Writes, true), None);
    assert!(check(RateLimit::Writes, false).is_some());
    assert_eq!(admitted(100, |_| check(RateLimit::Guarded, true)), 10, "guessing in the name of an account");
    let left = admitted(1_000, |_| check(RateLimit::Writes, true));
    assert!((108..112).contains(&left), "{left}: what was refused took nothing");
}

#[test]
fn the_seconds_to_wait_are_rounded_up_and_other_keys_need_not_wait() {
    let limiter = per_minute::<u8>(2);
    assert_eq!((check(&limiter, &1), check(&limiter, &1)), (None, None));
    let seconds = check(&limiter, &1).expect("too many");
    assert!((29..=30).contains(&seconds), "{seconds}: one of two in a minute comes back every 30 seconds");
    assert_eq!(check(&limiter, &2), None, "another key need not wait");
}
