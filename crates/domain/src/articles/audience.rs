//! Who may read an article, and which articles somebody may read.

use std::{fmt, str::FromStr};

use uuid::Uuid;

use crate::{
    people::{Actor, Role},
    string_enum::{UnknownVariant, string_enum},
};

string_enum! {
    /// A circle of readers; each includes those after it.
    AudienceLevel {
        /// Everyone, signed in or not.
        Everyone = "everyone",
        /// Whoever is signed in with a confirmed address.
        Participants = "participants",
        /// Counsellors, and those who run an organisation or the portal.
        Counsellors = "counsellors",
        /// Those who work at the desk.
        Staff = "staff",
    }
}

/// Who may read an article: a circle of readers, of one organisation where it is limited to one. Written `staff` or `staff@<uuid>` in the
/// database and the search index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Audience {
    level: AudienceLevel,
    organisation: Option<Uuid>,
}

impl Audience {
    /// Everyone.
    pub const EVERYONE: Self = Self { level: AudienceLevel::Everyone, organisation: None };

    /// These readers; of this organisation, where one is given, whose members all have an account.
    pub fn new(level: AudienceLevel, organisation: Option<Uuid>) -> Self {
        let least = if organisation.is_some() { AudienceLevel::Participants } else { level };
        Self { level: level.max(least), organisation }
    }

    /// The circle of readers.
    pub const fn level(self) -> AudienceLevel {
        self.level
    }

    /// The organisation whose members alone read it.
    pub const fn organisation(self) -> Option<Uuid> {
        self.organisation
    }
}

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.organisation {
            None => self.level.fmt(f),
            Some(organisation) => write!(f, "{}@{organisation}", self.level),
        }
    }
}

impl FromStr for Audience {
    type Err = UnknownVariant;

    fn from_str(written: &str) -> Result<Self, UnknownVariant> {
        let unknown = || UnknownVariant(written.to_owned());
        let (level, organisation) = match written.split_once('@') {
            Some((level, id)) => (level, Some(Uuid::parse_str(id).map_err(|_| unknown())?)),
            None => (written, None),
        };
        Ok(Self::new(level.parse()?, organisation))
    }
}

impl TryFrom<String> for Audience {
    type Error = UnknownVariant;
    fn try_from(written: String) -> Result<Self, UnknownVariant> {
        written.parse()
    }
}

/// The audiences that somebody belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Readable {
    /// All of them: whoever works at the desk of the whole portal.
    All,
    /// These, each as [`Audience`] is written.
    Only(Vec<String>),
}

impl Readable {
    /// What everyone may read.
    pub fn by_everyone() -> Self {
        Self::by(&Actor::ANONYMOUS)
    }

    /// What an actor may read. What others gave an account counts only once its address is confirmed.
    pub fn by(actor: &Actor) -> Self {
        let up_to = |highest: AudienceLevel, organisation: Option<Uuid>| {
            let levels = AudienceLevel::ALL.iter().copied().filter(move |level| *level <= highest);
            levels.map(move |level| Audience::new(level, organisation).to_string())
        };
        let Some(user) = actor.confirmed_user() else {
            return Self::Only(up_to(AudienceLevel::Everyone, None).collect());
        };
        let in_portal = level_of(user.role);
        if in_portal == AudienceLevel::Staff {
            return Self::All;
        }
        let of_membership = |role| match role {
            // the administrator of an organisation does not work at the desk of the portal
            Role::Admin => AudienceLevel::Counsellors,
            _ => level_of(role),
        };
        let highest = user.memberships.iter().map(|held| of_membership(held.role)).fold(in_portal, Ord::max);
        let mut readable: Vec<String> = up_to(highest, None).collect();
        for held in &user.memberships {
            for audience in up_to(level_of(held.role), Some(held.organisation)) {
                if !readable.contains(&audience) {
                    readable.push(audience);
                }
            }
        }
        Self::Only(readable)
    }

    /// Whether an article for these readers is among it.
    pub fn includes(&self, audience: Audience) -> bool {
        match self {
            Self::All => true,
            Self::Only(audiences) => audiences.contains(&audience.to_string()),
        }
    }

    /// As one parameter of a statement: `*`, or the audiences with a space before and after each, of which a statement finds any with
    /// `LIKE`.
    pub fn as_parameter(&self) -> String {
        match self {
            Self::All => "*".to_owned(),
            Self::Only(audiences) => format!(" {} ", audiences.join(" ")),
        }
    }
}

