//! The few words that rendering itself adds to an article, in the article's language.

use fyr_domain::Lang;

pub(super) struct Words {
    pub note: &'static str,
    pub tip: &'static str,
    pub important: &'static str,
    pub warning: &'static str,
    pub caution: &'static str,
    pub table: &'static str,
    pub image: &'static str,
    pub done: &'static str,
    pub not_done: &'static str,
    pub back_to_text: &'static str,
}

impl Words {
    pub fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::Sv => &SV,
            Lang::Nb => &NB,
            Lang::En => &EN,
        }
    }
}

static SV: Words = Words {
    note: "Obs!",
    tip: "Tips",
    important: "Viktigt",
    warning: "Varning",
    caution: "Var försiktig",
    table: "Tabell",
    image: "Bild",
    done: "Klart",
    not_done: "Inte klart",
    back_to_text: "Tillbaka till texten",
};

static NB: Words = Words {
    note: "Merk",
    tip: "Tips",
    important: "Viktig",
    warning: "Advarsel",
    caution: "Vær forsiktig",
    table: "Tabell",
    image: "Bilde",
    done: "Ferdig",
    not_done: "Ikke ferdig",
    back_to_text: "Tilbake til teksten",
};

static EN: Words = Words {
    note: "Note",
    tip: "Tip",
    important: "Important",
    warning: "Warning",
    caution: "Caution",
    table: "Table",
    image: "Image",
    done: "Done",
    not_done: "Not done",
    back_to_text: "Back to the text",
};
