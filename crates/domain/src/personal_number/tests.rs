mod any_number;

use any_number::{luhn, norwegian};
use chrono::NaiveDate;

use super::*;

fn kinds(text: &str) -> Vec<(PersonalNumberKind, String)> {
    find(text).into_iter().map(|number| (number.kind, text[number.range].to_owned())).collect()
}

#[test]
fn swedish_numbers_are_found_in_every_spelling() {
    // the example of Skatteverket in its spellings
    for text in [
        "811228-9874",
        "8112289874",
        "811228+9874",
        "811228 9874",
        "811228–9874",
        "19811228-9874",
        "198112289874",
        "19811228 9874",
    ] {
        let found = find(text);
        assert_eq!(found.len(), 1, "{text}");
        let expected = (PersonalNumberKind::Personnummer, "8112289874");
        assert_eq!((found[0].kind, found[0].key.as_str()), expected, "{text}");
        assert_eq!(&text[found[0].range.clone()], text);
    }
    assert_eq!(
        kinds("Mitt nr är 701063-2391, hej"),
        [(PersonalNumberKind::Samordningsnummer, "701063-2391".into())]
    );
}

#[test]
fn norwegian_numbers_are_found_in_every_spelling() {
    for text in ["01010750160", "010107 50160", "010107-50160"] {
        assert_eq!(kinds(text), [(PersonalNumberKind::Fodselsnummer, text.to_owned())], "{text}");
    }
    let day = NaiveDate::from_ymd_opt(1990, 3, 14).expect("a day");
    let d_number = (0..10).find_map(|number| norwegian(day, number, true)).expect("a number");
    assert_eq!(kinds(&d_number), [(PersonalNumberKind::DNummer, d_number.clone())]);
}

#[test]
fn texts_that_only_resemble_a_number_are_ignored() {
    for text in [
        "",
        "811228-9875",
        "811328-9874",
        "810230-9871",
        "010107 50161",
        "4111 1111 1111 1111",
        "08-123 456 78",
        "tel. 070-123 45 67",
        "2026-11-21 10:00",
        "a8112289874",
        "8112289874b",
        "81122898740",
        "0190aaaa-8112-2898-7400-000000000000",
        "811228--9874",
        "8112-289874",
        "K7M-3Q9X",
        "0000000000",
        "00000000000",
    ] {
        assert_eq!(kinds(text), [], "{text}");
    }
}

#[test]
fn numbers_are_found_however_people_group_them() {
    use PersonalNumberKind::{Fodselsnummer, Interimsnummer, Personnummer};
    for (text, kind, key) in [
        ("900215-2388", Personnummer, "9002152388"),
        ("1990-02-15-2388", Personnummer, "9002152388"),
        ("90 02 15-2388", Personnummer, "9002152388"),
        ("900215 - 2388", Personnummer, "9002152388"),
        ("1990/02/15-2388", Personnummer, "9002152388"),
        ("1990.02.15 - 2388", Personnummer, "9002152388"),
        ("1990-2-15-2388", Personnummer, "9002152388"),
        ("90-02-15 2388", Personnummer, "9002152388"),
        ("90 02 15 2388", Personnummer, "9002152388"),
        ("1990-02-15 2388", Personnummer, "9002152388"),
        ("19900215–23 88", Personnummer, "9002152388"),
        ("900215—2388", Personnummer, "9002152388"),
        ("900215-T388", Interimsnummer, "900215T388"),
        ("19900215-T388", Interimsnummer, "900215T388"),
        ("900215T388", Interimsnummer, "900215T388"),
        ("15.02.90 10053", Fodselsnummer, "15029010053"),
        ("150290 100 53", Fodselsnummer, "15029010053"),
        ("15.02.1990 10053", Fodselsnummer, "15029010053"),
        ("15.2.90-10053", Fodselsnummer, "15029010053"),
        ("15/2/1990 10053", Fodselsnummer, "15029010053"),
        ("15 02 90 100 53", Fodselsnummer, "15029010053"),
        ("150290 - 10053", Fodselsnummer, "15029010053"),
        ("15021990 10053", Fodselsnummer, "15029010053"),
    ] {
        for (before, after) in [("", ""), ("Jag heter Åsa, ", "."), ("nr: ", "\n"), ("(", ")")] {
            let whole = format!("{before}{text}{after}");
            let found = find(&whole);
            assert_eq!(found.len(), 1, "{whole}");
            assert_eq!((found[0].kind, found[0].key.as_str()), (kind, key), "{whole}");
            assert_eq!(&whole[found[0].range.clone()], text, "{whole}");
        }
    }
}