/// The highest circle that a role belongs to.
const fn level_of(role: Role) -> AudienceLevel {
    match role {
        Role::Participant | Role::Approver => AudienceLevel::Participants,
        Role::Counsellor | Role::Manager => AudienceLevel::Counsellors,
        Role::Agent | Role::Staff | Role::Admin => AudienceLevel::Staff,
    }
}

#[cfg(test)]
mod tests {
    use super::{
        AudienceLevel::{Counsellors, Participants, Staff},
        *,
    };
    use crate::{Lang, Level, Membership, User};

    fn actor(role: Role, memberships: &[(Role, Uuid)]) -> Actor {
        let held = |(role, organisation): &(Role, Uuid)| Membership {
            organisation: *organisation,
            team: None,
            role: *role,
            level: Level::default(),
        };
        Actor::signed_in(User {
            id: Uuid::from_u128(1),
            name: "Petra".to_owned(),
            email: "petra@example.org".to_owned(),
            lang: Lang::Sv,
            role,
            level: Level::default(),
            email_confirmed: true,
            memberships: memberships.iter().map(held).collect(),
        })
    }

    #[test]
    fn an_audience_is_written_and_read_again() {
        let organisation = Uuid::from_u128(7);
        for (audience, written) in [
            (Audience::EVERYONE, "everyone".to_owned()),
            (Audience::new(AudienceLevel::Staff, None), "staff".to_owned()),
            (
                Audience::new(AudienceLevel::Counsellors, Some(organisation)),
                format!("counsellors@{organisation}"),
            ),
            (
                Audience::new(AudienceLevel::Everyone, Some(organisation)),
                format!("participants@{organisation}"),
            ),
        ] {
            assert_eq!(audience.to_string(), written);
            assert_eq!(written.parse(), Ok(audience));
        }
        for wrong in ["", "all", "staff@", "staff@x", "@"] {
            assert!(wrong.parse::<Audience>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn each_role_reads_what_is_meant_for_it() {
        let levels = |actor: &Actor| {
            let readable = Readable::by(actor);
            AudienceLevel::ALL.iter().filter(|level| readable.includes(Audience::new(**level, None))).count()
        };
        assert_eq!(levels(&Actor::ANONYMOUS), 1);
        assert_eq!(levels(&Actor::guest(Uuid::nil())), 1);
        for (role, expected) in [
            (Role::Participant, 2),
            (Role::Approver, 2),
            (Role::Counsellor, 3),
            (Role::Manager, 3),
            (Role::Agent, 4),
            (Role::Staff, 4),
            (Role::Admin, 4),
        ] {
            assert_eq!(levels(&actor(role, &[])), expected, "{role}");
        }
        let mut unconfirmed = actor(Role::Admin, &[]);
        unconfirmed.user.as_mut().expect("a user").email_confirmed = false;
        assert_eq!(levels(&unconfirmed), 1, "an address that nobody has confirmed");
    }

    #[test]
    fn what_is_limited_to_an_organisation_is_read_there() {
        let (own, other) = (Uuid::from_u128(7), Uuid::from_u128(8));
        let reads = |actor: &Actor, level, organisation| {
            Readable::by(actor).includes(Audience::new(level, Some(organisation)))
        };
        let member = actor(Role::Participant, &[(Role::Participant, own)]);
        assert!(reads(&member, Participants, own) && !reads(&member, Participants, other));
        assert!(!reads(&member, Counsellors, own));
        // a counsellor in one is a participant in the other
        let both = actor(Role::Participant, &[(Role::Counsellor, own), (Role::Participant, other)]);
        assert!(reads(&both, Counsellors, own) && !reads(&both, Counsellors, other));
        assert!(Readable::by(&both).includes(Audience::new(Counsellors, None)));
        // who administers an organisation is no staff of the portal
        let admin = actor(Role::Participant, &[(Role::Admin, own)]);
        assert!(reads(&admin, Staff, own) && !reads(&admin, Staff, other));
        assert!(!Readable::by(&admin).includes(Audience::new(Staff, None)));
        // who counsels in the whole portal belongs to no organisation
        assert!(!reads(&actor(Role::Counsellor, &[]), Participants, own));
        assert!(reads(&actor(Role::Agent, &[]), Staff, own));
    }

    #[test]
    fn the_parameter_separates_audiences() {
        assert_eq!(Readable::by_everyone().as_parameter(), " everyone ");
        assert_eq!(Readable::by(&actor(Role::Participant, &[])).as_parameter(), " everyone participants ");
        assert_eq!(Readable::by(&actor(Role::Admin, &[])).as_parameter(), "*");
    }
}
