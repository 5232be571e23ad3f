//! What part of the queue was asked for, out of an address. Whatever stands there, there is a queue to show.

use fyr_domain::tickets::{Priority, Reference};
use fyr_services::store::tickets::{Assignee, QueueFilter, QueueState};
use uuid::Uuid;

/// The last page there is, so that no address asks for more than a number holds.
const LAST_PAGE: i64 = 10_000;
/// Characters of a search at most.
const MAX_TEXT: usize = 100;

/// Which priorities are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Urgency {
    /// All.
    #[default]
    Any,
    /// P1 and P2.
    Urgent,
    /// One.
    Only(Priority),
}

/// Whose tickets are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    /// Anyone's.
    #[default]
    Any,
    /// Nobody's yet.
    Nobody,
    /// The reader's own.
    Me,
}

/// A part of the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// In which state.
    pub state: QueueState,
    /// How urgent.
    pub urgency: Urgency,
    /// About which topic.
    pub topic: Option<String>,
    /// Whose.
    pub whose: Whose,
    /// What is searched for.
    pub text: Option<String>,
    /// From 1.
    pub page: i64,
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            state: QueueState::default(),
            urgency: Urgency::default(),
            topic: None,
            whose: Whose::default(),
            text: None,
            page: 1,
        }
    }
}

/// Every state and its word in addresses, in the order offered.
pub const STATES: [(&str, QueueState); 4] = [
    ("waiting", QueueState::Waiting),
    ("open", QueueState::Open),
    ("done", QueueState::Done),
    ("all", QueueState::All),
];

impl Wanted {
    /// Reads the pairs of an address's query. What is unknown or unreadable counts as not asked for.
    pub fn parse<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut wanted = Self::default();
        for (name, value) in pairs {
            match name {
                "state" => {
                    wanted.state = STATES
                        .iter()
                        .find(|(word, _)| *word == value)
                        .map(|(_, state)| *state)
                        .unwrap_or_default();
                }
                "priority" => {
                    wanted.urgency = match value {
                        "urgent" => Urgency::Urgent,
                        word => word.parse().map_or(Urgency::Any, Urgency::Only),
                    };
                }
                "topic" => wanted.topic = slug(value),
                "assignee" => {
                    wanted.whose = match value {
                        "nobody" => Whose::Nobody,
                        "me" => Whose::Me,
                        _ => Whose::Any,
                    };
                }
                "q" => wanted.text = text(value),
                "page" => wanted.page = page(value),
                _ => {}
            }
        }
        wanted
    }

    /// The same for the store; `me` is the reader.
    pub fn filter(&self, me: Option<Uuid>) -> QueueFilter {
        let assignee = match (self.whose, me) {
            (Whose::Nobody, _) => Assignee::Nobody,
            (Whose::Me, Some(me)) => Assignee::Agent(me),
            (Whose::Me, None) | (Whose::Any, _) => Assignee::Any,
        };
        QueueFilter {
            state: self.state,
            priority: match self.urgency {
                Urgency::Only(priority) => Some(priority),
                Urgency::Any | Urgency::Urgent => None,
            },
            urgent: self.urgency == Urgency::Urgent,
            topic: self.topic.clone(),
            assignee,
            text: self.text.clone(),
        }
    }

    /// The reference that is searched for, where the search can be one.
    pub fn reference(&self) -> Option<Reference> {
        self.text.as_deref()?.parse().ok()
    }

    /// The word of the state.
    pub fn state_word(&self) -> &'static str {
        STATES.iter().find(|(_, state)| *state == self.state).map_or("waiting", |(word, _)| word)
    }

    /// The word of the priority.
    pub fn priority_word(&self) -> &'static str {
        match self.urgency {
            Urgency::Any => "any",
            Urgency::Urgent => "urgent",
            Urgency::Only(priority) => priority.as_str(),
        }
    }

    /// The word of whose they are.
    pub fn whose_word(&self) -> &'static str {
        match self.whose {
            Whose::Any => "any",
            Whose::Nobody => "nobody",
            Whose::Me => "me",
        }
    }
}

/// A page's number out of an address: from 1, and 1 where it cannot be read.
pub fn page(value: &str) -> i64 {
    value.parse().map_or(1, |page: i64| page.clamp(1, LAST_PAGE))
}

/// What could be a topic; `any` means every one.
fn slug(value: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let fits = !value.is_empty() && value.len() <= 80 && value.chars().all(plain);
    (fits && value != "any").then(|| value.to_owned())
}

/// What is searched for, without what no person types.
fn text(value: &str) -> Option<String> {
    let clean: String = value.chars().filter(|c| !c.is_control()).take(MAX_TEXT).collect();
    let clean = clean.trim();
    (!clean.is_empty()).then(|| clean.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_a_query_asks_for_what_waits() {
        let wanted = Wanted::parse([]);
        assert_eq!(wanted, Wanted::default());
        assert_eq!(wanted.filter(None), QueueFilter::default());
        assert_eq!(
            (wanted.state_word(), wanted.priority_word(), wanted.whose_word()),
            ("waiting", "any", "any")
        );
    }

    #[test]
    fn every_part_of_the_filter_is_read() {
        let me = Uuid::from_u128(7);
        let wanted = Wanted::parse([
            ("state", "done"),
            ("priority", "p2"),
            ("topic", "sign-in"),
            ("assignee", "me"),
            ("q", " Åsa "),
            ("page", "3"),
        ]);
        let expected = QueueFilter {
            state: QueueState::Done,
            priority: Some(Priority::P2),
            urgent: false,
            topic: Some("sign-in".to_owned()),
            assignee: Assignee::Agent(me),
            text: Some("Åsa".to_owned()),
        };
        assert_eq!((wanted.filter(Some(me)), wanted.page), (expected, 3));
        assert!(Wanted::parse([("priority", "urgent")]).filter(None).urgent);
        assert_eq!(Wanted::parse([("assignee", "nobody")]).filter(None).assignee, Assignee::Nobody);
    }

    #[test]
    fn what_cannot_be_read_counts_as_not_asked_for() {
        let long = "a".repeat(5_000);
        for (name, value) in [
            ("state", "OPEN"),
            ("state", "'; DROP TABLE tickets"),
            ("priority", "p9"),
            ("topic", "any"),
            ("topic", ""),
            ("topic", "../x"),
            ("topic", &long),
            ("assignee", "00000000-0000-0000-0000-000000000007"),
            ("q", " \u{0}\r\n "),
            ("page", "0"),
            ("page", "-4"),
            ("page", "99999999999999999999"),
            ("page", "two"),
            ("sort", "name"),
        ] {
            assert_eq!(Wanted::parse([(name, value)]), Wanted::default(), "{name}={value:?}");
        }
    }

    #[test]
    fn long_searches_and_far_pages_are_bounded() {
        let wanted = Wanted::parse([("q", "å".repeat(500).as_str()), ("page", "9223372036854775807")]);
        assert_eq!(wanted.text.map(|text| text.chars().count()), Some(MAX_TEXT));
        assert_eq!(wanted.page, LAST_PAGE);
        assert_eq!(Wanted::parse([("q", "a\u{0}b")]).text.as_deref(), Some("ab"));
    }

    #[test]
    fn a_search_that_is_a_reference_is_known_as_one() {
        let reference =
            |text| Wanted::parse([("q", text)]).reference().map(|reference| reference.to_string());
        assert_eq!(reference("k7m 3q9x").as_deref(), Some("K7M-3Q9X"));
        assert_eq!(reference("bankid på ny telefon"), None);
    }
}