#[test]
fn numbers_that_are_something_else_cause_no_warning() {
    for text in [
        // with a valid check digit each, were they personal numbers
        "Telefon: 0705040301",
        "mobilnummer 0705040301",
        "+46 9002152388",
        "+9002152388",
        "Ring mig på +46 9002152388",
        "OCR 9002152388",
        "Order nr 9002152388",
        "KID: 15029010053",
        "2026-11-21 1034",
        "20261121 1034",
        "202611211034",
        // the shape of a number, without its date or check digits
        "900215-T38",
        "900215-T3888",
        "901315-T388",
        "20260215T1030",
        "20260215T103000",
        "900215 T388",
        "15.02.1890 10053",
        "1990-02-15.2388",
        "1990-02.15-2388",
        "1 90 02 15 2388 7",
        "070 90 02 15 2388",
        "900215 23 88",
        "v1990.02.15.2388",
        "https://example.org/1990/02/15/2388",
        "192.168.15.2388",
        "5560360793",
        "SE45 5000 0000 0583 9825 7466",
        "978-91-7742-123-4",
        "08-900 215 2388",
        "12 000 000 kr",
    ] {
        assert_eq!(kinds(text), [], "{text}");
    }
    assert!(contains("Mitt mobilt BankID 9002152388"));
    assert!(contains("personnummer 9002152388, telefon 0701234567"));
}

#[test]
fn numbers_are_found_however_programs_and_hurried_people_write_them() {
    let swedish = [
        "900215 -2388",
        "900215- 2388",
        "900215  2388",
        "900215\n-2388",
        "900215\r\n2388",
        "900215.2388",
        "900215/2388",
        "900215_2388",
        "900215:2388",
        "900215 : 2388",
        "900215~2388",
        "900215⁻2388",
        "900215\u{ad}-2388",
        "900215-\u{200b}2388",
        "900215\u{a0}-\u{a0}2388",
        "900215**-2388",
        "１９９００２１５－２３８８",
        "٩٠٠٢١٥-٢٣٨٨",
        "९००२१५-२३८८",
        "1990 0215-2388",
        "1990 0215 2388",
        "19900215 23 88",
        "1990_02_15_2388",
        "15 feb 1990 2388",
        "15. februari 1990-2388",
    ];
    let norwegian = [
        "150290/10053",
        "150290.10053",
        "150290_10053",
        "150290  10053",
        "150290-1 0053",
        "1502901 0053",
        "150 290 10053",
        "150 290 100 53",
        "150290 10 053",
        "15 02 90  10053",
        "15.02.90/10053",
        "15/2-1990 10053",
        "15-02-1990-10053",
        "15. februar 1990 10053",
        "15 feb. 90 10053",
    ];
    let of = |kind, key| move |text: &&'static str| (*text, kind, key);
    let swedish = swedish.iter().map(of(PersonalNumberKind::Personnummer, "9002152388"));
    let norwegian = norwegian.iter().map(of(PersonalNumberKind::Fodselsnummer, "15029010053"));
    let mut missed = Vec::new();
    for (text, kind, key) in swedish.chain(norwegian) {
        for (before, after) in
            [("", ""), ("Jag heter Åsa, ", "."), ("nr: ", "\n1 hej"), ("(", ")"), ("1. ", ". 2 barn")]
        {
            let whole = format!("{before}{text}{after}");
            let found: Vec<_> = find(&whole).into_iter().map(|n| (n.kind, n.key, &whole[n.range])).collect();
            if found != [(kind, key.to_owned(), text)] {
                missed.push((whole.clone(), format!("{found:?}")));
            }
        }
    }
    assert_eq!(missed, []);
}

#[test]
fn letters_and_marks_may_touch_a_number() {
    for (text, written) in [
        ("pnr900215-2388", "900215-2388"),
        ("Pnr.900215-2388", "900215-2388"),
        ("PERSONNUMMER19900215-2388", "19900215-2388"),
        ("fnr15029010053", "15029010053"),
        ("FØDSELSNR15029010053", "15029010053"),
        ("f.nr.15029010053", "15029010053"),
        ("900215-2388och", "900215-2388"),
        ("900215-2388a", "900215-2388"),
        ("**900215**-2388", "900215**-2388"),
        ("`900215-2388`", "900215-2388"),
        ("19 900215-2388", "900215-2388"),
        ("https://x.se/?pnr=900215-2388", "900215-2388"),
        ("9002152388@example.org", "9002152388"),
        ("900215-t388", "900215-t388"),
    ] {
        let found: Vec<_> = find(text).into_iter().map(|number| &text[number.range]).collect();
        assert_eq!(found, [written], "{text}");
    }
    assert_eq!(find("900215-t388")[0].key, "900215T388");
    assert_eq!(find("A 900215- 2388 B 150 290 10053 C 900215-t388 D 900215-2388").len(), 4);
}

