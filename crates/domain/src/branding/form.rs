//! The form of the branding.

use super::{BrandColor, Branding, FooterLink, InvalidColor, is_link};
use crate::{
    Lang, Localised,
    fields::{FieldErrors, Problem},
};

/// The field with the name of the portal, in the language of the page.
pub const NAME_FIELD: &str = "name";
/// The field with the organisation that answers for it.
pub const OPERATOR_FIELD: &str = "operator";
/// The field with the name of the sender of emails.
pub const SENDER_FIELD: &str = "sender_name";
/// The field with the main colour.
pub const COLOR_FIELD: &str = "color";
/// The field with the links of the footer, one in each line: address, space, title.
pub const LINKS_FIELD: &str = "footer_links";
/// The field that says whether the footer names the product.
pub const CREDIT_FIELD: &str = "credit";
/// The fields that say whether a language is offered.
pub const LANGUAGE_FIELDS: [(Lang, &str); Lang::ALL.len()] = [
    (Lang::Sv, "language_sv"),
    (Lang::Nb, "language_nb"),
    (Lang::Nn, "language_nn"),
    (Lang::En, "language_en"),
];

impl Branding {
    /// Reads the form; `value` gives what was entered in a field. Texts are in the language `lang`; what there is in other languages,
    /// and the logo, stay as in `before`.
    ///
    /// # Errors
    /// What is wrong in which field.
    pub fn from_fields(
        value: impl Fn(&str) -> String,
        lang: Lang,
        before: &Self,
    ) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut name = |field: &str| errors.check(field, parse_name(&value(field))).unwrap_or_default();
        let [title, operator, sender_name] = [NAME_FIELD, OPERATOR_FIELD, SENDER_FIELD].map(&mut name);
        let color = errors.check(COLOR_FIELD, parse_color(&value(COLOR_FIELD))).flatten();
        let links = parse_links(&value(LINKS_FIELD), lang, &before.footer_links);
        let footer_links = errors.check(LINKS_FIELD, links).unwrap_or_default();
        let is_chosen = |(_, field): &(Lang, &str)| value(field) == "yes";
        let mut languages: Vec<Lang> =
            LANGUAGE_FIELDS.into_iter().filter(is_chosen).map(|(lang, _)| lang).collect();
        if languages.is_empty() {
            errors.push(LANGUAGE_FIELDS[0].1, Problem::Required);
        }
        if languages.len() == Lang::ALL.len() {
            languages.clear();
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Self {
            name: before.name.with(lang, &title),
            operator,
            sender_name,
            color,
            credit: value(CREDIT_FIELD) == "yes",
            languages,
            footer_links,
            logo: before.logo.clone(),
        })
    }

    /// What the fields of the form show, with texts in the language `lang`.
    pub fn to_fields(&self, lang: Lang) -> Vec<(&'static str, String)> {
        let yes = |is_set: bool| if is_set { "yes".to_owned() } else { String::new() };
        let links = self.footer_links.iter().map(|link| format!("{} {}", link.url, link.title.text(lang)));
        let offered = self.languages();
        let languages = LANGUAGE_FIELDS.map(|(lang, field)| (field, yes(offered.contains(&lang))));
        let fields = [
            (NAME_FIELD, self.name.text(lang).to_owned()),
            (OPERATOR_FIELD, self.operator.clone()),
            (SENDER_FIELD, self.sender_name.clone()),
            (COLOR_FIELD, self.color.map(|color| color.to_string()).unwrap_or_default()),
            (LINKS_FIELD, links.collect::<Vec<_>>().join("\n")),
            (CREDIT_FIELD, yes(self.credit)),
        ];
        fields.into_iter().chain(languages).collect()
    }
}

fn parse_name(text: &str) -> Result<String, Problem> {
    let name = text.trim();
    if name.chars().count() > Branding::MAX_NAME {
        return Err(Problem::TooLong { max: Branding::MAX_NAME });
    }
    Ok(name.chars().filter(|c| !c.is_control()).collect())
}

fn parse_color(text: &str) -> Result<Option<BrandColor>, Problem> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|invalid| match invalid {
        InvalidColor::Format => Problem::InvalidColor,
        InvalidColor::Contrast { nearest } => Problem::LowContrast { nearest },
    })
}

fn parse_links(text: &str, lang: Lang, before: &[FooterLink]) -> Result<Vec<FooterLink>, Problem> {
    let mut links: Vec<FooterLink> = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let invalid = Problem::InvalidLine { line: index + 1 };
        let (url, words) = line.trim().split_once(char::is_whitespace).ok_or(invalid.clone())?;
        let is_repeated = links.iter().any(|link| link.url == url);
        if !is_link(url) || is_repeated || words.chars().count() > Branding::MAX_NAME {
            return Err(invalid);
        }
        if links.len() == Branding::MAX_LINKS {
            return Err(invalid);
        }
        let known = before.iter().find(|link| link.url == url);
        let mut title: Localised = known.map(|link| link.title.clone()).unwrap_or_default();
        title.insert(lang, words);
        links.push(FooterLink { url: url.to_owned(), title });
    }
    Ok(links)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::changed_form;

    fn branding() -> Branding {
        let mut name = Localised::single(Lang::Sv, "Hjälpen");
        name.insert(Lang::En, "The help");
        Branding {
            name,
            operator: "Nordlys".into(),
            color: "#8b0000".parse().ok(),
            languages: vec![Lang::Sv, Lang::En],
            footer_links: vec![FooterLink {
                url: "https://example.org/om".into(),
                title: Localised::single(Lang::Sv, "Om oss"),
            }],
            ..Branding::default()
        }
    }

    fn read(before: &Branding, changes: &[(&str, &str)]) -> Result<Branding, FieldErrors> {
        Branding::from_fields(changed_form(before.to_fields(Lang::Sv), changes), Lang::Sv, before)
    }

    #[test]
    fn the_form_gives_back_what_it_shows_and_keeps_other_languages() {
        assert_eq!(read(&branding(), &[]), Ok(branding()));
        assert_eq!(read(&Branding::default(), &[]), Ok(Branding::default()));
        let changed =
            read(&branding(), &[(NAME_FIELD, "Stödet"), (LINKS_FIELD, "https://example.org/om Om")]);
        let changed = changed.expect("is valid");
        assert_eq!((changed.name.text(Lang::Sv), changed.name.text(Lang::En)), ("Stödet", "The help"));
        assert_eq!(changed.footer_links[0].title.text(Lang::Sv), "Om");
        let cleared = read(&branding(), &[(NAME_FIELD, "")]).expect("is valid");
        assert_eq!(cleared.name, Localised::single(Lang::En, "The help"), "a text can be taken away");
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        for (field, value, problem) in [
            (COLOR_FIELD, "red", Problem::InvalidColor),
            (COLOR_FIELD, "#ffff00", Problem::LowContrast { nearest: "#7a7a00".into() }),
            (LINKS_FIELD, "https://a.example A\nhttps://b.example", Problem::InvalidLine { line: 2 }),
            (LINKS_FIELD, "javascript:x A", Problem::InvalidLine { line: 1 }),
        ] {
            let errors = read(&branding(), &[(field, value)]).expect_err("must be refused");
            assert_eq!(errors.get(field), Some(&problem), "{value}");
        }
        let none = LANGUAGE_FIELDS.map(|(_, field)| (field, ""));
        let errors = read(&branding(), &none).expect_err("must be refused");
        assert_eq!(errors.get(LANGUAGE_FIELDS[0].1), Some(&Problem::Required));
    }
}
