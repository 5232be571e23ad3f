# Revisjonslogg, egne opplysninger, sletting, fødselsnummer.

audit-title = Revisjonslogg
audit-intro = Hvem som har gjort hva, når og hvorfra. Linjene kan ikke endres.
audit-filter-label = Filtrer loggen
audit-who = Hvem
audit-who-hint = Del av navnet, eller hele e-postadressen
audit-who-id = Hvem, id
audit-action = Hva
audit-code = Hva, kode
audit-any-action = Alt
audit-kind = Slag
audit-target = Hva det gjelder
audit-target-hint = Saksnummer, e-postadresse eller id
audit-target-id = Hva det gjelder, id
audit-organisation = Organisasjon
audit-from = Fra og med
audit-until = Til og med
audit-when = Når
audit-address = Nettverksadresse
audit-details = Mer
audit-nobody = Ingen innlogget
audit-none = Det finnes ingen linjer som passer.
audit-older = Eldre
audit-newest = Til de nyeste
audit-export = Last ned som CSV
audit-export-hint = At du laster ned, havner i loggen.

audit-do-account-added = La til en konto
audit-do-account-registered = Opprettet en konto
audit-do-account-removed = Kontoen ble slettet
audit-do-audit-exported = Lastet ned loggen
audit-do-cases-exported = Lastet ned deltakeres henvendelser
audit-do-code-made = Laget en invitasjonskode
audit-do-data-downloaded = Lastet ned opplysningene sine
audit-do-deletion-asked = Ba om at kontoen slettes
audit-do-deletion-withdrawn = Angret at kontoen skal slettes
audit-do-email-changed = Byttet e-postadresse
audit-do-email-confirmed = Bekreftet e-postadressen sin
audit-do-identity-connected = Koblet til en måte å logge inn på
audit-do-identity-disconnected = Fjernet en måte å logge inn på
audit-do-identity-refused = Ble nektet innlogging
audit-do-identity-used = Logget inn med en leverandør
audit-do-invitation-accepted = Takket ja til en invitasjon
audit-do-invitation-sent = Inviterte noen
audit-do-invitation-withdrawn = Trakk tilbake en invitasjon
audit-do-organisation-changed = Endret en organisasjon
audit-do-organisation-created = La til en organisasjon
audit-do-password-changed = Byttet passord
audit-do-people-exported = Lastet ned en liste over personer
audit-do-people-imported = Leste inn personer fra en fil
audit-do-relation-began = Koblet en veileder til en deltaker
audit-do-relation-ended = Avsluttet koblingen mellom veileder og deltaker
audit-do-relation-handed-over = Overlot deltakere til en kollega
audit-do-relations-exported = Lastet ned en liste over veiledere og deltakere
audit-do-relations-imported = Leste inn veiledere og deltakere fra en fil
audit-do-retention-applied = Slettet gamle opplysninger
audit-do-role-changed = Endret en rolle
audit-do-role-given = Ga en rolle
audit-do-role-taken = Fjernet en rolle
audit-do-session-ended = Ble logget ut
audit-do-session-refused = Ble nektet innlogging
audit-do-session-started = Logget inn
audit-do-team-added = La til et team
audit-do-team-removed = Fjernet et team
audit-do-team-renamed = Ga et team nytt navn
audit-do-ticket-claimed = Overtok henvendelser sendt inn uten konto
audit-do-ticket-filed-for = Sendte inn en henvendelse for noen
audit-do-ticket-opened = Åpnet en henvendelse
audit-do-ticket-redacted = Fjernet opplysninger fra en henvendelse
audit-do-user-created = La til en person
audit-do-user-registered = Fikk en konto ved første innlogging
audit-do-viewer-chosen = Lot noen se kollegers henvendelser
audit-do-viewer-removed = Lot noen ikke lenger se kollegers henvendelser

problem-not-in-ticket = Det står ikke i henvendelsen. Velg noe i listene, eller skriv teksten slik den står, minst tre tegn.

number-typing = Dette ser ut som et fødselsnummer. Vi trenger det ikke. Ta det gjerne bort før du sender.
number-check = Det ser ut som du har skrevet et fødselsnummer. Vi trenger det ikke. Velg Endre hvis du vil ta det bort.
number-sent = Det ser ut som det står et fødselsnummer i det du sendte. Skriv til oss her nedenfor hvis du vil at vi fjerner det.

redact-title = Fjern personopplysninger
redact-link = Fjern personopplysninger
redact-found = { $count ->
    [one] Ett fødselsnummer står i henvendelsen.
   *[other] { $count } fødselsnumre står i henvendelsen.
}
redact-found-link = Fjern det som ikke trengs
redact-intro = Det du velger, byttes ut med ▇▇▇ overalt i henvendelsen: emne, meldinger, notater, utkast, e-post som venter, og loggen. Det kan ikke angres.
redact-sent = E-post som allerede er sendt, kan vi ikke kalle tilbake.
redact-numbers = Fødselsnumre i henvendelsen
redact-number = { $number } ({ $kind }), { $places ->
    [one] ett sted
   *[other] { $places } steder
}
redact-no-numbers = Vi finner ingen fødselsnumre i teksten. I filer leter vi ikke.
redact-kind-personnummer = svensk personnummer
redact-kind-samordningsnummer = svensk samordningsnummer
redact-kind-fodselsnummer = norsk fødselsnummer
redact-kind-d-nummer = norsk D-nummer
redact-text = Fjern denne teksten overalt
redact-text-hint = Kopier teksten fra henvendelsen. Store og små bokstaver regnes likt.
redact-files = Filer som skal fjernes helt
redact-go-on = Fortsett
redact-check-title = Skal dette bort?
redact-check-places = { $count ->
    [0] Ingen tekst fjernes.
    [one] Tekst fjernes ett sted.
   *[other] Tekst fjernes { $count } steder.
}
redact-check-files = { $count ->
    [0] Ingen fil fjernes.
    [one] Én fil fjernes.
   *[other] { $count } filer fjernes.
}
redact-do = Fjern for alltid
redact-note = Fjernet opplysninger fra henvendelsen: tekst { $places } steder, { $files } filer.