#[test]
fn emergency_numbers_are_found() {
    let month = |text: &str| (PersonalNumberKind::Hjelpenummer, text.to_owned());
    assert_eq!(kinds("H-nr 15429010036"), [month("15429010036")]);
}

#[test]
fn words_before_a_number_say_what_it_is() {
    for label in [
        "Telefon:",
        "Ring",
        "Ring mig på",
        "Call me at",
        "Mob.",
        "Mob",
        "Cell:",
        "Telefonnummer:\n",
        "Telefonnummer |",
        "tfn:",
        "Mitt tel.nr. är:",
        "Beställningsnummer",
        "Bestillingsnummer",
        "Ärendenummer",
        "ÄRENDENUMMER",
        "Kundnummer:",
        "Kollinummer",
        "Sporingsnummer",
        "Kontonummer",
        "Konto:",
        "Ref:",
        "Referens",
        "Tracking number",
        "Swish",
        "Vipps",
        "Fax",
        "Order:",
        "#order-",
        "Faktura",
        "Orgnr",
        "Plusgiro",
        "epoch",
        "GUID {",
        "IBAN NO93",
        "Du når mig lättast på mobil:\n",
    ] {
        for number in ["9002152388", "900215-2388", "15029010053", "0705040301", "070504-0301", "900215-T388"]
        {
            let text = format!("{label} {number} tack");
            assert_eq!(kinds(&text), [], "{text}");
        }
    }
    for text in [
        "Mobil/personnummer: 9002152388",
        "Telefon saknas, mitt personnr: 9002152388",
        "mobilnummer har jag inte men 9002152388",
        "Ordre for person 15029010053",
        "Min order, 900215-2388",
        "Tack för all hjälp med min order\n900215-2388",
        "Order (900215-2388)",
        "kontohavare 900215-2388",
        "Kontoret 900215-2388",
        "Personnummer:\n\n900215-2388",
        "personnummer 0705040301",
        "Person-nr: 0705040301",
        "070504-0301",
        "ID:9002152388",
    ] {
        assert!(contains(text), "{text}");
    }
}

#[test]
fn times_mobile_numbers_and_amounts_cause_no_warning() {
    for date in ["20261121", "20241103", "20130101"] {
        // a time of day whose last digit is a valid check digit
        let time = (0..24 * 60).map(|minute| format!("{:02}{:02}", minute / 60, minute % 60));
        let time = time.into_iter().find(|time| luhn(&format!("{}{time}", &date[2..]))).expect("a time");
        let (year, month, day) = (&date[..4], &date[4..6], &date[6..]);
        for text in [
            format!("backup-{date}-{time}.zip"),
            format!("log_{date}-{time}.txt"),
            format!("Screenshot {year}-{month}-{day}-{time}.png"),
            format!("build {year}.{month}.{day}-{time}"),
            format!("{date}_{time}"),
            format!("{date} - {time}"),
            format!("Kl {date}+{time}"),
            format!("{date}{time}"),
            format!("{}{time}", &date[2..]),
            format!("{}-{time}", &date[2..]),
        ] {
            assert_eq!(kinds(&text), [], "{text}");
        }
        assert!(contains(&format!("personnummer {date}-{time}")), "{date}-{time}: a child's, as it says");
    }
    for text in [
        "0705040301",
        "0705040301 är mitt nummer",
        "070504 0301",
        "59.9002152388",
        "1,9002152388",
        "9002152388,50 kr",
        "2400:9002152388",
        "1502.90.10053",
        "1502 90 10053",
        "15029010053f",
        "order900215-2388",
        "900215\n\n2388",
        "900215                2388",
        "15 barn 1990 2388",
    ] {
        assert_eq!(kinds(text), [], "{text}");
    }
    assert_eq!(find("8112289874,7010632391").len(), 2, "a list");
}

#[test]
fn several_numbers_in_one_text_are_found_with_their_ranges() {
    let text = "Åsa 811228-9874 och Ola (01010750160)\n811228-9874.";
    let found = find(text);
    let matches: Vec<_> = found.iter().map(|number| &text[number.range.clone()]).collect();
    assert_eq!(matches, ["811228-9874", "01010750160", "811228-9874"]);
    assert_eq!(find("1 811228 9874 2").len(), 1, "beside other digits");
}
