//! The texts that rendering adds to an article, in the language of the article.

use fyr_domain::Lang;

pub(super) struct RenderTexts {
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

impl RenderTexts {
    pub fn for_lang(lang: Lang) -> &'static Self {
        match lang {
            Lang::Sv => &SV,
            Lang::Nb => &NB,
            Lang::Nn => &NN,
            Lang::En => &EN,
        }
    }
}

static SV: RenderTexts = RenderTexts {
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

static NB: RenderTexts = RenderTexts {
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

static NN: RenderTexts = RenderTexts {
    note: "Merk",
    tip: "Tips",
    important: "Viktig",
    warning: "Åtvaring",
    caution: "Ver forsiktig",
    table: "Tabell",
    image: "Bilde",
    done: "Ferdig",
    not_done: "Ikkje ferdig",
    back_to_text: "Tilbake til teksten",
};

static EN: RenderTexts = RenderTexts {
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
