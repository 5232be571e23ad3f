//! The address that someone likely meant: well-known mail domains with one letter too much, too few or another, and top-level
//! domains that do not exist. Only ever a hint: what was typed counts, and may be right.

/// Well-known domains of mail for everyone, by what comes before and after the last dot.
const DOMAINS: [(&str, &[&str]); 12] = [
    ("gmail", &["com"]),
    ("googlemail", &["com"]),
    ("hotmail", &["com", "se", "no", "co.uk"]),
    ("outlook", &["com", "se", "no"]),
    ("icloud", &["com"]),
    ("yahoo", &["com", "se", "no", "co.uk"]),
    ("telia", &["com"]),
    ("comhem", &["se"]),
    ("bredband", &["net"]),
    ("online", &["no"]),
    ("live", &["com", "se", "no"]),
    ("protonmail", &["com"]),
];
/// How `.com` is mistyped: no top-level domain is called so.
const NOT_COM: [&str; 8] = ["con", "cmo", "ocm", "comm", "coom", "vom", "xom", "c0m"];
/// Real domains that are close to a well-known one.
const OTHERS: [&str; 8] = ["email", "ymail", "mail", "gmai", "outlooks", "onlinet", "telias", "hotmails"];
/// Shorter names are one letter away from too many others.
const MIN_NAME: usize = 5;

/// The address that was likely meant where this one is a near miss; `None` where it looks right, or is no address at all.
pub fn likely_address(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let (local, domain) = typed.rsplit_once('@').filter(|(local, _)| !local.is_empty())?;
    let domain = domain.trim_end_matches('.').to_lowercase();
    let meant = likely_domain(&domain)?;
    Some(format!("{local}@{meant}"))
}

fn likely_domain(domain: &str) -> Option<String> {
    let Some((name, ending)) = domain.split_once('.') else {
        // only the ending is missing
        return DOMAINS
            .iter()
            .find(|(known, _)| *known == domain)
            .map(|(known, endings)| join(known, endings[0]));
    };
    let mistyped = NOT_COM.contains(&ending);
    let likely_ending = if mistyped { "com" } else { ending };
    let known = DOMAINS
        .iter()
        .filter(|(_, endings)| endings.contains(&likely_ending))
        .find(|(known, _)| *known == name || is_near(name, known));
    match known {
        Some((known, _)) if *known == name && !mistyped => None,
        Some((known, _)) => Some(join(known, likely_ending)),
        // nobody's address ends so
        None if mistyped => Some(join(name, likely_ending)),
        None => None,
    }
}

fn join(name: &str, ending: &str) -> String {
    format!("{name}.{ending}")
}

/// Whether a name is a well-known one with one letter added, left out, replaced, or two exchanged.
fn is_near(name: &str, known: &str) -> bool {
    if known.len() < MIN_NAME || OTHERS.contains(&name) {
        return false;
    }
    let (name, known): (Vec<char>, Vec<char>) = (name.chars().collect(), known.chars().collect());
    let same_start = name.iter().zip(&known).take_while(|(one, other)| one == other).count();
    match (&name[same_start..], &known[same_start..]) {
        ([first, second, rest @ ..], [other_first, other_second, other @ ..])
            if first == other_second && second == other_first && rest == other =>
        {
            true
        }
        ([_, rest @ ..], [_, other @ ..]) if rest == other => true,
        ([_, rest @ ..], all) if rest == all => true,
        (all, [_, rest @ ..]) => all == rest,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses_of_well_known_domains_are_noticed() {
        for (typed, meant) in [
            ("siri@gmial.com", "siri@gmail.com"),
            ("siri@gmail.con", "siri@gmail.com"),
            ("siri@gmial.con", "siri@gmail.com"),
            ("siri@gmal.com", "siri@gmail.com"),
            ("siri@gmaill.com", "siri@gmail.com"),
            ("Siri.Lund@Gnail.com ", "Siri.Lund@gmail.com"),
            ("siri@hotmal.se", "siri@hotmail.se"),
            ("siri@hotmial.co.uk", "siri@hotmail.co.uk"),
            ("siri@outlok.com", "siri@outlook.com"),
            ("siri@iclould.com", "siri@icloud.com"),
            ("siri@yaho.no", "siri@yahoo.no"),
            ("siri@onlin.no", "siri@online.no"),
            ("siri@gmail", "siri@gmail.com"),
            ("siri@kommun.con", "siri@kommun.com"),
            ("siri@live.con", "siri@live.com"),
        ] {
            assert_eq!(likely_address(typed).as_deref(), Some(meant), "{typed}");
        }
    }

    #[test]
    fn other_addresses_are_left_alone() {
        for typed in [
            "siri@gmail.com",
            "siri@hotmail.se",
            "siri@hotmail.de",
            "siri@hotmail.es",
            "siri@yahoo.co.uk",
            "siri@email.com",
            "siri@ymail.com",
            "siri@mail.com",
            "siri@life.com",
            "siri@like.se",
            "siri@gmail.example.org",
            "siri@example.org",
            "siri@arbetslyftet.se",
            "siri@onside.no",
            "siri",
            "@gmial.com",
            "",
        ] {
            assert_eq!(likely_address(typed), None, "{typed}");
        }
    }
}
